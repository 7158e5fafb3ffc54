import { type Tensor, valueAt } from './datatype';
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

/** The outputs of a call as one answer per row, as the signature's reading says. */
export function readAnswers(signature: ServedSignature, outputs: readonly Tensor[], rows: number): RowAnswer[] {
  const { reading } = signature;
  const find = (name: string | null) => (name === null ? undefined : outputs.find((output) => output.name === name));
  const answers: RowAnswer[] = [];
  if (reading.task === 'classification') {
    const labels = find(reading.label);
    const probabilities = find(reading.probabilities);
    const width = probabilities && rows > 0 ? probabilities.data.length / rows : 0;
    for (let row = 0; row < rows; row++) {
      const list = probabilities
        ? Array.from({ length: width }, (_, i) => number(valueAt(probabilities, row * width + i)) ?? 0)
        : null;
      let label = labels && row < labels.data.length ? String(valueAt(labels, row)) : null;
      if (label === null && list) label = reading.classes[list.indexOf(Math.max(...list))] ?? null;
      answers.push({ outcome: label ?? '', label, probabilities: list, value: null });
    }
    return answers;
  }
  const values = reading.task === 'regression' ? find(reading.value) : outputs[0];
  const width = values && rows > 0 ? values.data.length / rows : 0;
  for (let row = 0; row < rows; row++) {
    const raw = values && width >= 1 ? valueAt(values, row * width) : undefined;
    const value = reading.task === 'regression' ? number(raw) : null;
    answers.push({
      outcome: raw === undefined || width !== 1 ? '' : String(raw).slice(0, 200),
      label: null,
      probabilities: null,
      value,
    });
  }
  return answers;
}

/** Predictions of KServe v1 and MLflow as JSON text: rows of the only output, or one object of outputs per row. */
export function renderPredictions(outputs: readonly Tensor[], rows: number): string {
  for (const output of outputs)
    limitJsonValues(output, 'Send the rows in parts, or use the Open Inference protocol in binary.');
  const [first] = outputs;
  if (outputs.length === 1 && first) return renderRows(first, rows);
  const parts: string[] = [];
  for (let row = 0; row < rows; row++) {
    parts.push(
      `{${outputs.map((output) => `${JSON.stringify(output.name)}:${renderRow(output, row, rows)}`).join(',')}}`,
    );
  }
  return `[${parts.join(',')}]`;
}

const renderRows = (tensor: Tensor, rows: number): string => {
  if (tensor.shape.length <= 1) return jsonData(tensor);
  return `[${Array.from({ length: rows }, (_, row) => renderRow(tensor, row, rows)).join(',')}]`;
};

function renderRow(tensor: Tensor, row: number, rows: number): string {
  const width = rows > 0 ? tensor.data.length / rows : 0;
  const at = row * width;
  const nest = (shape: number[], from: number, count: number): string => {
    const [size, ...rest] = shape;
    if (size === undefined) return jsonValue(valueAt(tensor, from));
    const part = size === 0 ? 0 : count / size;
    return `[${Array.from({ length: size }, (_, i) => nest(rest, from + i * part, part)).join(',')}]`;
  };
  return nest(tensor.shape.slice(1), at, width);
}
