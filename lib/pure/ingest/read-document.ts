import { IngestFault } from './ingest-fault';
import { type Fields, isObject, oneRow, type RowNames, rowOf, type SentCall } from './sent-row';

const SHAPES = ['rows', 'dataframe_split', 'dataframe_records'] as const;

/**
 * Rows of a JSON document: `{"rows":[…]}`, a list of rows, or the tables of MLflow, `dataframe_split` and `dataframe_records`, with the
 * prediction as a column. Throws IngestFault.
 */
export function* readDocument(body: unknown, names: RowNames): Generator<SentCall> {
  const [shape, given] = tableOf(body);
  if (shape === 'dataframe_split') {
    yield* readSplit(given, names);
    return;
  }
  if (!Array.isArray(given)) throw new IngestFault('The body', shape, 'it must be a list of objects, one per row');
  for (const [i, record] of given.entries()) {
    const place = `${shape}.${i}`;
    if (!isObject(record)) throw new IngestFault(place, null, 'a row is an object of names and values');
    yield oneRow(rowOf(record, names, place));
  }
}

function tableOf(body: unknown): [(typeof SHAPES)[number], unknown] {
  if (Array.isArray(body)) return ['rows', body];
  const present = isObject(body) ? SHAPES.filter((name) => body[name] !== undefined) : [];
  const [shape] = present;
  if (!isObject(body) || !shape || present.length > 1)
    throw new IngestFault('The body', null, `it must be a list of rows, or an object with one of ${SHAPES.join(', ')}`);
  return [shape, body[shape]];
}

function* readSplit(given: unknown, names: RowNames): Generator<SentCall> {
  if (!isObject(given) || !Array.isArray(given.columns) || !Array.isArray(given.data))
    throw new IngestFault('The body', 'dataframe_split', 'it needs "columns" and "data"');
  const columns = given.columns.map(String);
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined)
    throw new IngestFault('dataframe_split.columns', twice, 'this name stands twice among the columns');
  for (const [i, cells] of given.data.entries()) {
    const place = `dataframe_split.data.${i}`;
    if (!Array.isArray(cells) || cells.length !== columns.length)
      throw new IngestFault(place, null, `a row is a list of ${columns.length} values, one per column`);
    const record: Fields = Object.create(null);
    for (const [at, name] of columns.entries()) record[name] = cells[at];
    yield oneRow(rowOf(record, names, place));
  }
}
