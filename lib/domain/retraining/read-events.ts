import type { Ctx } from '@/lib/platform/context';
import { listOpenings } from '../alerts';
import { listDatasetTimes } from '../datasets';
import { countLabelled } from '../performance';
import { countSettled } from '../review';
import type { TrainingEvent } from './plan-runs';

/** What happened to a model in a time that may train it again; asks for no permission. */
export async function readEvents(
  ctx: Ctx,
  of: { projectId: string; modelId: string; from: Date; to: Date; datasetId: string | null },
): Promise<TrainingEvent[]> {
  const [openings, settled, labelled, versions] = await Promise.all([
    listOpenings(ctx, of),
    countSettled(ctx, of),
    countLabelled(ctx, of),
    of.datasetId === null ? [] : listDatasetTimes(ctx, { datasetId: of.datasetId, from: of.from, to: of.to }),
  ]);
  const events: TrainingEvent[] = [
    ...openings.flatMap(({ at, ruleId, rule }) =>
      ruleId === null ? [] : [{ atMs: at.getTime(), kind: 'incident' as const, ruleId, rule }],
    ),
    ...settled.map(({ at, count }) => ({ atMs: at.getTime(), kind: 'corrections' as const, count })),
    ...labelled.map(({ at, count }) => ({ atMs: at.getTime(), kind: 'labelled-rows' as const, count })),
    ...versions.map((at) => ({ atMs: at.getTime(), kind: 'dataset' as const, count: 1 })),
  ];
  return events.sort((a, b) => a.atMs - b.atMs);
}
