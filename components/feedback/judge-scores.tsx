import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import type { Score } from '@/lib/domain/feedback/schema';
import type { ScoreValues } from '@/lib/domain/predictions/schema';
import { useScoreRange } from './use-score-range';

const NOTHING = '';

/** The project's own scores; each may be left out. */
export function JudgeScores({
  scores,
  values,
  onValues,
}: {
  scores: readonly Score[];
  values: ScoreValues;
  onValues: (values: ScoreValues) => void;
}) {
  return scores.map((score) => (
    <ScoreInput
      key={score.name}
      score={score}
      value={values[score.name]}
      onValue={(value) => onValues({ ...values, [score.name]: value })}
    />
  ));
}

function ScoreInput({
  score,
  value,
  onValue,
}: {
  score: Score;
  value: ScoreValues[string] | undefined;
  onValue: (value: ScoreValues[string]) => void;
}) {
  const t = useTranslations('feedback.scores');
  const rangeOf = useScoreRange();
  const hint = [score.description, score.kind === 'number' ? rangeOf(score) : ''].filter(Boolean).join(' · ');
  const choices =
    score.kind === 'boolean'
      ? [
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]
      : score.categories.map((name) => ({ value: name, label: name }));
  return (
    <Field label={score.name} hint={hint || undefined} optional>
      {score.kind === 'number' ? (
        <NumberInput
          value={typeof value === 'number' ? value : null}
          onValue={(next) => onValue(next ?? NOTHING)}
          className="max-w-48"
        />
      ) : score.kind === 'text' ? (
        <Input
          maxLength={2000}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onValue(event.target.value)}
        />
      ) : (
        <Select
          className="max-w-72"
          value={value === undefined ? NOTHING : String(value)}
          onValue={(next) => onValue(score.kind === 'boolean' && next !== NOTHING ? next === 'true' : next)}
          options={[{ value: NOTHING, label: t('notSaid') }, ...choices]}
        />
      )}
    </Field>
  );
}
