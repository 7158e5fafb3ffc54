import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import type { NamedColumn, RowTable } from '@/lib/pure/drift/row-table';
import { eachPlaceValue, listSampledInputs, ownDaysOf } from '../predictions';
import type { RowPlace } from '../registry';
import type { DriftWatch } from './schema';

const DAY_MS = 86_400_000;
/** Rows of a day that are read at most, and so many times as many of them are looked at, so that enough are there. */
const MOST_ROWS = 2000;
const SPARE = 3;

/** A column that is read, and whether the reference has it as numbers. */
export interface ReadPlace {
  place: RowPlace;
  kind: NamedColumn['kind'];
}

type Cell = number | string | null;
interface SampledRow {
  hash: number;
  order: number;
  cells: Cell[];
}

/**
 * Up to 2,000 rows of each of some days of a version, always the same ones, in the order in which they came. Days without rows in the log are
 * left out. In the rows' own time a row is looked for from a day before its own on.
 */
export async function readDayRows(
  ctx: Ctx,
  of: { projectId: string; modelId: string; versionNumber: number; basis: DriftWatch['basis'] },
  places: readonly ReadPlace[],
  days: readonly { dayMs: number; rows: number }[],
): Promise<Map<number, RowTable>> {
  const samples = new Map<number, SampledRow[]>(days.map(({ dayMs }) => [dayMs, []]));
  const isOwn = of.basis === 'own-time';
  const first = Math.min(...days.map(({ dayMs }) => dayMs)) - (isOwn ? DAY_MS : 0);
  const end = isOwn ? ctx.now().getTime() : Math.max(...days.map(({ dayMs }) => dayMs)) + DAY_MS;
  const fewest = Math.min(...days.map(({ rows }) => rows));
  let order = 0;
  for await (const call of listSampledInputs(ctx, {
    ...of,
    from: uuid7Floor(first),
    before: uuid7Floor(end),
    share: Math.min(1, (SPARE * MOST_ROWS) / Math.max(1, fewest)),
  })) {
    const receivedMs = call.receivedAt.getTime();
    const own = isOwn ? (Array.isArray(call.context) ? ownDaysOf(call.context, receivedMs) : []) : null;
    const today = Math.floor(receivedMs / DAY_MS) * DAY_MS;
    const sampleOf = (row: number) => samples.get((own ? own[row] : today) ?? Number.NaN);
    if (!Array.from({ length: call.rows }, (_, row) => sampleOf(row)).some(Boolean)) continue;
    const columns = places.map(({ place, kind }) => {
      const cells: Cell[] = [];
      return eachPlaceValue(call, place, (value) => cells.push(cellOf(value, kind))) ? cells : null;
    });
    // Inputs that were too large to be kept say nothing.
    if (columns.some((cells) => cells === null)) continue;
    const seed = Number.parseInt(call.id.slice(-12, -4), 16);
    for (let row = 0; row < call.rows; row += 1, order += 1) {
      const sample = sampleOf(row);
      if (!sample) continue;
      sample.push({ hash: hashOf(seed, row), order, cells: columns.map((cells) => cells?.[row] ?? null) });
      if (sample.length >= 2 * MOST_ROWS) keepSmallest(sample);
    }
  }
  const tables = new Map<number, RowTable>();
  for (const [dayMs, sample] of samples) {
    if (sample.length === 0) continue;
    keepSmallest(sample);
    tables.set(dayMs, tableOf(places, sample));
  }
  return tables;
}

/** As the reference knows it: numbers in 32 bits, which is how the log has most of them. */
function cellOf(value: number | string | boolean | null, kind: NamedColumn['kind']): Cell {
  if (kind === 'number') return typeof value === 'number' ? Math.fround(value) : null;
  return value === null || value === '' ? null : String(value);
}

/** A number that row and call decide, spread evenly over 32 bits (the mixing of MurmurHash3). */
function hashOf(seed: number, row: number): number {
  let mixed = Math.imul(seed ^ Math.imul(row + 1, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function keepSmallest(sample: SampledRow[]): void {
  if (sample.length <= MOST_ROWS) return;
  sample.sort((a, b) => a.hash - b.hash || a.order - b.order);
  sample.length = MOST_ROWS;
}

function tableOf(places: readonly ReadPlace[], sample: SampledRow[]): RowTable {
  const rows = sample.toSorted((a, b) => a.order - b.order);
  return {
    rows: rows.length,
    columns: places.map(({ place: { name }, kind }, i): NamedColumn => {
      if (kind === 'category')
        return { name, kind, values: rows.map(({ cells }) => (typeof cells[i] === 'string' ? cells[i] : null)) };
      return { name, kind, values: Float64Array.from(rows, ({ cells }) => Number(cells[i] ?? Number.NaN)) };
    }),
  };
}
