import type { JudgedField, NewFeedback, Score } from '@/lib/domain/feedback/schema';
import { FIELD_PROBLEMS, type FieldProblem, type ScoreValues, type Severity } from '@/lib/domain/predictions/schema';

export type Problem = (typeof FIELD_PROBLEMS)[number];
export { FIELD_PROBLEMS as PROBLEMS };

/** What stands of a person's verdict on a row. */
export interface StandingVerdict {
  id: string;
  verdict: 'right' | 'wrong';
  expected: string | null;
  reason: string;
  severity: Severity | null;
  fields: readonly FieldProblem[];
  scores: ScoreValues;
}

/** A field that is wrong itself, as it is typed. */
export interface FieldDraft {
  field: string;
  problem: Problem;
  value: string;
}

/** The form of a verdict as it is filled in. */
export interface JudgeDraft {
  verdict: 'right' | 'wrong' | null;
  label: string | null;
  value: number | null;
  reason: string;
  severity: Severity;
  fields: readonly FieldDraft[];
  scores: ScoreValues;
  /** Null while nobody has said: then it stays as it was. */
  wantsMail: boolean | null;
}

/** The form with what stands, or empty. */
export function draftOf(standing: StandingVerdict | null): JudgeDraft {
  return {
    verdict: standing?.verdict ?? null,
    label: standing?.expected ?? null,
    value: standing?.expected ? Number(standing.expected) : null,
    reason: standing?.reason ?? '',
    severity: standing?.severity ?? 'normal',
    fields: standing?.fields.map(({ value, ...of }) => ({ ...of, value: value ?? '' })) ?? [],
    scores: standing?.scores ?? {},
    wantsMail: null,
  };
}

/** The first field that is not named yet, for one more line; null where all are. */
export const nextField = (known: readonly JudgedField[], fields: readonly FieldDraft[]): string | null =>
  known.find(({ name }) => fields.every(({ field }) => field !== name))?.name ?? null;

/** What is sent: without what only a wrong answer has, values that no field takes, and scores that are asked no more. */
export function toFeedback(
  draft: JudgeDraft,
  of: { task: 'classification' | 'regression' | 'tensors'; fields: readonly JudgedField[]; scores: readonly Score[] },
): NewFeedback {
  const isWrong = draft.verdict === 'wrong';
  const expected = of.task === 'regression' ? (draft.value === null ? null : String(draft.value)) : draft.label;
  const takes = (name: string) => of.fields.find((field) => field.name === name)?.takes ?? null;
  const fields = draft.fields.map(({ field, problem, value }) => ({
    field,
    problem,
    ...(value.trim() !== '' && takes(field) !== null ? { value: value.trim() } : {}),
  }));
  const scores = Object.entries(draft.scores).filter(
    ([name, value]) => value !== '' && of.scores.some((score) => score.name === name && score.archivedAt === null),
  );
  return {
    verdict: draft.verdict ?? 'right',
    ...(isWrong && expected !== null ? { expected } : {}),
    ...(isWrong ? { severity: draft.severity } : {}),
    ...(draft.reason.trim() ? { reason: draft.reason.trim() } : {}),
    ...(fields.length > 0 ? { fields } : {}),
    ...(scores.length > 0 ? { scores: Object.fromEntries(scores) } : {}),
    ...(isWrong && draft.wantsMail !== null ? { wantsMail: draft.wantsMail } : {}),
  };
}
