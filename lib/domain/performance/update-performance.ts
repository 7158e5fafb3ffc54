import { type Ctx, inTransaction } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import type { Reading } from '@/lib/pure/protocols/signature';
import type { SliceKey } from '@/lib/pure/slices/cut-column';
import {
  type ClaimedDay,
  claimLabelDay,
  keepLabelDay,
  type LabelledRow,
  listLabelledRows,
  settleLabelDay,
} from '../feedback';
import { getRetention } from '../people';
import { countedPlaces, keptFrom, type LoggedAnswer, listAnswers } from '../predictions';
import { getServedVersion, type RowPlace } from '../registry';
import { countRow } from './count-row';
import { countSlice } from './count-slice';
import { emptyMeasures, type Measures } from './measures';
import type { SliceColumn } from './schema';
import { type DaySlices, emptyDaySlices, sliceAt } from './slice-sums';
import { slicesOfAnswer } from './slice-values';
import { type PerformanceKey, replacePerformanceDay } from './store';
import { markErrorEstimates } from './store-errors';
import { findSliceSettings, replaceSliceDay } from './store-slices';
import { truthsOf } from './truths-of-row';

/** Well inside the lease of a day. */
const KEEP_EVERY_MS = 10_000;

/** Slices are null where no columns are chosen. */
type DaySums = Map<string, PerformanceKey & { measures: Measures; slices: DaySlices | null }>;

/**
 * Counts one day whose labels changed anew, from the log, and replaces what was known of it. Returns false when no day is due. A
 * worker that dies leaves the day as it was, to be taken again; of two workers only one counts a day.
 */
export async function updatePerformance(ctx: Ctx, stopping: AbortSignal): Promise<boolean> {
  const day = await claimLabelDay(ctx);
  if (!day) return false;
  const startedMs = ctx.now().getTime();
  const { days } = await getRetention(ctx, { projectId: day.projectId });
  // Its rows are deleted by age: what was counted of them stays.
  if (day.dayMs < keptFrom(startedMs, days)) {
    await inTransaction(ctx, (tx) => settleLabelDay(tx, day, { tookMs: 0, unmatched: 0 }));
    return true;
  }
  const counted = await countDay(ctx, day, stopping);
  if (!counted) return false;
  await inTransaction(ctx, async (tx) => {
    const tookMs = ctx.now().getTime() - startedMs;
    if (!(await settleLabelDay(tx, day, { tookMs, unmatched: counted.unmatched }))) return;
    const sums = [...counted.sums.values()];
    await replacePerformanceDay(
      tx,
      day,
      sums.map(({ slices, ...sum }) => sum),
    );
    await markErrorEstimates(
      tx,
      day.projectId,
      sums.filter(({ measures, route, source }) => measures.numbers && route !== 'shadow' && source !== 'chosen'),
    );
    await replaceSliceDay(
      tx,
      day,
      sums.flatMap(({ measures, slices, ...key }) => (slices ? [{ ...key, slices }] : [])),
    );
  });
  return true;
}

async function countDay(
  ctx: Ctx,
  day: ClaimedDay,
  stopping: AbortSignal,
): Promise<{ sums: DaySums; unmatched: number } | null> {
  const sums: DaySums = new Map();
  const factsOf = rememberFacts(ctx);
  let unmatched = 0;
  let keptMs = ctx.now().getTime();
  for await (const rows of listLabelledRows(ctx, day)) {
    if (stopping.aborted) return null;
    const nowMs = ctx.now().getTime();
    if (nowMs - keptMs > KEEP_EVERY_MS) {
      if (!(await keepLabelDay(ctx, day))) return null;
      keptMs = nowMs;
    }
    const ids = [...new Set(rows.map(({ predictionId }) => predictionId))];
    const answers = new Map<string, LoggedAnswer[]>();
    for (const answer of await listAnswers(ctx, day.projectId, ids)) {
      const asked = answer.shadowOf ?? answer.id;
      answers.set(asked, [...(answers.get(asked) ?? []), answer]);
    }
    for (const row of rows) {
      const found = (answers.get(row.predictionId) ?? []).filter((answer) => row.row < answer.rows);
      if (!found.some(({ shadowOf }) => shadowOf === null)) unmatched += 1;
      for (const answer of found)
        if (answer.isTraffic) {
          const facts = await factsOf(answer);
          if (facts) countAnswer({ sums, dayMs: day.dayMs, facts }, row, answer);
        }
    }
  }
  return { sums, unmatched };
}

