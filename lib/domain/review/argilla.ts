import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isUuid } from '@/lib/platform/uuid7';
import { type ReadTask, readFault } from './read-task';
import type { SettledRow } from './settled-rows';
import type { ExchangedReview } from './store-exchange';

const OUTCOMES = ['cannot-tell', 'inputs-wrong'] as const;
const VALUE = 'value';
const OUTCOME = 'outcome';
const NOTE = 'note';

/** Argilla knows people by UUIDs: reviewers of another kind get one that is always the same. */
function userIdOf({ reviewerId }: Pick<ExchangedReview, 'reviewerId'>): string {
  if (isUuid(reviewerId)) return reviewerId;
  const digits = createHash('sha256').update(reviewerId).digest('hex').slice(0, 32);
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5');
}

/**
 * A settled row as a record in the JSON of Argilla 2 (`Dataset.records.to_json` and `rg.Record.from_dict` of argilla 2.8.0): the fields
 * `inputs` and `context` as texts, the model's answer as a suggestion, a response per reviewer to the questions `value`, `outcome` or `note`
 * (discarded where it was skipped), the rest as metadata. Argilla exports no names, so that `reviewers` tells who has which id.
 */
export function toArgillaRecord({ item, rowId, answer, inputs, reviews }: SettledRow, { model }: { model: string }) {
  const context = Object.entries(answer?.context ?? {});
  const responses: Record<string, object[]> = {};
  const respond = (question: string, review: ExchangedReview, value: string | null, status: string) => {
    responses[question] = [...(responses[question] ?? []), { value, user_id: userIdOf(review), status }];
  };
  for (const review of reviews) {
    const { decision, value, note } = review;
    if (decision === 'skip') respond(VALUE, review, null, 'discarded');
    else if (decision === 'label') respond(VALUE, review, value, 'submitted');
    else respond(OUTCOME, review, decision, 'submitted');
    if (note !== '') respond(NOTE, review, note, 'submitted');
  }
  return {
    id: rowId,
    fields: {
      inputs: linesOf([...inputs]),
      ...(context.length > 0 ? { context: linesOf(context) } : {}),
    },
    suggestions: answer
      ? { [VALUE]: { value: answer.said, score: answer.confidence, agent: `${model} v${item.versionNumber}` } }
      : {},
    responses,
    metadata: {
      row_id: rowId,
      split: item.destination,
      version: item.versionNumber,
      source: item.inclusionProbability === null ? 'review' : 'random-sample',
      ...(item.inclusionProbability === null ? {} : { inclusion_probability: item.inclusionProbability }),
      ...(item.entity === null ? {} : { entity: item.entity }),
      ...(item.settledAt ? { decided_at: item.settledAt.toISOString() } : {}),
      ...(item.outcome === null ? {} : { outcome: item.outcome }),
      reviewers: reviews.map((review) => `${userIdOf(review)} ${review.reviewerName}`),
    },
    vectors: {},
    status: 'completed',
  };
}

const linesOf = (cells: readonly (readonly [string, unknown])[]): string =>
  cells.map(([name, value]) => `${name}: ${value ?? 'missing'}`).join('\n') || '-';

const Answer = z.object({
  value: z.unknown(),
  user_id: z.string().max(200),
  status: z.enum(['draft', 'submitted', 'discarded']).nullish(),
});
type Answer = z.infer<typeof Answer>;
const ArgillaRecord = z.object({
  id: z.union([z.string(), z.int()]).nullish(),
  metadata: z
    .object({ row_id: z.string().max(64).nullish(), reviewers: z.array(z.string().max(400)).nullish() })
    .nullish(),
  responses: z.record(z.string(), z.array(Answer)).nullish(),
});

/** The reviews of a record, in the order of its `reviewers`. Of other questions than ours, the only one beside is the value. */
export function readArgillaRecord(record: unknown, at: number): ReadTask {
  const parsed = ArgillaRecord.safeParse(record);
  if (!parsed.success) throw readFault(at, parsed.error.issues[0]);
  const { id, metadata, responses } = parsed.data;
  const rowId = metadata?.row_id ?? (typeof id === 'string' ? id : null);
  if (rowId === null)
    throw readFault(at, { path: ['metadata', 'row_id'], message: 'It is the id of the row that was exported.' });
  const others = Object.keys(responses ?? {}).filter((name) => name !== VALUE && name !== OUTCOME && name !== NOTE);
  const question = responses?.[VALUE] || others.length !== 1 ? VALUE : (others[0] ?? VALUE);
  const given = (name: string, user: string): Answer | undefined =>
    responses?.[name]?.find(({ user_id, status }) => user_id === user && status !== 'draft');
  const names = new Map((metadata?.reviewers ?? []).map((text) => splitOnce(text)));
  const met = new Set(Object.values(responses ?? {}).flatMap((all) => all.map(({ user_id }) => user_id)));
  const users = [...[...names.keys()].filter((user) => met.has(user)), ...[...met].filter((user) => !names.has(user))];
  return {
    at,
    rowId,
    reviews: users.map((user) => ({
      name: `${at}.responses`,
      reviewer: { id: `argilla:${user}`, name: names.get(user) || `Argilla user ${user.slice(0, 8)}` },
      note: textOf(given(NOTE, user)) ?? '',
      tookMs: null,
      ...decisionOf(given(question, user), given(OUTCOME, user)),
    })),
  };
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(' ');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1).trim()];
}

function textOf(answer: Answer | undefined): string | null {
  const value = answer?.value;
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

function decisionOf(
  answer: Answer | undefined,
  other: Answer | undefined,
): Pick<ReadTask['reviews'][number], 'decision' | 'value' | 'fault'> {
  const isDiscarded = [answer, other].some((one) => one?.status === 'discarded');
  // `to_json` leaves the status out; a discarded response has no value.
  if (isDiscarded || (answer && answer.value === null)) return { decision: 'skip', value: null };
  const value = textOf(answer);
  const said = textOf(other);
  const outcome = OUTCOMES.find((one) => one === said);
  if (answer && value === null) return { decision: 'label', value, fault: 'a value is one text or number' };
  if (said !== null && !outcome)
    return { decision: 'label', value, fault: `an outcome is one of ${OUTCOMES.join(', ')}` };
  if (value !== null && outcome)
    return { decision: 'label', value, fault: 'it says more than one thing; a review says one' };
  return value === null ? { decision: outcome ?? null, value } : { decision: 'label', value };
}
