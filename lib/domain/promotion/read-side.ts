import type { Ctx } from '@/lib/platform/context';
import { quantilesOfSketch } from '@/lib/pure/stats/dd-sketch';
import { readPerformance } from '../performance';
import { emptyRollup, listRollups, mergeRollup } from '../predictions';
import type { SideCounts } from './judge-guards';

const MINUTE_MS = 60_000;

/** What a version has answered callers as the champion or as the canary in a window, by whole minutes from its first one on. */
export async function readSide(
  ctx: Ctx,
  of: {
    projectId: string;
    modelId: string;
    version: number;
    route: 'champion' | 'canary';
    fromMs: number;
    toMs: number;
  },
): Promise<SideCounts> {
  const fromMs = Math.floor(of.fromMs / MINUTE_MS) * MINUTE_MS;
  const [rollups, performance] = await Promise.all([
    listRollups(ctx, { ...of, fromMs, versions: [of.version] }, ['errors', 'latency', 'outputs']),
    readPerformance(ctx, of),
  ]);
  const total = emptyRollup();
  for (const { rollup, route } of rollups) if (route === of.route) mergeRollup(total, rollup);
  const failed = Object.values(total.errors).reduce((sum, count) => sum + count, 0);
  const [p95Us = null] = quantilesOfSketch(total.latency, [0.95]);
  const { accuracy, mae } = performance.values;
  const { n } = performance;
  return {
    calls: total.calls + failed,
    failed,
    p95Ms: p95Us === null ? null : p95Us / 1000,
    classes: total.outputs.classes,
    score:
      typeof accuracy === 'number'
        ? { kind: 'accuracy', value: accuracy, n }
        : typeof mae === 'number'
          ? { kind: 'mae', value: mae, n }
          : null,
  };
}
