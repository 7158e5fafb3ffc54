'use client';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type RecipeDraft, type RecipeField, rangeOf } from './recipe-draft';

type NumberField = Exclude<RecipeField, 'datasetId' | 'datasetNumber'>;

/** A number of a recipe, with its range below. */
export function RecipeNumber({
  field,
  draft,
  isFaulty,
  onChange,
  optional = false,
  unit,
}: {
  field: RecipeField;
  draft: RecipeDraft;
  isFaulty: boolean;
  onChange: (part: Partial<RecipeDraft>) => void;
  optional?: boolean;
  unit?: string;
}) {
  const t = useTranslations('retraining.recipe');
  const format = useFormat();
  const range = rangeOf(field);
  if (!range || field === 'datasetId' || field === 'datasetNumber') return null;
  const known: NumberField = field;
  const ends = { low: format.number(range.low), high: format.number(range.high) };
  return (
    <Field
      label={t(`fields.${known}`)}
      hint={t(`fieldHint.${known}`)}
      error={isFaulty ? t('outOfRange', ends) : undefined}
      optional={optional}
    >
      <NumberInput value={draft[known]} unit={unit} onValue={(value) => onChange({ [known]: value })} />
    </Field>
  );
}
