import type { Ctx } from '@/lib/platform/context';
import { keptForms } from '@/lib/platform/fingerprint';
import { uuid7Floor, uuid7Time, uuidAfter } from '@/lib/platform/uuid7';
import type { DatasetQuery } from '../datasets/schema';
import { listLabelsOf } from '../feedback';
import type { LabelSource } from '../feedback/schema';
import { type LoggedAnswer, listAnswersAfter } from '../predictions';
import { ERASED_KEY } from '../predictions/schema';
import { entityDestination, listExamEntities } from '../review';
import { listTestedEntities } from '../validation';
import type { LoggedColumns, LoggedRow } from './logged-columns';

const CALLS_A_READ = 500;
/** A person's decision first, then the truth that came by itself. */
const BEST_FIRST: readonly LabelSource[] = ['review', 'automatic', 'random-sample', 'complaint'];

export interface RowsOfCalls {
  calls: number;
  /** Of the last call, for how far it is. */
  atMs: number;
  /** Rows of the window that fit the filters. */
  rows: number;
  taken: (LoggedRow & { source: LabelSource })[];
  /** Labelled rows that go to exams for ever. */
  exam: number;
}

/**
 * The labelled rows of a query in portions of calls, oldest answer first; one portion is held at once. Rows that go to exams are counted and
 * never given.
 */
export async function* readLoggedRows(
  ctx: Ctx,
  projectId: string,
  query: DatasetQuery,
  { inputText }: Pick<LoggedColumns, 'inputText'>,
): AsyncGenerator<RowsOfCalls> {
  const { modelId } = query;
  const [fromMs, toMs, asOfMs] = [query.from, query.to, query.asOf].map((text) => Date.parse(text));
  const before = uuid7Floor(asOfMs ?? 0);
  // Rows that a person copied as tests are exams too.
  const [tested, examined] = await Promise.all([
    listTestedEntities(ctx, { projectId, modelId }),
    listExamEntities(ctx, { projectId, modelId }),
  ]);
  // Personal values of the context are in the log as fingerprints.
  const filters = query.filters.map(({ values, ...filter }) => ({
    ...filter,
    values: new Set(
      filter.from === 'context' ? values.flatMap((value) => keptForms({ projectId, key: filter.name }, value)) : values,
    ),
  }));
  let from = uuid7Floor(0);
  for (;;) {
    const calls = await listAnswersAfter(ctx, { projectId, modelId, from, before, limit: CALLS_A_READ });
    const own = calls.filter(({ shadowOf }) => shadowOf === null);
    const last = own.at(-1);
    if (!last) return;
    const asked = own.filter((call) => isAsked(call, query));
    const labelled = await labelsOf(ctx, projectId, query, asked);
    const part: RowsOfCalls = { calls: own.length, atMs: uuid7Time(last.id), rows: 0, taken: [], exam: 0 };
    for (const call of asked)
      for (let row = 0; row < call.rows; row += 1) {
        // Nothing of it is left to learn from.
        if (call.contexts?.[row]?.[ERASED_KEY] !== undefined) continue;
        const timeMs = momentOf(call, row);
        if (timeMs < (fromMs ?? 0) || timeMs >= (toMs ?? 0)) continue;
        if (!filters.every((filter) => filter.values.has(filteredValue(call, row, filter) ?? ''))) continue;
        part.rows += 1;
        const rowId = `${call.id}.${row}`;
        const label = labelled.get(rowId);
        if (!label) continue;
        const entity = call.contexts?.[row]?.entity ?? null;
        const { entityHash } = entityDestination(modelId, { entity, rowId });
        if (tested.has(entityHash) || examined.has(entityHash)) part.exam += 1;
        else part.taken.push({ call, row, timeMs, label: label.value, source: label.source });
      }
    yield part;
    from = uuidAfter(last.id);
  }

  function filteredValue(
    call: LoggedAnswer,
    row: number,
    filter: Pick<DatasetQuery['filters'][number], 'from' | 'name'>,
  ): string | null {
    const said = call.contexts?.[row];
    if (filter.from === 'input') return inputText(call, row, filter.name);
    return said && Object.hasOwn(said, filter.name) ? (said[filter.name] ?? null) : null;
  }
}

const isAsked = (call: LoggedAnswer, { versions }: DatasetQuery): boolean =>
  call.isTraffic && (versions === null || versions.includes(call.versionNumber));

/** When a row is of: what it says itself, else when it was answered. */
export function momentOf({ contexts, ownDays, receivedAt }: LoggedAnswer, row: number): number {
  const own = ownDays[row] ?? null;
  return own === null ? receivedAt.getTime() : Date.parse(contexts?.[row]?.time ?? '');
}

async function labelsOf(
  ctx: Ctx,
  projectId: string,
  { labelSources, reviewedOnly }: DatasetQuery,
  calls: readonly LoggedAnswer[],
): Promise<Map<string, { value: string; source: LabelSource }>> {
  const wanted = BEST_FIRST.filter((source) => (reviewedOnly ? source === 'review' : labelSources.includes(source)));
  const found = new Map<string, { value: string; source: LabelSource }>();
  const ids = calls.map(({ id }) => id);
  if (ids.length === 0) return found;
  for (const { predictionId, row, labels } of await listLabelsOf(ctx, projectId, ids)) {
    const best = wanted.flatMap((source) => labels.find((label) => label.source === source) ?? [])[0];
    if (best) found.set(`${predictionId}.${row}`, best);
  }
  return found;
}
