import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import type { JudgeDraft } from './judge-draft';
import type { Judgeable } from './judge-form';

/** Buttons side by side up to here; a list above. */
const MOST_BUTTONS = 8;

/** What a wrong answer should have been: a class, or a number. */
export function JudgeExpected({
  row,
  draft,
  onChange,
}: {
  row: Judgeable;
  draft: JudgeDraft;
  onChange: (more: Partial<JudgeDraft>) => void;
}) {
  const t = useTranslations('feedback.judge');
  if (row.task === 'regression')
    return (
      <Field label={t('number')}>
        <NumberInput
          value={draft.value}
          onValue={(value) => onChange({ value })}
          unit={row.unit || undefined}
          className="max-w-48"
        />
      </Field>
    );
  if (row.classes.length === 0) return null;
  const choices = row.classes.map((one) => ({ value: one.label, label: one.name }));
  if (choices.length > MOST_BUTTONS)
    return (
      <Field label={t('which')}>
        <Select value={draft.label} onValue={(label) => onChange({ label })} options={choices} className="max-w-72" />
      </Field>
    );
  return (
    <RadioGroup
      look="cards"
      label={t('which')}
      value={draft.label}
      onValue={(label) => onChange({ label })}
      choices={choices}
    />
  );
}
