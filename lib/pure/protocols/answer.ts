import { countOf, type Tensor, valueAt } from './datatype';
import { limitJsonValues } from './limit-values';
import { jsonData, jsonValue } from './render-open-inference';
import type { ServedSignature } from './signature';

export interface RowAnswer {
  /** The decisive text of a row, for lists and filters: the class, or the number. */
  outcome: string;
  label: string | null;
  /** Probability of each class, in the order of `classes`. */
  probabilities: number[] | null;
  value: number | null;
}

const number = (value: number | bigint | boolean | string | undefined): number | null => {
  const as = typeof value === 'bigint' ? Number(value) : value;
  return typeof as === 'number' && Number.isFinite(as) ? as : null;
};

const find = (outputs: readonly Tensor[], name: string | null) =>
  name === null ? undefined : outputs.find((output) => output.name === name);

/** The row's class by its largest probability; the first of equal ones. */
function likeliest(classes: readonly string[], probabilities: Tensor, row: number, width: number): string | null {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < width; i++) {
    const value = number(valueAt(probabilities, row * width + i)) ?? 0;
    if (value > most) {
      most = value;
      best = i;
    }
  }
  return width === 0 ? null : (classes[best] ?? null);
}

/** The decisive text of each row: `outcome` of what `readAnswers` gives, without making the answers. */
export function readOutcomes(signature: ServedSignature, outputs: readonly Tensor[], rows: number): string[] {
  const { reading } = signature;
  const outcomes: string[] = new Array(rows).fill('');
  if (reading.task === 'classification') {
    const labels = find(outputs, reading.label);
    const probabilities = find(outputs, reading.probabilities);
    const width = probabilities && rows > 0 ? probabilities.data.length / rows : 0;
    for (let row = 0; row < rows; row++) {
      if (labels && row < labels.data.length) outcomes[row] = String(valueAt(labels, row));
      else if (probabilities) outcomes[row] = likeliest(reading.classes, probabilities, row, width) ?? '';
    }
    return outcomes;
  }
  const values = reading.task === 'regression' ? find(outputs, reading.value) : outputs[0];
  if (values && rows > 0 && values.data.length === rows)
    for (let row = 0; row < rows; row++) outcomes[row] = String(valueAt(values, row)).slice(0, 200);
  return outcomes;
}

/** The outputs of a call as one answer per row, as the signature's reading says. `outcomes`: what each row was decided to be. */
export function readAnswers(
  signature: ServedSignature,
  outputs: readonly Tensor[],
  rows: number,
  outcomes = readOutcomes(signature, outputs, rows),
): RowAnswer[] {
  const { reading } = signature;
  const answers: RowAnswer[] = [];
  if (reading.task === 'classification') {
    const probabilities = find(outputs, reading.probabilities);
    const width = probabilities && rows > 0 ? probabilities.data.length / rows : 0;
    const isLabelled = find(outputs, reading.label) !== undefined;
    for (let row = 0; row < rows; row++) {
      const list = probabilities
        ? Array.from({ length: width }, (_, i) => number(valueAt(probabilities, row * width + i)) ?? 0)
        : null;
      const outcome = outcomes[row] ?? '';
      answers.push({ outcome, label: isLabelled ? outcome : outcome || null, probabilities: list, value: null });
    }
    return answers;
  }
  const values = reading.task === 'regression' ? find(outputs, reading.value) : undefined;
  const width = values && rows > 0 ? values.data.length / rows : 0;
  for (let row = 0; row < rows; row++) {
    const value = values && width >= 1 ? number(valueAt(values, row * width)) : null;
    answers.push({ outcome: outcomes[row] ?? '', label: null, probabilities: null, value });
  }
  return answers;
}

/** Whether an output has one part for each row. One that has not (a sum over all rows, one list per tag) belongs to the call. */
export const hasRows = ({ shape }: Tensor, rows: number): boolean => shape[0] === rows;

/**
 * Predictions of KServe v1 and MLflow as JSON text: rows of the only output, or one object of outputs per row.
 * An output without rows is given whole.
 */
export function renderPredictions(outputs: readonly Tensor[], rows: number): string {
  const isSingle = outputs.length === 1;
  for (const output of outputs) {
    const times = isSingle || hasRows(output, rows) ? 1 : rows;
    limitJsonValues(output, 'Send the rows in parts, or use the Open Inference protocol in binary.', times);
  }
  const [first] = outputs;
  if (isSingle && first) return first.shape.length === 0 ? jsonData(first) : nest(first, first.shape, 0);
  const parts: string[] = [];
  for (let row = 0; row < rows; row++) {
    parts.push(
      `{${outputs.map((output) => `${JSON.stringify(output.name)}:${renderRow(output, row, rows)}`).join(',')}}`,
    );
  }
  return `[${parts.join(',')}]`;
}

function renderRow(tensor: Tensor, row: number, rows: number): string {
  if (!hasRows(tensor, rows)) return nest(tensor, tensor.shape, 0);
  const inner = tensor.shape.slice(1);
  return nest(tensor, inner, row * countOf(inner));
}

/** The values of a tensor from a place on, nested as a shape says. */
function nest(tensor: Tensor, shape: readonly number[], from: number): string {
  const [size, ...rest] = shape;
  if (size === undefined) return jsonValue(valueAt(tensor, from));
  const width = countOf(rest);
  if (rest.length === 0 && from === 0 && size === tensor.data.length) return jsonData(tensor);
  return `[${Array.from({ length: size }, (_, i) => nest(tensor, rest, from + i * width)).join(',')}]`;
}
