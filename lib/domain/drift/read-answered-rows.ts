import type { Ctx } from '@/lib/platform/context';
import type { Answers } from '@/lib/pure/drift/imitate-answers';
import { type Cell, encodeCells, frequentTexts } from '@/lib/pure/trainers/encode-cells';
import type { TrainingColumn } from '@/lib/pure/trainers/gradient-boosting';
import { eachPlaceValue, type LoggedAnswer, listAnswers, sampleCalls, type TrafficDay } from '../predictions';
import type { RowPlace } from '../registry';
import type { SignatureReading } from '../registry/schema';

/** Rows that are read at most, and the days of the log that they are of. */
const MOST_ROWS = 5000;
const MOST_DAYS = 90;
const CALLS_A_READ = 100;
const MOST_CALLS_A_DAY = 5000;

export interface AnsweredRows {
  columns: TrainingColumn[];
  answers: Answers;
  /** The UTC day of each row: its own where it names one, else the one on which it came. */
  days: number[];
}

/**
 * A sample of the newest rows of a version, inputs and answers, always the same ones of the same log: calls by chance, up to 5,000 rows of the last 90
 * days that have any. The answer is the number, the chance of the second of two classes where it was logged for all rows, else the class.
 */
export async function readAnsweredRows(
  ctx: Ctx,
  of: { projectId: string; modelId: string; versionNumber: number },
  {
    traffic,
    places,
    reading,
  }: { traffic: readonly TrafficDay[]; places: readonly RowPlace[]; reading: SignatureReading },
): Promise<AnsweredRows> {
  const newest = traffic.slice(-MOST_DAYS);
  const total = newest.reduce((sum, { rows }) => sum + rows, 0);
  const cells: Cell[][] = places.map(() => []);
  const days: number[] = [];
  const outcomes: string[] = [];
  const chances: (number | null)[] = [];
  for (const { dayMs, rows } of newest) {
    const wanted = Math.max(1, Math.ceil((MOST_ROWS * rows) / total));
    let taken = 0;
    const share = Math.min(1, MOST_ROWS / total);
    const ids = await sampleCalls(ctx, { ...of, dayMs, share, limit: MOST_CALLS_A_DAY });
    for (let at = 0; at < ids.length && taken < wanted; at += CALLS_A_READ)
      for (const answer of await listAnswers(ctx, of.projectId, ids.slice(at, at + CALLS_A_READ))) {
        const read = taken < wanted && answer.shadowOf === null ? inputsOf(answer, places) : null;
        if (!read) continue;
        const of = chancesOf(answer, reading);
        for (let row = 0; row < answer.rows && taken < wanted; row += 1) {
          const outcome = answer.outcomes[row] ?? '';
          if (outcome === '' || (reading.task !== 'classification' && !Number.isFinite(Number(outcome)))) continue;
          taken += 1;
          for (const [k, values] of read.entries()) cells[k]?.push(values[row] ?? null);
          outcomes.push(outcome);
          chances.push(of?.[row] ?? null);
          days.push(answer.ownDays[row] ?? dayMs);
        }
      }
  }
  return {
    columns: cells.map((own) => encodeCells(own, frequentTexts(own))),
    answers: answersOf(reading, outcomes, chances),
    days,
  };
}

/** Inputs by place; null where the log did not keep them. */
function inputsOf(answer: LoggedAnswer, places: readonly RowPlace[]): Cell[][] | null {
  const columns = places.map((place) => {
    const values: Cell[] = [];
    return eachPlaceValue(answer, place, (value) => values.push(value)) ? values : null;
  });
  return columns.some((values) => values === null) ? null : columns.flatMap((values) => (values ? [values] : []));
}

/** The chance of the second of two classes in each row. */
function chancesOf({ outputs, rows }: LoggedAnswer, reading: SignatureReading): (number | null)[] | null {
  if (reading.task !== 'classification' || !reading.probabilities) return null;
  const data = outputs[reading.probabilities]?.data;
  const width = data && rows > 0 ? data.length / rows : 0;
  if (!data || width !== 2) return null;
  return Array.from({ length: rows }, (_, row) => {
    const chance = data[2 * row + 1];
    return typeof chance === 'number' && Number.isFinite(chance) ? chance : null;
  });
}

function answersOf(reading: SignatureReading, outcomes: string[], chances: (number | null)[]): Answers {
  if (reading.task === 'classification') {
    const isKnown = chances.length > 0 && chances.every((chance) => chance !== null);
    return isKnown
      ? { kind: 'number', values: Float64Array.from(chances, (chance) => chance ?? 0) }
      : { kind: 'class', values: outcomes };
  }
  return { kind: 'number', values: Float64Array.from(outcomes, Number) };
}
