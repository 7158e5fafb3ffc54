'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { FieldProblem, ScoreValues, Severity } from '@/lib/domain/predictions/schema';

/** What a verdict says beside right or wrong: how bad it is, fields that are wrong themselves, and scores. */
export function SaidDetails({
  severity = null,
  fields,
  scores,
}: {
  severity?: Severity | null;
  fields: readonly FieldProblem[];
  scores: ScoreValues;
}) {
  const t = useTranslations('feedback.problems');
  const judge = useTranslations('feedback.judge');
  const words = useTranslations('feedback.scores');
  const format = useFormat();
  const write = (value: ScoreValues[string]) =>
    typeof value === 'number' ? format.number(value) : typeof value === 'boolean' ? words(value ? 'yes' : 'no') : value;
  const given = Object.entries(scores);
  if (severity === null && fields.length === 0 && given.length === 0) return null;
  return (
    <ul className="text-xs text-ink-2 [overflow-wrap:anywhere]">
      {severity ? (
        <li>
          {judge('severity')}: {judge(`severities.${severity}`)}
        </li>
      ) : null}
      {fields.map(({ field, problem, value }) => (
        <li key={field}>
          <code>{field}</code>: {t(problem)}
          {value === null ? null : `, ${t('shouldBe', { value })}`}
        </li>
      ))}
      {given.map(([name, value]) => (
        <li key={name}>
          {name}: {write(value)}
        </li>
      ))}
    </ul>
  );
}
