import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { logBinBounds } from '@/lib/pure/stats/log-bins';
import { countFeedback } from '../feedback';
import { grainAt, grainMs, listRollups, type Rollup, type StoredRollup } from '../predictions';
import { getModel, getServedVersion } from '../registry';
import type { Overlay } from '../registry/schema';
import { changesOf } from './changes-of';
import { compareTraffic } from './compare-traffic';
import { latencyHeat } from './latency-heat';
import { measure } from './measure';
import type { Outcomes, Traffic, TrafficQuery } from './schema';
import { sumBuckets } from './sum-buckets';
import { bucketMsOf, windowOf } from './time-buckets';

/** Calls, errors, latency, answers and feedback of a model in a window, and their course. Read from rollups only. */
export async function getTraffic(ctx: Ctx, input: TrafficQuery & { model: string }): Promise<Traffic> {
  const model = await getModel(ctx, { model: input.model, permission: 'monitoring.view' });
  const now = ctx.now();
  const [fromMs, toMs] = windowOf(input, now);
  if (fromMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  const oldestMs = input.compare === 'before' ? 2 * fromMs - toMs : fromMs;
  const bucketMs = Math.max(bucketMsOf(fromMs, toMs, now.getTime()), grainMs[grainAt(oldestMs, now.getTime())]);
  const of = {
    projectId: model.projectId,
    modelId: model.id,
    versions: input.version === undefined ? undefined : [input.version],
  };
  const [found, before, feedback, comparison] = await Promise.all([
    listRollups(ctx, { ...of, fromMs, toMs }, ['errors', 'latency', 'outputs']),
    listRollups(ctx, { ...of, fromMs: 2 * fromMs - toMs, toMs: fromMs }, []),
    countFeedback(ctx, { projectId: model.projectId, modelId: model.id, from: new Date(fromMs), to: new Date(toMs) }),
    input.compare === undefined ? null : compareTraffic(ctx, { ...of, fromMs, toMs, bucketMs, with: input.compare }),
  ]);
  const { total, buckets: ordered } = sumBuckets(found, bucketMs);
  const shown = model.champion === null ? undefined : (input.version ?? model.champion);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    bucketMs,
    versions: [...new Set(found.filter(({ rollup }) => rollup.calls > 0).map((row) => row.versionNumber))].sort(
      (a, b) => a - b,
    ),
    totals: measure(total),
    previousCalls: sumCalls(before),
    buckets: ordered.map(([at, rollup]) => ({ at: new Date(at).toISOString(), ...measure(rollup) })),
    comparison,
    changes: changesOf(found, bucketMs),
    heat: latencyHeat(ordered, { fromMs, toMs, bucketMs }),
    errorsByStatus: Object.entries(total.errors)
      .map(([status, errors]) => ({ status, errors }))
      .sort((a, b) => b.errors - a.errors),
    outcomes: shown === undefined ? null : await outcomesOf(ctx, model.id, shown, total, ordered),
    feedback,
  };
}

const sumCalls = (rows: readonly StoredRollup[]) => rows.reduce((sum, { rollup }) => sum + rollup.calls, 0);

/** Classes carry the names and the order of the version that is shown; classes of other versions follow. */
async function outcomesOf(
  ctx: Ctx,
  model: string,
  number: number,
  total: Rollup,
  ordered: readonly [number, Rollup][],
): Promise<Outcomes | null> {
  const { served, overlay } = await getServedVersion(ctx, { model, number, permission: 'model.view' });
  const { reading } = served;
  if (reading.task === 'classification') return classesOf(reading.classes, overlay, total, ordered);
  const bins = Object.entries(total.outputs.bins).map(([bin, rows]) => ({ ...logBinBounds(Number(bin)), rows }));
  if (reading.task !== 'regression' || bins.length === 0) return null;
  return {
    kind: 'numbers',
    unit: reading.unit ?? '',
    bins: bins.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high)).sort((a, b) => a.low - b.low),
  };
}

/** Rows of a class; names such as "constructor" are names like any other. */
const countOf = ({ outputs }: Rollup, label: string): number =>
  Object.hasOwn(outputs.classes, label) ? (outputs.classes[label] ?? 0) : 0;

function classesOf(
  known: readonly string[],
  overlay: Overlay | null,
  total: Rollup,
  ordered: readonly [number, Rollup][],
): Outcomes {
  const met = Object.keys(total.outputs.classes).filter((label) => !known.includes(label));
  const labels = [...known, ...met];
  return {
    kind: 'classes',
    classes: labels.map((label) => ({
      label,
      name: overlay?.classNames[label] || label,
      rows: countOf(total, label),
    })),
    buckets: ordered.map(([at, rollup]) => ({
      at: new Date(at).toISOString(),
      rows: labels.map((label) => countOf(rollup, label)),
    })),
  };
}
