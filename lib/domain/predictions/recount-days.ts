import { type Ctx, inTransaction } from '@/lib/platform/context';
import { listRetentions } from '../people';
import { DAY_MS, floorTo, HOUR_MS } from './rollup-grain';
import { type DayFacts, type DayOfModel, readDayFacts, replaceDay } from './store-recount-days';
import { keptFrom } from './sweep-predictions';

/** By then no drainer holds a bucket of the day in memory; what still comes for it is counted beside the recount. */
const OVER_MS = 2 * HOUR_MS;
/** A day of millions of rows is counted in one transaction. */
const TIMEOUT_MS = 3_600_000;
const TRIES = 5;

/** Why a day is left as it is: the log has less of it than was counted. */
export type Lack = 'calls' | 'errors' | 'inputs' | 'origins';

export interface RecountedDay extends DayFacts {
  day: string;
  lacks: Lack[];
  isReplaced: boolean;
}

/**
 * Counts days of a model anew from the log, the oldest first: days that are over and that the project still keeps. All rollups of a day
 * give way to one set in one transaction, so that a recount that dies leaves the day as it was, and a second one changes nothing. A
 * day of which the log has less than was counted (sampling, inputs too large to keep) is left alone unless `evenLess`. System scope.
 */
export async function* recountDays(
  ctx: Ctx,
  of: { projectId: string; modelId: string; fromMs: number | null; toMs: number | null; evenLess: boolean },
): AsyncGenerator<RecountedDay> {
  const nowMs = ctx.now().getTime();
  const kept = (await listRetentions(ctx)).find(({ projectId }) => projectId === of.projectId);
  const oldestMs = kept ? keptFrom(nowMs, kept.days) : 0;
  const last = floorTo(nowMs - OVER_MS, 'day') - DAY_MS;
  const from = Math.max(oldestMs, floorTo(of.fromMs ?? oldestMs, 'day'));
  const to = Math.min(last, floorTo(of.toMs ?? last, 'day'));
  for (let dayMs = from; dayMs <= to; dayMs += DAY_MS) {
    const done = await recountDay(ctx, { projectId: of.projectId, modelId: of.modelId, dayMs }, of.evenLess);
    if (done) yield done;
  }
}

/** Null where neither log nor rollups have anything of the day. */
async function recountDay(ctx: Ctx, of: DayOfModel, evenLess: boolean): Promise<RecountedDay | null> {
  for (let attempt = 1; ; attempt++)
    try {
      // One snapshot: a batch that a drainer brings meanwhile is in it with its rows and its counts, or with neither.
      return await inTransaction(
        ctx,
        async (tx) => {
          const facts = await readDayFacts(tx.db, of);
          const { counted, logged, truncated, withoutOrigin } = facts;
          if (counted.calls + counted.errors + logged.calls + logged.errors === 0) return null;
          const lacks: Lack[] = [];
          if (logged.calls < counted.calls) lacks.push('calls');
          if (logged.errors < counted.errors) lacks.push('errors');
          if (truncated > 0) lacks.push('inputs');
          if (withoutOrigin > 0) lacks.push('origins');
          const isReplaced = lacks.length === 0 || evenLess;
          if (isReplaced) await replaceDay(tx, of);
          return { ...facts, day: new Date(of.dayMs).toISOString().slice(0, 10), lacks, isReplaced };
        },
        { timeoutMs: TIMEOUT_MS, isOneSnapshot: true },
      );
    } catch (error) {
      if (attempt === TRIES || !wasOvertaken(error)) throw error;
    }
}

/** A drainer, a fold or another recount wrote one of the buckets first. */
const wasOvertaken = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'P2034') ||
    /40001|23505|could not serialize|write conflict/i.test(error.message));
