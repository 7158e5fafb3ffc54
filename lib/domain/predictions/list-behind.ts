import type { Ctx } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { binIndex } from '@/lib/pure/stats/reference-profile';
import { findReference } from '../datasets';
import type { ColumnReference } from '../datasets/schema';
import { getServedVersion } from '../registry';
import { countedPlaces } from './drain-batch';
import { columnsAt } from './reference-values';
import type { RowReference } from './row-id';
import { eachPlaceValue } from './row-values';
import type { BehindFilter, NarrowedBy, PredictionFilter } from './schema';
import { listAnswers } from './store-answers';
import { type ListedRow, type LogScope, listRows } from './store-list';
import { TRAFFIC_ORIGINS } from './store-rollups';

/** Rows whose inputs one page decodes at most; a page ends early then, and says so. */
const MOST_LOOKED_AT = 5000;
/** Calls that one page goes through at most where other filters leave few of their rows. */
const MOST_SCANNED = 10_000;
const ROWS_A_READ = 500;

export interface RowsBehind {
  rows: ListedRow[];
  narrowedBy: NarrowedBy;
  /** Calls that were gone through, and rows of them whose inputs were looked at. */
  scanned: number;
  lookedAt: number;
  next: string | null;
}

/**
 * The rows behind a count of the page Drift: those whose value of a column falls into a bin of the version's reference, in the way in which rollups
 * count them (no trials, no shadows). Inputs lie in the log as bytes, so that rows are decoded one by one, 5,000 for a page at most. Rows whose
 * inputs were too large to be kept are in no bin.
 */
export async function listBehind(
  ctx: Ctx,
  of: LogScope,
  { input, bin, ...filter }: PredictionFilter & BehindFilter,
  page: { cursor: RowReference | null; limit: number },
): Promise<RowsBehind> {
  if (of.caller !== null)
    throw new AppError(
      'forbidden',
      'Only those who see all predictions of the model see the bins of its training rows.',
    );
  if (filter.version === undefined) throw invalidInput('version', 'say the version whose reference has the bin');
  const found = await getServedVersion(ctx, {
    model: of.modelId,
    number: filter.version,
    permission: 'prediction.view-own',
  });
  const reference = await findReference(ctx, of.modelId, filter.version);
  const known = reference && Object.hasOwn(reference.columns, input) ? reference.columns[input] : undefined;
  const columns = new Map(Object.entries(reference?.columns ?? {}));
  const [at] = countedPlaces({ signature: found.version.signature, overlay: found.overlay }).flatMap((place) =>
    columnsAt(columns, place.name).flatMap(({ name, read }) => (name === input ? [{ place, read }] : [])),
  );
  if (!known || !at) throw invalidInput('input', `the reference of version ${filter.version} has no column "${input}"`);
  const narrowedBy = describeBin(input, known, bin);
  const fits = (value: number | string | boolean | null) => isInBin(known, bin, at.read(value));
  const rows: ListedRow[] = [];
  let [cursor, lookedAt, scanned] = [page.cursor, 0, 0];
  while (rows.length < page.limit && lookedAt < MOST_LOOKED_AT && scanned < MOST_SCANNED) {
    const read = await listRows(ctx, of, filter, { cursor, limit: ROWS_A_READ });
    const behind = await fittingRows(ctx, of, read.rows, (answer) => {
      const values: boolean[] = [];
      return eachPlaceValue(answer, at.place, (value) => values.push(fits(value))) ? values : [];
    });
    for (const row of read.rows) {
      if (rows.length === page.limit) break;
      lookedAt += 1;
      cursor = { predictionId: row.id, row: row.row };
      if (TRAFFIC_ORIGINS.some((origin) => origin === row.origin) && behind.get(row.id)?.[row.row]) rows.push(row);
    }
    if (rows.length === page.limit) break;
    if (!read.isFull) scanned += read.scanned;
    if (!read.next) return { rows, narrowedBy, scanned, lookedAt, next: null };
    cursor = read.next;
  }
  return { rows, narrowedBy, scanned, lookedAt, next: cursor && `${cursor.predictionId}.${cursor.row}` };
}

async function fittingRows(
  ctx: Ctx,
  { projectId }: LogScope,
  rows: readonly ListedRow[],
  read: (answer: Awaited<ReturnType<typeof listAnswers>>[number]) => boolean[],
): Promise<Map<string, boolean[]>> {
  const answers = await listAnswers(ctx, projectId, [...new Set(rows.map(({ id }) => id))]);
  return new Map(answers.map((answer) => [answer.id, read(answer)]));
}

/** As rollups count: an empty text is none. */
function isInBin(column: ColumnReference, bin: BehindFilter['bin'], value: number | string | boolean | null): boolean {
  const plain = value === '' || value === null ? null : typeof value === 'boolean' ? String(value) : value;
  const at = binIndex(column, plain);
  if (bin === 'null') return at === 'null';
  if (bin === 'outside')
    return at === 'unseen' || (column.kind === 'number' && (at === 0 || at === column.counts.length - 1));
  return at === Number(bin);
}

function describeBin(name: string, column: ColumnReference, bin: BehindFilter['bin']): NarrowedBy {
  const nothing = { column: name, low: null, high: null, category: null };
  if (bin === 'null' || bin === 'outside') return { ...nothing, kind: bin };
  const at = Number(bin);
  if (at >= column.counts.length) throw invalidInput('bin', `the column has bins up to ${column.counts.length - 1}`);
  return column.kind === 'number'
    ? { ...nothing, kind: 'between', low: column.edges[at - 1] ?? null, high: column.edges[at] ?? null }
    : { ...nothing, kind: 'equal', category: column.categories[at] ?? null };
}
