import { type Ctx, inTransaction } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import type { Reading } from '@/lib/pure/protocols/signature';
import {
  type ClaimedDay,
  claimLabelDay,
  keepLabelDay,
  type LabelledRow,
  listLabelledRows,
  settleLabelDay,
} from '../feedback';
import type { LabelSource } from '../feedback/schema';
import { getRetention } from '../people';
import { keptFrom, type LoggedAnswer, listAnswers } from '../predictions';
import { getServedVersion } from '../registry';
import { countRow, type RowTruth } from './count-row';
import { emptyMeasures, type Measures } from './measures';
import type { PerformanceSource } from './schema';
import { type PerformanceKey, replacePerformanceDay } from './store';

/** Well inside the lease of a day. */
const KEEP_EVERY_MS = 10_000;

/** A row stands for this many rows at most: sums must stay finite whatever a caller writes. */
const LEAST_CHANCE = 1e-9;

type DaySums = Map<string, PerformanceKey & { measures: Measures }>;

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
    if (await settleLabelDay(tx, day, { tookMs, unmatched: counted.unmatched }))
      await replacePerformanceDay(tx, day, [...counted.sums.values()]);
  });
  return true;
}

async function countDay(
  ctx: Ctx,
  day: ClaimedDay,
  stopping: AbortSignal,
): Promise<{ sums: DaySums; unmatched: number } | null> {
  const sums: DaySums = new Map();
  const readingOf = rememberReadings(ctx);
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
        if (answer.isTraffic) await countAnswer({ sums, dayMs: day.dayMs, readingOf }, row, answer);
    }
  }
  return { sums, unmatched };
}

type ReadingOf = (answer: LoggedAnswer) => Promise<Reading | null>;

/** How answers of a version are read; null for one that was deleted since. */
function rememberReadings(ctx: Ctx): ReadingOf {
  const known = new Map<string, Reading | null>();
  return async ({ modelId: model, versionNumber: number }) => {
    const name = `${model}/${number}`;
    const held = known.get(name);
    if (held !== undefined) return held;
    const reading = await getServedVersion(ctx, { model, number, permission: 'model.view' }).then(
      ({ served }) => served.reading,
      (error: unknown) => {
        if (isAppError(error) && error.code === 'not_found') return null;
        throw error;
      },
    );
    known.set(name, reading);
    return reading;
  };
}

async function countAnswer(
  { sums, dayMs, readingOf }: { sums: DaySums; dayMs: number; readingOf: ReadingOf },
  row: LabelledRow,
  answer: LoggedAnswer,
): Promise<void> {
  const reading = await readingOf(answer);
  if (!reading || reading.task === 'tensors') return;
  const ownDayMs = answer.ownDays[row.row] ?? dayMs;
  const said = { outcome: answer.outcomes[row.row] ?? '', scores: scoresOf(answer, reading, row.row) };
  for (const { source, ...truth } of truthsOf(row, answer)) {
    const { modelId, versionNumber, route } = answer;
    const name = `${modelId}/${versionNumber}/${route}/${source}/${ownDayMs}`;
    const sum = sums.get(name) ?? { modelId, versionNumber, route, source, ownDayMs, measures: emptyMeasures() };
    sums.set(name, sum);
    countRow(sum.measures, reading, truth, said);
  }
}

/**
 * A row counts once in the headline: by its complete label, else as part of the random sample, which then stands for the rows
 * without a complete one. What was picked by somebody counts apart; a review is worth more than a complaint.
 */
function truthsOf({ labels }: LabelledRow, answer: LoggedAnswer): (RowTruth & { source: PerformanceSource })[] {
  const by = (source: LabelSource) => labels.find((label) => label.source === source);
  const complete = by('automatic');
  const random = by('random-sample');
  const chosen = by('review') ?? by('complaint');
  const truths: (RowTruth & { source: PerformanceSource })[] = [];
  const add = (source: PerformanceSource, label: LabelledRow['labels'][number], weight: number) =>
    truths.push({
      source,
      label: label.value,
      weight,
      delayMs: label.createdAt.getTime() - answer.receivedAt.getTime(),
      isFirst: truths.length === 0,
    });
  if (complete) add('complete', complete, 1);
  else if (random) add('random', random, 1 / Math.max(LEAST_CHANCE, random.inclusionProbability));
  if (chosen) add('chosen', chosen, 1);
  return truths;
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
