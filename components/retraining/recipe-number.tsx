'use client';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type RecipeDraft, type RecipeField, rangeOf } from './recipe-draft';

export type NumberField = Exclude<RecipeField, 'datasetId' | 'datasetNumber' | 'url' | 'parameters'>;

/** A number of a recipe, with its range below. */
export function RecipeNumber({
  field,
  draft,
  isFaulty,
  onChange,
  optional = false,
  unit,
}: {
  field: NumberField;
  draft: RecipeDraft;
  isFaulty: boolean;
  onChange: (part: Partial<RecipeDraft>) => void;
  optional?: boolean;
  unit?: string;
}) {
  const t = useTranslations('retraining.recipe');
  const format = useFormat();
  const range = rangeOf(field);
  if (!range) return null;
  const ends = { low: format.number(range.low), high: format.number(range.high) };
  return (
    <Field
      label={t(`fields.${field}`)}
      hint={t(`fieldHint.${field}`)}
      error={isFaulty ? t('outOfRange', ends) : undefined}
      optional={optional}
    >
      <NumberInput value={draft[field]} unit={unit} onValue={(value) => onChange({ [field]: value })} />
    </Field>
  );
}
