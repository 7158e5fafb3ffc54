import type { Ctx } from '@/lib/platform/context';
import { type CsvCell, writeCsvRow } from '@/lib/pure/tabular/csv-write';
import { type ParquetColumn, ParquetPieces } from '@/lib/pure/tabular/parquet-write';
import { distinctColumns } from '../predictions';
import { toArgillaRecord } from './argilla';
import { toLabelStudioTask } from './label-studio';
import { requireQueue } from './require';
import type { ExportQuery } from './schema';
import { readSettled, type SettledRow, type SettledRows } from './settled-rows';

/** Rows of a Parquet file that are packed together. */
const ROWS_A_GROUP = 5000;

/**
 * What was settled in a queue, in pieces of a file, newest first. Unless `split` says otherwise only rows for training, so that no exam row
 * gets into a training set by default.
 */
export async function* exportItems(ctx: Ctx, input: ExportQuery & { id: string }): AsyncGenerator<string | Uint8Array> {
  const queue = await requireQueue(ctx, input.id, 'review.view');
  const settled = await readSettled(ctx, queue, input.split);
  const isNumber = settled.task === 'regression';
  const { model } = settled;
  switch (input.format) {
    case 'csv':
      return yield* csvPieces(settled);
    case 'parquet':
      return yield* parquetPieces(settled);
    case 'jsonl':
      for await (const rows of settled.pages) yield rows.map((row) => `${toLine(row, isNumber)}\n`).join('');
      return;
    case 'label-studio':
      return yield* listPieces(settled, (row) => toLabelStudioTask(row, { model, isNumber }));
    case 'argilla':
      return yield* listPieces(settled, (row) => toArgillaRecord(row, { model }));
  }
}

const HEAD: readonly ParquetColumn[] = [
  { name: 'row_id', kind: 'text' },
  { name: 'split', kind: 'text' },
  { name: 'value', kind: 'text' },
  { name: 'outcome', kind: 'text' },
  { name: 'source', kind: 'text' },
  { name: 'inclusion_probability', kind: 'double' },
  { name: 'entity', kind: 'text' },
  { name: 'decided_at', kind: 'moment' },
  { name: 'reviews', kind: 'integer' },
  { name: 'version', kind: 'integer' },
  { name: 'answer', kind: 'text' },
  { name: 'confidence', kind: 'double' },
  { name: 'context', kind: 'text' },
  { name: 'severity', kind: 'text' },
  { name: 'field_problems', kind: 'text' },
  { name: 'scores', kind: 'text' },
];

const headOf = (isNumber: boolean): ParquetColumn[] =>
  HEAD.map(({ name, kind }) => ({ name, kind: isNumber && (name === 'value' || name === 'answer') ? 'double' : kind }));

const columnsOf = ({ columns, task }: SettledRows) => distinctColumns([...headOf(task === 'regression'), ...columns]);

function factsOf({ item, rowId, answer, reviews }: SettledRow) {
  return {
    row_id: rowId,
    split: item.destination,
    value: item.value,
    outcome: item.outcome,
    source: item.inclusionProbability === null ? 'review' : 'random-sample',
    inclusion_probability: item.inclusionProbability,
    entity: item.entity,
    decided_at: item.settledAt?.toISOString() ?? null,
    reviews: reviews.filter(({ decision }) => decision !== 'skip').length,
    version: item.versionNumber,
    answer: answer?.said ?? null,
    confidence: answer?.confidence ?? null,
  };
}

function cellsOf(row: SettledRow, { columns }: SettledRows): CsvCell[] {
  const context = row.answer?.context;
  return [
    ...Object.values(factsOf(row)),
    context ? JSON.stringify(context) : null,
    row.said?.severity ?? null,
    row.said && row.said.fields.length > 0 ? JSON.stringify(row.said.fields) : null,
    row.said && row.said.scores.length > 0 ? JSON.stringify(row.said.scores) : null,
    ...columns.map(({ name }) => row.inputs.get(name) ?? null),
  ];
}

function toLine(row: SettledRow, isNumber: boolean): string {
  const facts = factsOf(row);
  const plain = (text: string | null) => (isNumber && text !== null && text !== '' ? Number(text) : text);
  return JSON.stringify({
    ...facts,
    value: plain(facts.value),
    answer: plain(facts.answer),
    severity: row.said?.severity ?? null,
    field_problems: row.said?.fields ?? [],
    scores: row.said?.scores ?? [],
    context: row.answer?.context ?? null,
    inputs: Object.fromEntries(row.inputs),
  });
}

async function* csvPieces(settled: SettledRows): AsyncGenerator<string> {
  yield writeCsvRow(columnsOf(settled).map(({ name }) => name));
  for await (const rows of settled.pages) yield rows.map((row) => writeCsvRow(cellsOf(row, settled))).join('');
}

async function* parquetPieces(settled: SettledRows): AsyncGenerator<Uint8Array> {
  const pieces = new ParquetPieces(columnsOf(settled));
  let waiting: CsvCell[][] = [];
  for await (const rows of settled.pages) {
    waiting.push(...rows.map((row) => cellsOf(row, settled)));
    if (waiting.length < ROWS_A_GROUP) continue;
    yield pieces.add(waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield pieces.add(waiting);
  yield pieces.finish();
}

/** A JSON list with one member on each line. */
async function* listPieces(settled: SettledRows, of: (row: SettledRow) => object): AsyncGenerator<string> {
  let before = '[\n';
  for await (const rows of settled.pages) {
    if (rows.length === 0) continue;
    yield before + rows.map((row) => JSON.stringify(of(row))).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
