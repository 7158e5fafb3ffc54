import type { Ctx } from '@/lib/platform/context';
import { listScoreDays } from '../predictions';
import { getServedVersion } from '../registry';
import { bucketOfDays } from './course';
import { type EstimatedDay, estimateCourse } from './estimate-course';
import { dateOf, estimateErrors } from './estimate-errors';
import { emptyMeasures, mergeMeasures } from './measures';
import type { EstimatedPerformance, EstimateQuery } from './schema';
import { listPerformanceDays } from './store';

const DAY_MS = 86_400_000;
/** As long as the log is kept. */
const MOST_DAYS = 400;

/**
 * How right a version's answers are likely to be, by how sure it was, or of a regression by its inputs: from counts per day only.
 * Learnt from its first days with complete or random labels, and held against the labels of later days where they have come.
 */
export async function estimatePerformance(
  ctx: Ctx,
  input: EstimateQuery & { model: string },
): Promise<EstimatedPerformance> {
  const {
    model,
    version,
    served: { reading },
  } = await getServedVersion(ctx, { model: input.model, number: input.version, permission: 'performance.view' });
  const nowMs = ctx.now().getTime();
  const of = { projectId: model.projectId, modelId: model.id };
  const range = { fromMs: nowMs - MOST_DAYS * DAY_MS, toMs: nowMs + DAY_MS };
  const listLabelled = () => listPerformanceDays(ctx, { ...of, ...range });
  if (reading.task === 'regression')
    return estimateErrors(ctx, {
      version: { ...of, versionNumber: version.number },
      labelled: await listLabelled(),
      ...range,
      unit: reading.unit ?? '',
    });
  const [answered, labelled] = await Promise.all([
    listScoreDays(ctx, { ...of, versionNumber: version.number }),
    listLabelled(),
  ]);
  const days = new Map(
    answered.days.map(({ dayMs, scores }): [number, EstimatedDay] => [
      dayMs,
      { dayMs, scores, measures: emptyMeasures() },
    ]),
  );
  for (const { versionNumber, route, source, dayMs, ownDayMs, measures } of labelled) {
    if (versionNumber !== version.number || route === 'shadow' || source === 'chosen') continue;
    const day = days.get(answered.basis === 'own-time' ? ownDayMs : dayMs);
    if (day) mergeMeasures(day.measures, measures);
  }
  const known = [...days.values()];
  const learnt = known.filter(({ measures }) => (measures.classes?.scored.n ?? 0) > 0).slice(0, input.learningDays);
  const [first, last] = [learnt[0]?.dayMs ?? 0, learnt.at(-1)?.dayMs ?? 0];
  const missing =
    reading.task !== 'classification' || reading.probabilities === null
      ? 'not-scored'
      : known.length === 0
        ? 'no-scores'
        : learnt.length < input.learningDays
          ? 'labels'
          : null;
  const end = last + DAY_MS;
  const bucket = bucketOfDays(((known.at(-1)?.dayMs ?? 0) - first) / DAY_MS + 1);
  return {
    version: version.number,
    missing,
    unit: '',
    basisOfDays: answered.basis,
    bucket,
    learning: {
      days: learnt.length,
      wanted: input.learningDays,
      from: learnt.length > 0 ? dateOf(first) : null,
      to: learnt.length > 0 ? dateOf(last) : null,
      labelledRows: learnt.reduce((sum, { measures }) => sum + measures.n, 0),
    },
    measures:
      missing === null && reading.task === 'classification'
        ? estimateCourse(known, { labels: reading.classes, bucket, learningMs: [first, end] }).map((course) => ({
            ...course,
            trial: null,
          }))
        : [],
  };
}
