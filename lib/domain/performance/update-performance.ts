import { type Ctx, inTransaction } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import type { Reading } from '@/lib/pure/protocols/signature';
import type { SliceKey } from '@/lib/pure/slices/cut-column';
import { findReference } from '../datasets';
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
import { getServedVersion } from '../registry';
import { binsOfAnswer, countQuality, type QualityBin, qualityOf } from './column-quality';
import { countGroup, type DayGroups, emptyDayGroups } from './count-group';
import { countRow } from './count-row';
import { countSlice } from './count-slice';
import { emptyMeasures, type Measures } from './measures';
import type { SliceColumn } from './schema';
import { type DaySlices, emptyDaySlices, sliceAt } from './slice-sums';
import { type Cell, slicesOfAnswer, valuesOfColumn } from './slice-values';
import { type PerformanceKey, replacePerformanceDay } from './store';
import { type BlockChoice, findBlockChoice, replaceBlockDay } from './store-blocks';
import { type QualityDay, replaceQualityDay } from './store-column-quality';
import { markErrorEstimates } from './store-errors';
import { findSliceSettings, replaceSliceDay } from './store-slices';
import { truthsOf } from './truths-of-row';

/** Well inside the lease of a day. */
const KEEP_EVERY_MS = 10_000;
/** As many as drift counts of a row; of a reference with more columns the first ones are told apart by their bins. */
const MOST_COLUMNS = 256;

/** Slices are null where no columns are chosen, and groups where rows belong together by their days only. */
type DaySums = Map<string, PerformanceKey & { measures: Measures; slices: DaySlices | null; groups: DayGroups | null }>;
type DayQualities = Map<string, QualityDay>;

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
      sums.map(({ slices, groups, ...sum }) => sum),
    );
    await markErrorEstimates(
      tx,
      day.projectId,
      sums.filter(({ measures, route, source }) => measures.numbers && route !== 'shadow' && source !== 'chosen'),
    );
    await replaceSliceDay(
      tx,
      day,
      sums.flatMap(({ measures, slices, groups, ...key }) => (slices ? [{ ...key, slices }] : [])),
    );
    await replaceBlockDay(
      tx,
      day,
      sums.flatMap(({ measures, slices, groups, ...key }) => (groups ? [{ ...key, groups }] : [])),
    );
    await replaceQualityDay(tx, day, [...counted.qualities.values()]);
  });
  return true;
}

async function countDay(
  ctx: Ctx,
  day: ClaimedDay,
  stopping: AbortSignal,
): Promise<{ sums: DaySums; qualities: DayQualities; unmatched: number } | null> {
  const sums: DaySums = new Map();
  const qualities: DayQualities = new Map();
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
          if (facts) countAnswer({ sums, qualities, dayMs: day.dayMs, facts }, row, answer);
        }
    }
  }
  return { sums, qualities, unmatched };
}

interface AnswerFacts {
  reading: Reading;
  columns: readonly SliceColumn[];
  slicesOf: (answer: LoggedAnswer) => Map<string, SliceKey[]>;
  choice: BlockChoice | null;
  /** By row; null where the answer has none. */
  entitiesOf: (answer: LoggedAnswer) => Cell[] | null;
  /** Null while the version has no reference. */
  reference: { id: string; binsOf: (answer: LoggedAnswer) => Map<string, QualityBin[]> } | null;
}

/** How answers of a version are read and told apart; null for one that was deleted since. */
function rememberFacts(ctx: Ctx): (answer: LoggedAnswer) => Promise<AnswerFacts | null> {
  const known = new Map<string, AnswerFacts | null>();
  const chosen = new Map<string, readonly SliceColumn[]>();
  const choices = new Map<string, BlockChoice | null>();
  return async ({ modelId: model, versionNumber: number }) => {
    const name = `${model}/${number}`;
    const held = known.get(name);
    if (held !== undefined) return held;
    const columns = chosen.get(model) ?? (await findSliceSettings(ctx, model)).columns;
    chosen.set(model, columns);
    const choice = choices.has(model) ? (choices.get(model) ?? null) : await findBlockChoice(ctx, model);
    choices.set(model, choice);
    const facts = await getServedVersion(ctx, { model, number, permission: 'model.view' }).then(
      async ({ version: { signature }, overlay, served }) => {
        const places = countedPlaces({ signature, overlay });
        const byName = new Map(places.map((one) => [one.name, one]));
        const reference = await findReference(ctx, model, number);
        const known = new Map(Object.entries(reference?.columns ?? {}).slice(0, MOST_COLUMNS));
        return {
          reading: served.reading,
          columns,
          slicesOf: remember((answer) => slicesOfAnswer(answer, columns, byName)),
          choice,
          entitiesOf: remember((answer) => choice && valuesOfColumn(answer, choice, byName)),
          reference: reference && {
            id: reference.id,
            binsOf: remember((answer) => binsOfAnswer(answer, places, known)),
          },
        };
      },
      nothingIfGone,
    );
    known.set(name, facts);
    return facts;
  };
}

/** What is found of an answer is found once for all its rows. */
function remember<Found>(find: (answer: LoggedAnswer) => Found): (answer: LoggedAnswer) => Found {
  const known = new WeakMap<LoggedAnswer, { found: Found }>();
  return (answer) => {
    const held = known.get(answer) ?? { found: find(answer) };
    known.set(answer, held);
    return held.found;
  };
}

function countAnswer(
  { sums, qualities, dayMs, facts }: { sums: DaySums; qualities: DayQualities; dayMs: number; facts: AnswerFacts },
  row: LabelledRow,
  answer: LoggedAnswer,
): void {
  const { reading, columns, choice } = facts;
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
      groups: choice && emptyDayGroups(choice.choice, reading),
    };
    sums.set(name, sum);
    if (!countRow(sum.measures, reading, truth, said)) continue;
    const entity = facts.entitiesOf(answer)?.[row.row] ?? null;
    const group =
      sum.groups && countGroup(sum.groups, reading, truth, said, { entity, ownDayMs, hasSlices: sum.slices !== null });
    const quality = route === 'shadow' || source === 'chosen' ? null : qualityOf(reading, truth, said);
    if (facts.reference && quality !== null) {
      const of = `${modelId}/${versionNumber}/${ownDayMs}`;
      const { id: referenceId, binsOf } = facts.reference;
      const own = qualities.get(of) ?? { modelId, versionNumber, ownDayMs, referenceId, columns: new Map() };
      qualities.set(of, own);
      countQuality(own.columns, binsOf(answer), { row: row.row, weight: truth.weight, quality });
    }
    if (!sum.slices) continue;
    countSlice(sum.slices.total, reading, truth, said);
    for (const [column, keys] of facts.slicesOf(answer)) {
      const key = keys[row.row];
      if (key === undefined) continue;
      for (const slices of [sum.slices, group?.slices])
        if (slices) countSlice(sliceAt(slices, column, key), reading, truth, said);
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
