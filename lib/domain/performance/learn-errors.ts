import type { Ctx } from '@/lib/platform/context';
import { estimateForward, learnLoss } from '@/lib/pure/stats/direct-loss';
import { listLabelsOf } from '../feedback';
import { listTrafficDays, sampleCalls } from '../predictions';
import type { RowPlace } from '../registry';
import { foldOf } from './course-periods';
import {
  addErrorRow,
  describeColumns,
  emptyErrorRows,
  errorPlaces,
  rowsOfAnswer,
  trainingColumns,
} from './error-columns';
import type { ExpectedLosses } from './error-course';
import type { LearningDays } from './learning-days';
import { readTruth } from './read-number';
import { isKept, readAnswers, sharesOf } from './sample-rows';
import type { ErrorFit, VersionKey } from './store-errors';
import { truthsOf } from './truths-of-row';

const DAY_MS = 86_400_000;
/** About so many labelled rows are learnt from, spread over all learning days; a fit takes two seconds then. */
const LEARNT_ROWS = 20_000;
const MOST_CALLS_A_DAY = 50_000;

interface LearningRows {
  inputs: ReturnType<typeof emptyErrorRows>;
  errors: number[];
  ownDays: number[];
  weights: number[];
}

/**
 * Learns what errors to expect of a version, from its labelled rows on the learning days, and what that would have said of each week by
 * the weeks before. `rest` is awaited between fits, so that other work of the process goes on; null where it says false.
 */
export async function learnErrors(
  ctx: Ctx,
  of: { version: VersionKey; learning: LearningDays; places: readonly RowPlace[] },
  rest: () => Promise<boolean>,
): Promise<Omit<ErrorFit, 'fit'> | null> {
  const places = errorPlaces(of.places);
  const rows = await readLearningRows(ctx, { ...of, places }, rest);
  if (!rows) return null;
  const columns = describeColumns(places, rows.inputs);
  const training = trainingColumns(columns, rows.inputs);
  const absolute = Float64Array.from(rows.errors, Math.abs);
  const squares = absolute.map((error) => error * error);
  const weeks = Int32Array.from(rows.ownDays, (dayMs) => foldOf(dayMs, of.learning.fromMs));
  const forward = new Map<number, ExpectedLosses>();
  for (const [name, losses] of [
    ['absolute', absolute],
    ['squares', squares],
  ] as const)
    for (const found of estimateForward(training, losses, weeks)) {
      for (const [k, place] of found.places.entries()) {
        const dayMs = rows.ownDays[place] ?? 0;
        const weight = rows.weights[place] ?? 0;
        const sum = forward.get(dayMs) ?? { weight: 0, absolute: 0, squares: 0 };
        forward.set(dayMs, sum);
        if (name === 'absolute') sum.weight += weight;
        sum[name] += weight * (found.losses[k] ?? 0);
      }
      if (!(await rest())) return null;
    }
  const { logDays, ...learning } = of.learning;
  return {
    learnt: {
      ...learning,
      columns,
      rows: rows.errors.length,
      forward: [...forward].map(([dayMs, sums]) => ({ dayMs, ...sums })),
    },
    trees: { absolute: learnLoss(training, absolute), squares: learnLoss(training, squares) },
  };
}

async function readLearningRows(
  ctx: Ctx,
  of: { version: VersionKey; learning: LearningDays; places: readonly RowPlace[] },
  rest: () => Promise<boolean>,
): Promise<LearningRows | null> {
  const { version, learning, places } = of;
  const rows: LearningRows = { inputs: emptyErrorRows(places), errors: [], ownDays: [], weights: [] };
  const [firstMs = 0] = learning.logDays;
  const range = { fromMs: firstMs, toMs: (learning.logDays.at(-1) ?? 0) + DAY_MS };
  const traffic = new Map((await listTrafficDays(ctx, { ...version, ...range })).map((day) => [day.dayMs, day]));
  for (const dayMs of learning.logDays) {
    const day = traffic.get(dayMs);
    const rowsPerCall = day ? day.rows / Math.max(1, day.calls) : 1;
    const shares = sharesOf(Math.min(1, LEARNT_ROWS / learning.labelledRows), rowsPerCall);
    const ids = await sampleCalls(ctx, { ...version, dayMs, share: shares.calls, limit: MOST_CALLS_A_DAY });
    for await (const answers of readAnswers(ctx, { projectId: version.projectId, ids, rowsPerCall })) {
      if (!(await rest())) return null;
      const byId = new Map(answers.map((answer) => [answer.id, { answer, read: rowsOfAnswer(answer, places) }]));
      for (const labelled of await listLabelsOf(ctx, version.projectId, [...byId.keys()])) {
        const found = byId.get(labelled.predictionId);
        if (!found) continue;
        const { answer, read } = found;
        const ownDayMs = answer.ownDays[labelled.row] ?? dayMs;
        if (ownDayMs < learning.fromMs || ownDayMs >= learning.toMs) continue;
        if (labelled.row >= answer.rows || !isKept(answer.id, labelled.row, shares.rows)) continue;
        const truth = truthsOf(labelled, answer).find(({ source }) => source !== 'chosen');
        const actual = readTruth(truth?.label ?? '');
        const row = read(labelled.row);
        if (!truth || !row || actual === null) continue;
        addErrorRow(rows.inputs, row);
        rows.errors.push(row.answer - actual);
        rows.ownDays.push(ownDayMs);
        rows.weights.push(truth.weight);
      }
    }
  }
  return rows;
}
