import type { RowPlace } from '../registry';
import { compareAnswer, findLabelMap, isRounding, type TheirAnswer } from './compare-answers';
import type { InferRows, RowAnswer } from './infer-rows';
import { type PlacedRow, runTable, type Target } from './run-table';
import type { ParityCause } from './schema';

const SAMPLE = 50;
const MAX_SWAPPED_COLUMNS = 12;

interface Question {
  infer: InferRows;
  target: Target;
  places: readonly RowPlace[];
  rows: readonly PlacedRow[];
  here: readonly RowAnswer[];
  yours: readonly TheirAnswer[];
  tolerance: number;
}

/** The likely cause of a difference, found by trying it: other class names, rounding, missing cells as 0, two columns swapped. */
export async function findParityCause(question: Question): Promise<ParityCause | null> {
  const { here, yours, rows, tolerance } = question;
  if (isRounding(here, yours)) return { kind: 'float32' };
  const mapping = findLabelMap(here, yours);
  if (mapping) return { kind: 'label-map', mapping };
  const differing = rows.flatMap((_, i) => {
    const [ours, theirs] = [here[i], yours[i]];
    return ours && theirs && !compareAnswer(ours, theirs, tolerance).agrees ? [i] : [];
  });
  const withGaps = differing.filter((i) => rows[i]?.some((cell) => cell === '')).slice(0, SAMPLE);
  if (withGaps.length > 0 && withGaps.length >= Math.min(differing.length, SAMPLE)) {
    const filled = withGaps.map((i) => (rows[i] ?? []).map((cell) => (cell === '' ? '0' : cell)));
    if (await explains(question, withGaps, filled)) return { kind: 'missing-as-zero' };
  }
  return findSwap(question, differing.slice(0, SAMPLE));
}

async function explains(question: Question, indexes: number[], rows: PlacedRow[]): Promise<boolean> {
  // Rows that were changed on trial may be refused, and then the trial explains nothing.
  const answers = await runTable(question.infer, question.target, question.places, rows).catch(() => null);
  return (
    answers?.every((answer, k) => {
      const theirs = question.yours[indexes[k] ?? -1];
      return theirs !== undefined && compareAnswer(answer, theirs, question.tolerance).agrees;
    }) ?? false
  );
}

async function findSwap(question: Question, indexes: number[]): Promise<ParityCause | null> {
  const { places, rows } = question;
  for (const [a, b] of pairsOf(places.length)) {
    const swapped = indexes.map((i) => {
      const cells = [...(rows[i] ?? [])];
      [cells[a], cells[b]] = [cells[b] ?? '', cells[a] ?? ''];
      return cells;
    });
    const [left, right] = [places[a], places[b]];
    if (left && right && (await explains(question, indexes, swapped)))
      return { kind: 'column-order', columns: [left.name, right.name] };
  }
  return null;
}

/** Neighbours first; every other pair too where the columns are few. */
function pairsOf(width: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let a = 0; a + 1 < Math.min(width, 200); a++) pairs.push([a, a + 1]);
  if (width <= MAX_SWAPPED_COLUMNS)
    for (let a = 0; a < width; a++) for (let b = a + 2; b < width; b++) pairs.push([a, b]);
  return pairs;
}