interface AnswerFacts {
  reading: Reading;
  columns: readonly SliceColumn[];
  slicesOf: (answer: LoggedAnswer) => Map<string, SliceKey[]>;
}

/** How answers of a version are read and told apart; null for one that was deleted since. */
function rememberFacts(ctx: Ctx): (answer: LoggedAnswer) => Promise<AnswerFacts | null> {
  const known = new Map<string, AnswerFacts | null>();
  const chosen = new Map<string, readonly SliceColumn[]>();
  return async ({ modelId: model, versionNumber: number }) => {
    const name = `${model}/${number}`;
    const held = known.get(name);
    if (held !== undefined) return held;
    const columns = chosen.get(model) ?? (await findSliceSettings(ctx, model)).columns;
    chosen.set(model, columns);
    const facts = await getServedVersion(ctx, { model, number, permission: 'model.view' }).then(
      ({ version: { signature }, overlay, served }) => ({
        reading: served.reading,
        columns,
        slicesOf: rememberSlices(columns, new Map(countedPlaces({ signature, overlay }).map((one) => [one.name, one]))),
      }),
      (error: unknown) => {
        if (isAppError(error) && error.code === 'not_found') return null;
        throw error;
      },
    );
    known.set(name, facts);
    return facts;
  };
}

/** The slices of an answer are found once for all its rows. */
function rememberSlices(
  columns: readonly SliceColumn[],
  places: ReadonlyMap<string, RowPlace>,
): AnswerFacts['slicesOf'] {
  const known = new WeakMap<LoggedAnswer, Map<string, SliceKey[]>>();
  return (answer) => {
    const slices = known.get(answer) ?? slicesOfAnswer(answer, columns, places);
    known.set(answer, slices);
    return slices;
  };
}

function countAnswer(
  { sums, dayMs, facts }: { sums: DaySums; dayMs: number; facts: AnswerFacts },
  row: LabelledRow,
  answer: LoggedAnswer,
): void {
  const { reading, columns } = facts;
  if (reading.task === 'tensors') return;
  const ownDayMs = answer.ownDays[row.row] ?? dayMs;
  const said = { outcome: answer.outcomes[row.row] ?? '', scores: scoresOf(answer, reading, row.row) };
  for (const { source, ...truth } of truthsOf(row, answer)) {
    const { modelId, versionNumber, route } = answer;
    const name = `${modelId}/${versionNumber}/${route}/${source}/${ownDayMs}`;
    const sum = sums.get(name) ?? {
      modelId,
      versionNumber,
      route,
      source,
      ownDayMs,
      measures: emptyMeasures(),
      slices: columns.length > 0 ? emptyDaySlices(columns) : null,
    };
    sums.set(name, sum);
    const isCounted = countRow(sum.measures, reading, truth, said);
    if (!isCounted || !sum.slices) continue;
    countSlice(sum.slices.total, reading, truth, said);
    for (const [column, keys] of facts.slicesOf(answer)) {
      const key = keys[row.row];
      if (key !== undefined) countSlice(sliceAt(sum.slices, column, key), reading, truth, said);
    }
  }
}

/** The probability of each class that a row was answered with, where it was kept. */
function scoresOf(answer: LoggedAnswer, reading: Reading, row: number): number[] | null {
  if (reading.task !== 'classification' || reading.probabilities === null) return null;
  const data = answer.outputs[reading.probabilities]?.data;
  const width = reading.classes.length;
  if (!data || width === 0 || data.length !== answer.rows * width) return null;
  const scores: number[] = [];
  for (let k = row * width; k < (row + 1) * width; k += 1) {
    const score = data[k];
    if (typeof score !== 'number') return null;
    scores.push(score);
  }
  return scores;
}
