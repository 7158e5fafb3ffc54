import type { ELSEWHERE_KINDS } from '@/lib/domain/registry/schema';

export interface SentModel {
  url: string;
  model: string;
  columns: readonly { name: string; kind: (typeof ELSEWHERE_KINDS)[number]; categories: readonly string[] }[];
  /** Empty for a regression. */
  classes: readonly string[];
}

export interface SendCommand {
  key: 'json' | 'csv' | 'parquet' | 'labels';
  code: string;
}

const shellText = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const csvCell = (cell: unknown): string => {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Where rows are sent to. */
export const ingestAddress = ({ url, model }: Pick<SentModel, 'url' | 'model'>): string =>
  `${url}/api/ingest?model=${encodeURIComponent(model)}`;

/** Shell lines that send a row as JSON, a row as CSV, a Parquet file, and the truth later. The key stays in the caller's environment. */
export function sendCommands(of: SentModel): SendCommand[] {
  const row = exampleSent(of);
  const curl = (type: string, data: string) =>
    [
      `curl '${ingestAddress(of)}'`,
      '-H "Authorization: Bearer $IMPLANTA_KEY"',
      `-H 'Content-Type: ${type}'`,
      data,
    ].join(' \\\n  ');
  const csv = (record: Record<string, unknown>) =>
    `${Object.keys(record).map(csvCell).join(',')}\n${Object.values(record).map(csvCell).join(',')}`;
  const truth = of.classes.length > 0 ? of.classes[0] : 1;
  return [
    { key: 'json', code: curl('application/json', `-d ${shellText(JSON.stringify({ rows: [row] }))}`) },
    { key: 'csv', code: curl('text/csv', `--data-binary ${shellText(csv({ ...row, id: 'row-2' }))}`) },
    { key: 'parquet', code: curl('application/vnd.apache.parquet', '--data-binary @predictions.parquet') },
    { key: 'labels', code: curl('text/csv', `--data-binary ${shellText(csv({ id: 'row-1', label: truth }))}`) },
  ];
}

function exampleSent({ columns, classes }: SentModel): Record<string, unknown> {
  const inputs = columns.map(({ name, kind, categories }): [string, unknown] => [
    RESERVED.has(name) ? `inputs.${name}` : name,
    kind === 'number' ? 1 : (categories[0] ?? 'text'),
  ]);
  const answer = classes.length === 2 ? { prediction: classes[1], score: 0.75 } : { prediction: classes[0] ?? 1 };
  return { id: 'row-1', ...Object.fromEntries(inputs), ...answer };
}

/** Names that a flat row has for itself. */
const RESERVED = new Set(['id', 'time', 'prediction', 'score', 'scores', 'label', 'latencyMs', 'inputs', 'context']);
