import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { getDrift, watchDrift } from '../drift';
import { countFeedback } from '../feedback';
import { claimMeasuring, type PublishedMeasure, replaceMeasures } from '../monitoring';
import { estimatePerformance, readPerformance } from '../performance';

const DAY_MS = 86_400_000;
const QUALITY_DAYS = 28;
/** A series each for a scraper: the columns farthest off. */
const MOST_COLUMNS = 100;

/** Works out anew what monitors scrape of the model that is due. Returns false where none is. */
export async function publishMeasures(ctx: Ctx): Promise<boolean> {
  const model = await claimMeasuring(ctx);
  if (!model) return false;
  const of = { ...model, nowMs: ctx.now().getTime() };
  const found = await Promise.all([driftOf(ctx, of), qualityOf(ctx, of)]).catch((error: unknown) => {
    // The version or the model was deleted since.
    if (isAppError(error) && error.code === 'not_found') return [];
    throw error;
  });
  await replaceMeasures(ctx, { projectId: model.projectId, modelId: model.modelId }, found.flat());
  return true;
}

interface Measured {
  projectId: string;
  modelId: string;
  champion: number;
  nowMs: number;
}

async function driftOf(ctx: Ctx, { modelId, champion, nowMs }: Measured): Promise<PublishedMeasure[]> {
  const window = { from: new Date(nowMs - DAY_MS).toISOString(), to: new Date(nowMs).toISOString() };
  const drift = await getDrift(ctx, { model: modelId, version: champion, ...window });
  const measures = drift.features
    .slice(0, MOST_COLUMNS)
    .flatMap(({ name, psi, current }): PublishedMeasure[] =>
      psi === null ? [] : [{ measure: 'psi', column: name, version: champion, value: psi, n: current.compared }],
    );
  if (!drift.reference) return measures;
  const last = (await watchDrift(ctx, { model: modelId, version: champion })).days.at(-1);
  if (!last || last.p === null) return measures;
  const day = { column: '', version: champion, n: last.rows };
  return [
    ...measures,
    { ...day, measure: 'drift-rarity', value: 1 / last.p },
    { ...day, measure: 'drift-alarm', value: last.isAlarm ? 1 : 0 },
  ];
}

async function qualityOf(ctx: Ctx, { projectId, modelId, champion, nowMs }: Measured): Promise<PublishedMeasure[]> {
  const fromMs = nowMs - QUALITY_DAYS * DAY_MS;
  const [{ n, values }, verdicts, estimated] = await Promise.all([
    readPerformance(ctx, { projectId, modelId, version: champion, fromMs, toMs: nowMs }),
    countFeedback(ctx, { projectId, modelId, from: new Date(fromMs), to: new Date(nowMs) }),
    estimatePerformance(ctx, { model: modelId, version: champion, learningDays: 42 }),
  ]);
  const measures: PublishedMeasure[] = [];
  const add = (measure: PublishedMeasure['measure'], value: number | null | undefined, rows: number) => {
    if (value !== null && value !== undefined)
      measures.push({ measure, column: '', version: champion, value, n: rows });
  };
  add('accuracy', values.accuracy, n);
  add('mae', values.mae, n);
  const judged = verdicts.right + verdicts.wrong;
  add('feedback-wrong', judged === 0 ? null : verdicts.wrong / judged, judged);
  for (const [measure, name] of [
    ['accuracy-estimated', 'accuracy'],
    ['mae-estimated', 'mae'],
  ] as const) {
    const found = estimated.measures.find(({ metric, trial }) => metric === name && trial?.isWon !== false);
    const last = found?.points.at(-1);
    add(measure, last?.estimate, last?.rows ?? 0);
  }
  return measures;
}
