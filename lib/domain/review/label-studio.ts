import { z } from 'zod';
import type { CsvCell } from '@/lib/pure/tabular/csv-write';
import { type ReadTask, readFault } from './read-task';
import type { SettledRow } from './settled-rows';
import type { ExchangedReview } from './store-exchange';

const OUTCOMES = ['cannot-tell', 'inputs-wrong'] as const;

/** The controls of the labelling configuration, and the object that they speak of. */
const VALUE = 'value';
const OUTCOME = 'outcome';
const NOTE = 'note';
const ROW = 'row';

/**
 * A settled row as a task in Label Studio's JSON (1.x; the types of label-studio-sdk 2.1.2, labelstud.io/guide/task_format): `data` with the
 * inputs, an annotation per review (`was_cancelled` where it was skipped), the model's answer under `predictions`. People are named by their
 * e-mail, as its importer wants them; reviews of keys name nobody there, and `reviewer` instead.
 */
export function toLabelStudioTask(
  { item, rowId, answer, inputs, reviews, said }: SettledRow,
  { model, isNumber }: { model: string; isNumber: boolean },
) {
  return {
    data: {
      row_id: rowId,
      split: item.destination,
      model,
      version: item.versionNumber,
      entity: item.entity,
      source: item.inclusionProbability === null ? 'review' : 'random-sample',
      inclusion_probability: item.inclusionProbability,
      decided_at: item.settledAt?.toISOString() ?? null,
      outcome: item.outcome,
      value: item.value,
      inputs: Object.fromEntries<CsvCell>(inputs),
      context: answer?.context ?? {},
      severity: said?.severity ?? null,
      field_problems: said?.fields ?? [],
      scores: said?.scores ?? [],
    },
    annotations: reviews.map((review) => toAnnotation(review, isNumber)),
    predictions: answer
      ? [
          {
            model_version: `${model} v${item.versionNumber}`,
            ...(answer.confidence === null ? {} : { score: answer.confidence }),
            result: [valueRegion(answer.said, isNumber)],
          },
        ]
      : [],
  };
}

const region = (name: string, type: string, value: object) => ({
  id: name,
  from_name: name,
  to_name: ROW,
  type,
  value,
});
const valueRegion = (value: string, isNumber: boolean) =>
  isNumber ? region(VALUE, 'number', { number: Number(value) }) : region(VALUE, 'choices', { choices: [value] });

function toAnnotation(review: ExchangedReview, isNumber: boolean) {
  const { decision, value, note, email, reviewerId, reviewerName, tookMs, createdAt } = review;
  const said =
    decision === 'label' && value !== null
      ? [valueRegion(value, isNumber)]
      : decision === 'skip'
        ? []
        : [region(OUTCOME, 'choices', { choices: [decision] })];
  return {
    result: note === '' ? said : [...said, region(NOTE, 'textarea', { text: [note] })],
    ...(email === null
      ? { reviewer: { id: reviewerId, name: reviewerName } }
      : { completed_by: { email, first_name: reviewerName } }),
    was_cancelled: decision === 'skip',
    ...(tookMs === null ? {} : { lead_time: tookMs / 1000 }),
    created_at: createdAt.toISOString(),
  };
}

const Name = z.string().trim().max(254);
const Region = z.object({
  from_name: z.string().default(''),
  type: z.string().default(''),
  value: z.record(z.string(), z.unknown()).default({}),
});
const Annotation = z.object({
  result: z.array(Region),
  completed_by: z
    .union([
      z.int(),
      z.object({ id: z.int().nullish(), email: Name.nullish(), first_name: Name.nullish(), last_name: Name.nullish() }),
    ])
    .nullish(),
  reviewer: z.object({ id: Name, name: Name }).nullish(),
  was_cancelled: z.boolean().nullish(),
  lead_time: z.number().min(0).nullish(),
  created_at: z.string().nullish(),
});
type Annotation = z.infer<typeof Annotation>;
const Task = z.object({
  data: z.object({ row_id: z.string({ error: 'It has no row_id: the id of the row that was exported.' }).max(64) }),
  annotations: z.array(Annotation).default([]),
});

/** The reviews of a task, oldest first. Of other labelling configurations than ours, the only choices or number are the value. */
export function readLabelStudioTask(task: unknown, at: number): ReadTask {
  const parsed = Task.safeParse(task);
  if (!parsed.success) throw readFault(at, parsed.error.issues[0]);
  const { data, annotations } = parsed.data;
  const inOrder = annotations
    .map((annotation, i) => ({ annotation, name: `${at}.annotations.${i}` }))
    .sort((a, b) => Date.parse(a.annotation.created_at ?? '') - Date.parse(b.annotation.created_at ?? '') || 0);
  return { at, rowId: data.row_id, reviews: inOrder.map(({ annotation, name }) => readAnnotation(annotation, name)) };
}

function readAnnotation(annotation: Annotation, name: string): ReadTask['reviews'][number] {
  const { result, was_cancelled: isSkipped, lead_time: seconds } = annotation;
  const note = result.filter(({ from_name, type }) => from_name === NOTE && type === 'textarea').flatMap(textsOf);
  const given = {
    name,
    reviewer: annotatorOf(annotation),
    note: note.join('\n'),
    tookMs: seconds === null || seconds === undefined ? null : Math.round(seconds * 1000),
  };
  if (isSkipped) return { ...given, decision: 'skip', value: null };
  const outcome = OUTCOMES.find((one) =>
    result.some(({ from_name, value }) => from_name === OUTCOME && textsOf({ value }).includes(one)),
  );
  const answers = result.filter(
    ({ type, from_name }) => (type === 'choices' || type === 'number') && from_name !== OUTCOME,
  );
  const ours = answers.filter(({ from_name }) => from_name === VALUE);
  const values = (ours.length > 0 ? ours : answers).flatMap(textsOf);
  if (outcome !== undefined && values.length === 0) return { ...given, decision: outcome, value: null };
  if (outcome !== undefined || values.length > 1)
    return { ...given, decision: 'label', value: null, fault: 'it says more than one thing; a review says one' };
  const [value] = values;
  return value === undefined ? { ...given, decision: null, value: null } : { ...given, decision: 'label', value };
}

function textsOf({ value }: { value: Readonly<Record<string, unknown>> }): string[] {
  const { choices, number, text } = value;
  const one = choices ?? number ?? text;
  const all: unknown[] = Array.isArray(one) ? one : [one];
  return all.filter((part) => typeof part === 'string' || typeof part === 'number').map(String);
}

function annotatorOf({ completed_by: by, reviewer }: Annotation): { id: string; name: string } {
  const of = (id: string, name: string) => ({ id: `label-studio:${id}`, name });
  if (typeof by === 'number') return of(String(by), `Label Studio user ${by}`);
  const id = by?.email || by?.id;
  if (by && id) {
    const name = [by.first_name, by.last_name].filter(Boolean).join(' ');
    return of(String(id), name || by.email || `Label Studio user ${id}`);
  }
  return reviewer ? of(reviewer.id, reviewer.name) : of('unknown', 'Label Studio');
}
