import type { Ctx } from '@/lib/platform/context';
import { quantilesOfSketch } from '@/lib/pure/stats/dd-sketch';
import { readPerformance } from '../performance';
import { listRollups } from '../predictions';
import type { SideCounts } from './judge-guards';
import { sumCalls } from './sum-calls';

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
  const { calls, failed, total } = sumCalls(rollups.filter(({ route }) => route === of.route));
  const [p95Us = null] = quantilesOfSketch(total.latency, [0.95]);
  const { accuracy, mae } = performance.values;
  const { n } = performance;
  return {
    calls,
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
