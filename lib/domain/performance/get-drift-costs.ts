import type { Ctx } from '@/lib/platform/context';
import { FEW_LABELLED, FEWEST_DAYS, mixCost } from '@/lib/pure/drift/mix-cost';
import type { ColumnReference } from '../datasets/schema';
import { type ReadWindow, readWindow } from '../drift';
import type { DriftQuery } from '../drift/schema';
import { type FeatureCounts, floorTo } from '../predictions';
import { getModel } from '../registry';
import { type DayColumns, dayQualityOf } from './column-quality';
import type { ColumnCost, DriftCosts } from './schema';
import { isLabelledBefore, listQualityDays } from './store-column-quality';

const DAY_MS = 86_400_000;

type NoCost = DriftCosts['without'][string];

/**
 * What the measure of a version is expected to change by because a column of a window has another mix than the reference: `mixCost` for each
 * column, by complete and random labels of days of the log that were over when the window began; where those are of too few days, by those of the
 * window too. Read from sums per day only.
 */
export async function getDriftCosts(ctx: Ctx, input: DriftQuery & { model: string }): Promise<DriftCosts> {
  await getModel(ctx, { model: input.model, permission: 'performance.view' });
  const window = await readWindow(ctx, input);
  const { version, served, reference } = window;
  const { reading } = served;
  const told = {
    version: version.number,
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    measure:
      reading.task === 'classification'
        ? ('accuracy' as const)
        : reading.task === 'regression'
          ? ('mae' as const)
          : null,
    unit: (reading.task === 'regression' && reading.unit) || '',
    labelled: null,
    wantedDays: FEWEST_DAYS,
    wantedRows: FEW_LABELLED,
    columns: {},
    without: {},
  };
  if (!reference) return { ...told, state: 'no-reference' };
  if (!told.measure) return { ...told, state: 'no-measure' };
  if (window.rows === 0) return { ...told, state: 'no-rows' };
  const of = { modelId: window.model.id, versionNumber: version.number };
  const labelledBefore = async (beforeMs: number) =>
    joinOwnDays(await listQualityDays(ctx, { ...of, referenceId: reference.id, beforeMs }));
  // Days of the log are whole ones: the day in which the window begins lies in it in part.
  const beforeMs = floorTo(window.fromMs, 'day');
  const before = await labelledBefore(beforeMs);
  const isEnough = before.size >= FEWEST_DAYS;
  const withWindow = isEnough ? before : await labelledBefore(floorTo(window.toMs - 1, 'day') + DAY_MS);
  const takesWindow = !isEnough && withWindow.size >= FEWEST_DAYS;
  const labelled = takesWindow ? withWindow : before;
  if (labelled.size === 0)
    return { ...told, state: (await isLabelledBefore(ctx, { ...of, beforeMs })) ? 'waiting' : 'no-labels' };
  const days = [...labelled.values()];
  const own = [...labelled.keys()];
  const known = {
    ...told,
    labelled: { days: days.length, from: dateOf(Math.min(...own)), to: dateOf(Math.max(...own)), takesWindow },
  };
  if (days.length < FEWEST_DAYS) return { ...known, state: 'few-days' };
  return { ...known, state: 'known', ...(await costsOf(window, reference, days)) };
}

const dateOf = (dayMs: number): string => new Date(dayMs).toISOString().slice(0, 10);

/** Rows of one own day that were answered on several days of the log are one block. */
function joinOwnDays(found: Awaited<ReturnType<typeof listQualityDays>>): Map<number, DayColumns[]> {
  const days = new Map<number, DayColumns[]>();
  for (const { ownDayMs, columns } of found) days.set(ownDayMs, [...(days.get(ownDayMs) ?? []), columns]);
  return days;
}

/** Columns one by one, between which other requests have their turn. */
async function costsOf(
  { counted }: Pick<ReadWindow, 'counted'>,
  reference: NonNullable<ReadWindow['reference']>,
  days: readonly DayColumns[][],
): Promise<Pick<DriftCosts, 'columns' | 'without'>> {
  const columns: Record<string, ColumnCost> = {};
  const without: Record<string, NoCost> = {};
  for (const [name, column] of Object.entries(reference.columns)) {
    const cost = costOf(column, countedOver(counted.get(name), reference.id), name, days);
    if (typeof cost === 'string') without[name] = cost;
    else columns[name] = cost;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return { columns, without };
}

const countedOver = (counts: FeatureCounts | undefined, profile: string) =>
  counts?.reference?.profile === profile ? { ...counts.reference, nulls: counts.nulls } : null;

function costOf(
  column: ColumnReference,
  window: ReturnType<typeof countedOver>,
  name: string,
  days: readonly DayColumns[][],
): ColumnCost | NoCost {
  const own = days
    .map((parts) => parts.flatMap((columns) => columns.get(name) ?? []))
    .filter(({ length }) => length > 0);
  if (own.length === 0) return 'uncounted';
  const bins = column.counts.length;
  const other = column.kind === 'category' ? column.other : 0;
  const blocks = own.map((parts) => addUp(parts.map((part) => dayQualityOf(part, bins))));
  const found = mixCost({
    reference: [...column.counts, other, column.nulls],
    window: window ? [...column.counts.map((_, bin) => window.counts[bin] ?? 0), window.unseen, window.nulls] : [],
    days: blocks,
  });
  if (typeof found === 'string') return found;
  const total = addUp(blocks);
  const [n, weight] = [sum(total.n), sum(total.weight)];
  const squares = own.flat().reduce((all, { squaredWeight }) => all + squaredWeight, 0);
  return { ...found, n, effectiveRows: squares > 0 ? weight ** 2 / squares : 0, days: blocks.length };
}

const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);

type Sums = ReturnType<typeof dayQualityOf>;

function addUp(parts: readonly Sums[]): Sums {
  const [first, ...rest] = parts;
  if (!first) return { n: new Float64Array(), weight: new Float64Array(), quality: new Float64Array() };
  return rest.reduce(
    (all, part) => ({
      n: all.n.map((value, at) => value + (part.n[at] ?? 0)),
      weight: all.weight.map((value, at) => value + (part.weight[at] ?? 0)),
      quality: all.quality.map((value, at) => value + (part.quality[at] ?? 0)),
    }),
    first,
  );
}
