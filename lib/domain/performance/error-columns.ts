import { type Cell, encodeCells, frequentTexts } from '@/lib/pure/trainers/encode-cells';
import type { TrainingColumn } from '@/lib/pure/trainers/gradient-boosting';
import type { LoggedAnswer } from '../predictions';
import type { RowPlace } from '../registry';
import { readAnswer } from './read-number';
import { valuesOfColumn } from './slice-values';

/** More inputs are not looked at. */
const MOST_COLUMNS = 64;

/** How an input is read: as numbers, or as one of some texts, any other of which is the last. */
export interface ErrorColumn {
  name: string;
  values: string[] | null;
}

/** Rows as what their errors depend on: inputs by column, and the answers. */
export interface ErrorRows {
  cells: Cell[][];
  answers: number[];
}

export const emptyErrorRows = (places: readonly RowPlace[]): ErrorRows => ({
  cells: places.map(() => []),
  answers: [],
});

/** The inputs of a version that are looked at. */
export const errorPlaces = (places: readonly RowPlace[]): RowPlace[] => places.slice(0, MOST_COLUMNS);

/**
 * The rows of an answer by their number, so that each may be added to others; inputs are read once. Null for a row without a number as
 * its answer, and where the log did not keep the inputs.
 */
export function rowsOfAnswer(
  answer: LoggedAnswer,
  places: readonly RowPlace[],
): (row: number) => { cells: Cell[]; answer: number } | null {
  const byName = new Map(places.map((place) => [place.name, place]));
  const columns = places.map(({ name }) => valuesOfColumn(answer, { from: 'input', name }, byName));
  const isKnown = columns.some((values) => values !== null);
  return (row) => {
    const number = readAnswer(answer.outcomes[row] ?? '');
    if (number === null || !isKnown) return null;
    return { cells: columns.map((values) => values?.[row] ?? null), answer: number };
  };
}

export function addErrorRow(rows: ErrorRows, { cells, answer }: { cells: readonly Cell[]; answer: number }): void {
  for (const [k, cell] of cells.entries()) rows.cells[k]?.push(cell);
  rows.answers.push(answer);
}

/** How the inputs of rows are to be read from then on. */
export const describeColumns = (places: readonly RowPlace[], { cells }: ErrorRows): ErrorColumn[] =>
  places.map(({ name }, k) => ({ name, values: frequentTexts(cells[k] ?? []) }));

/** Rows as a trainer takes them, the answer as the last column. */
export const trainingColumns = (columns: readonly ErrorColumn[], { cells, answers }: ErrorRows): TrainingColumn[] => [
  ...columns.map(({ values }, k) => encodeCells(cells[k] ?? [], values)),
  { kind: 'number', values: Float64Array.from(answers) },
];
