import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { getRetention } from '../people';
import { countedPlaces, keptFrom, listTrafficDays } from '../predictions';
import { getServedVersion, type RowPlace } from '../registry';
import { countErrors } from './count-errors';
import { errorPlaces } from './error-columns';
import { learnErrors } from './learn-errors';
import { type LearningDays, labelledNumbers, learningDaysOf } from './learning-days';
import type { LearntErrors } from './learnt-errors';
import { LEARNING_DAYS } from './schema';
import { listPerformanceDays } from './store';
import {
  type ClaimedVersion,
  claimErrorEstimate,
  findErrorFit,
  forgetErrorEstimate,
  keepErrorEstimate,
  listEstimatedErrorDays,
  replaceEstimatedErrorDay,
  saveErrorFit,
  settleErrorEstimate,
} from './store-errors';

const DAY_MS = 86_400_000;
/** Well inside the lease of a version. */
const KEEP_EVERY_MS = 10_000;
/** With so many more labels of the learning days it is learnt anew. */
const MORE_LABELS = 1.1;

/**
 * Looks at one regression whose labels or rows changed: learns what errors to expect once 42 days are labelled, and counts what is
 * expected of the days of its log that grew since they were counted. Returns false when no version is due. A worker that dies leaves
 * days as they were; of two workers only one looks at a version.
 */
export async function updateErrorEstimates(ctx: Ctx, stopping: AbortSignal): Promise<boolean> {
  const version = await claimErrorEstimate(ctx);
  if (!version) return false;
  const startedMs = ctx.now().getTime();
  const hasLearnt = await updateVersion(ctx, version, stopping).catch(async (error: unknown) => {
    if (!isAppError(error) || error.code !== 'not_found') throw error;
    await forgetErrorEstimate(ctx, version);
    return false;
  });
  await settleErrorEstimate(ctx, version, { tookMs: ctx.now().getTime() - startedMs, hasLearnt });
  return true;
}

async function updateVersion(ctx: Ctx, version: ClaimedVersion, stopping: AbortSignal): Promise<boolean> {
  const nowMs = ctx.now().getTime();
  const {
    version: { signature },
    overlay,
    served: { reading },
  } = await getServedVersion(ctx, { model: version.modelId, number: version.versionNumber, permission: 'model.view' });
  if (reading.task !== 'regression') return false;
  const places = countedPlaces({ signature, overlay });
  const rest = restBetween(ctx, version, stopping);
  const { days: keptDays } = await getRetention(ctx, { projectId: version.projectId });
  const range = { fromMs: keptFrom(nowMs, keptDays), toMs: nowMs + DAY_MS };
  const labelled = await listPerformanceDays(ctx, { ...version, ...range });
  const learning = learningDaysOf(labelledNumbers(labelled, version.versionNumber));
  let known = await findErrorFit(ctx, version);
  if (isToLearn(learning, known?.learnt ?? null, places)) {
    const learnt = await learnErrors(ctx, { version, learning, places }, rest);
    known = learnt && (await saveErrorFit(ctx, version, learnt));
    if (!known) return true;
  }
  if (!known) return false;
  const counted = new Map((await listEstimatedErrorDays(ctx, { ...version, ...range })).map((day) => [day.dayMs, day]));
  for (const day of await listTrafficDays(ctx, { ...version, ...range })) {
    const before = counted.get(day.dayMs);
    if (before?.rowsOfDay === day.rows && before.fit === known.fit) continue;
    const found = await countErrors(ctx, { version, day, fit: known, places }, rest);
    if (!found || !(await replaceEstimatedErrorDay(ctx, version, day.dayMs, found))) return true;
  }
  return true;
}

/**
 * Learnt once 42 days are labelled; anew where labels of earlier days came, more than a tenth more of the same days, or where inputs have
 * other names. What was learnt of days that the log does not keep any more stays.
 */
function isToLearn(learning: LearningDays, learnt: LearntErrors | null, places: readonly RowPlace[]): boolean {
  if (learning.days < LEARNING_DAYS) return false;
  if (!learnt) return true;
  const names = errorPlaces(places).map(({ name }) => name);
  if (names.join('\n') !== learnt.columns.map(({ name }) => name).join('\n')) return true;
  if (learning.fromMs !== learnt.fromMs) return learning.fromMs < learnt.fromMs;
  return learning.toMs < learnt.toMs || learning.labelledRows > MORE_LABELS * learnt.labelledRows;
}

/** Lets other work of the process go on, and keeps the version; false where it is to end. */
function restBetween(ctx: Ctx, version: ClaimedVersion, stopping: AbortSignal): () => Promise<boolean> {
  let keptMs = ctx.now().getTime();
  return async () => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (stopping.aborted) return false;
    const nowMs = ctx.now().getTime();
    if (nowMs - keptMs <= KEEP_EVERY_MS) return true;
    keptMs = nowMs;
    return keepErrorEstimate(ctx, version);
  };
}
