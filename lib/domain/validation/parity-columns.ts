import { AppError } from '@/lib/platform/errors';
import { type CsvTable, csvFault } from '@/lib/platform/http/read-csv';
import type { Reading } from '@/lib/pure/protocols/signature';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import type { TheirAnswer } from './compare-answers';

const USUAL_NAMES = ['prediction', 'predicted', 'label', 'output'];
const PROBABILITY = 'probability_';

export interface TheirColumns {
  answers: TheirAnswer[];
  /** Columns of the file that hold the owner's predictions. */
  names: string[];
}

/** The owner's predictions in a table. Throws 422 where no column holds any, or a cell is no number. */
export function readTheirAnswers(
  table: CsvTable,
  reading: Reading,
  wanted: string | undefined,
  classNames: Readonly<Record<string, string>> = {},
): TheirColumns {
  const { header, rows } = table;
  const column =
    wanted ?? USUAL_NAMES.map((usual) => header.find((name) => name.toLowerCase() === usual)).find(Boolean) ?? null;
  if (wanted !== undefined && !header.includes(wanted)) throw noColumn(`The file has no column "${wanted}".`);
  const classes = reading.task === 'classification' ? reading.classes : [];
  const probabilityOf = classes.map((label) =>
    Math.max(
      header.indexOf(PROBABILITY + label),
      classNames[label] ? header.indexOf(PROBABILITY + classNames[label]) : -1,
    ),
  );
  // A class may be called by the name that its owner gave it; its label comes first.
  const labelOf = (cell: string) =>
    classes.includes(cell) ? cell : (classes.find((label) => classNames[label] === cell) ?? cell);
  const hasProbabilities = probabilityOf.some((position) => position >= 0);
  if (column === null && !hasProbabilities)
    throw noColumn(
      `No column holds your predictions. Call it one of ${USUAL_NAMES.join(', ')}, or name it in the query "prediction".`,
    );
  const at = column === null ? -1 : header.indexOf(column);
  const numberAt = (cells: string[], position: number, line: number): number | null => {
    const cell = cells[position] ?? '';
    const parsed = parseNumberText(cell);
    if (!parsed.ok) throw csvFault(`"${cell.slice(0, 40)}" is not a number.`, { line, column: header[position] });
    return parsed.value === null || Number.isNaN(parsed.value) ? null : parsed.value;
  };
  const isScore = isPositiveScore(table, at, classes);
  const answers = rows.map(({ cells, line }): TheirAnswer => {
    const probabilities = hasProbabilities
      ? probabilityOf.map((position) => (position < 0 ? null : numberAt(cells, position, line)))
      : null;
    if (at < 0) return { label: null, value: null, probabilities };
    if (reading.task !== 'classification') return { label: null, value: numberAt(cells, at, line), probabilities };
    if (isScore) return { label: null, value: null, probabilities: [null, numberAt(cells, at, line)] };
    return { label: labelOf(cells[at] ?? ''), value: null, probabilities };
  });
  const names = [
    ...(column === null ? [] : [column]),
    ...header.filter((name, i) => probabilityOf.includes(i) && name !== column),
  ];
  return { answers, names };
}

const noColumn = (message: string) =>
  new AppError('invalid_input', message, {
    reason: 'no_prediction_column',
    invalidParams: [{ name: 'prediction', reason: message }],
  });

/** With two classes, a column of shares between 0 and 1 that are no class names is the probability of the second class. */
function isPositiveScore(table: CsvTable, at: number, classes: readonly string[]): boolean {
  if (at < 0 || classes.length !== 2) return false;
  let isFraction = false;
  for (const { cells } of table.rows) {
    const parsed = parseNumberText(cells[at] ?? '');
    if (!parsed.ok || parsed.value === null || !(parsed.value >= 0 && parsed.value <= 1)) return false;
    if (!Number.isInteger(parsed.value)) isFraction = true;
  }
  return isFraction;
}
