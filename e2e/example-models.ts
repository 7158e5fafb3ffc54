import fs from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../lib/pure/onnx/fixtures');

export const EXAMPLE_MODELS = [
  'breast_cancer_histgb',
  'breast_cancer_xgboost',
  'diabetes_ridge',
  'digits_conv',
  'iris_logreg_zipmap',
  'mixed_columns',
  'tfidf_text',
] as const;
export type ExampleModel = (typeof EXAMPLE_MODELS)[number];

interface Tensor {
  name: string;
  shape: number[];
  data: (string | number | null)[];
}

interface Cases {
  task: 'classification' | 'regression';
  columns: string[];
  target: string[] | null;
  classes?: number[];
  cases: { inputs: Tensor[]; outputs: Tensor[] }[];
}

export const exampleFile = (model: ExampleModel, file: string): string => path.join(folder, model, file);

export const readExample = (model: ExampleModel): Cases =>
  JSON.parse(fs.readFileSync(exampleFile(model, 'cases.json'), 'utf8'));

const cell = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csv = (lines: unknown[][]): string => `${lines.map((line) => line.map(cell).join(',')).join('\n')}\n`;

/** Values of one row: each input may hold a part of the columns (or all of them). */
const rowOf = (tensors: Tensor[], row: number): unknown[] =>
  tensors.flatMap(({ shape, data }) => {
    const width = data.length / (shape[0] ?? 1);
    return data.slice(row * width, (row + 1) * width);
  });

/** The inputs of all cases with what onnxruntime for Python answered: what a data scientist drops to compare. */
export function parityCsv(model: ExampleModel): { csv: string; rows: number } {
  const { columns, task, target, classes, cases } = readExample(model);
  const first = cases[0]?.outputs ?? [];
  const label = first.find(({ data }, at) => first.length > 1 && at === 0 && data.length > 0);
  const names =
    model === 'breast_cancer_histgb' || model === 'breast_cancer_xgboost' ? ['0', '1'] : (classes ?? target);
  const width = task === 'classification' ? (first.at(-1)?.data.length ?? 0) : 0;
  const probabilities = Array.from({ length: width }, (_, at) => `probability_${names?.[at] ?? at}`);
  const header = [...columns, ...(label || task === 'regression' ? ['prediction'] : []), ...probabilities];
  const lines = cases.flatMap(({ inputs, outputs }) =>
    Array.from({ length: inputs[0]?.shape[0] ?? 0 }, (_, row) => [
      ...rowOf(inputs, row),
      ...outputs.flatMap((output) => rowOf([output], row)),
    ]),
  );
  return { csv: csv([header, ...lines]), rows: lines.length };
}

/** Rows between two examples: near the border of the classes, where two models of breast cancer differ. */
export function mixedRows(count: number): number[][] {
  const { cases } = readExample('breast_cancer_histgb');
  const examples = cases.flatMap(({ inputs: [tensor] }) => {
    const [rows = 0, size = 0] = tensor?.shape ?? [];
    return Array.from({ length: rows }, (_, row) =>
      (tensor?.data ?? []).slice(row * size, (row + 1) * size).map(Number),
    );
  });
  return Array.from({ length: count }, (_, i) => {
    const [one = [], other = []] = [examples[i % examples.length], examples[(i * 7 + 3) % examples.length]];
    const part = (i % 11) / 10;
    return one.map((value, k) => part * value + (1 - part) * (other[k] ?? 0));
  });
}
