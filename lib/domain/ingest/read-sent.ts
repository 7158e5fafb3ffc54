import { readParquet } from '@/lib/engine/parquet';
import { AppError, isAppError } from '@/lib/platform/errors';
import { parseJson } from '@/lib/platform/http/read-body';
import { csvRecords } from '@/lib/platform/http/read-csv';
import { IngestFault } from '@/lib/pure/ingest/ingest-fault';
import type { PayloadShape } from '@/lib/pure/ingest/payload-rows';
import { readDocument } from '@/lib/pure/ingest/read-document';
import { isCapture, readCapture } from '@/lib/pure/ingest/sagemaker-capture';
import { type Fields, isObject, oneRow, type RowNames, rowOf, type SentCall } from '@/lib/pure/ingest/sent-row';
import { MAX_DOCUMENT_BYTES, MAX_INGEST_ROWS } from './schema';
import type { SentBody, SentForm } from './sent-body';

const PARQUET_LIMITS = { maxRows: MAX_INGEST_ROWS, maxColumns: 2000, maxCells: 5_000_000 };

export interface Reading {
  names: RowNames;
  shape: PayloadShape;
}

/** The calls of a body, one by one and from the start each time. Throws IngestFault, ParquetFault and AppError. */
export function readSent(body: SentBody, form: SentForm, reading: Reading): AsyncIterable<SentCall> {
  if (form === 'csv') return csvCalls(body.bytes, reading.names);
  if (form === 'parquet') return parquetCalls(body.bytes, reading.names);
  if (form === 'ndjson') return lineCalls(body.bytes, reading);
  return documentCalls(body.bytes, reading.names);
}

/** JSON that is held in memory as a whole. Throws 413 and 400. */
export function parseDocument(bytes: Uint8Array): unknown {
  if (bytes.length > MAX_DOCUMENT_BYTES)
    throw new AppError(
      'too_large',
      `A JSON document has ${MAX_DOCUMENT_BYTES.toLocaleString('en')} bytes at most. Send more rows as NDJSON, CSV or Parquet.`,
    );
  return parseJson(bytes);
}

async function* documentCalls(bytes: Uint8Array, names: RowNames): AsyncGenerator<SentCall> {
  yield* readDocument(parseDocument(bytes), names);
}

async function* csvCalls(bytes: Uint8Array, names: RowNames): AsyncGenerator<SentCall> {
  let header: string[] | null = null;
  for await (const { line, cells } of csvRecords(chunks(bytes))) {
    if (!header) {
      header = cells;
      continue;
    }
    yield oneRow({ ...rowOf(recordOf(header, cells), names, `Line ${line}`), isText: true });
  }
}

const CHUNK = 256 * 1024;

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

async function* parquetCalls(bytes: Uint8Array, names: RowNames): AsyncGenerator<SentCall> {
  let row = 0;
  for await (const { columns, rows } of readParquet(bytes, PARQUET_LIMITS))
    for (const cells of rows) yield oneRow(rowOf(recordOf(columns, cells), names, `Row ${++row}`));
}

function recordOf(names: readonly string[], cells: readonly unknown[]): Fields {
  const record: Fields = Object.create(null);
  for (const [i, name] of names.entries()) record[name] = cells[i];
  return record;
}

async function* lineCalls(bytes: Uint8Array, { names, shape }: Reading): AsyncGenerator<SentCall> {
  let line = 0;
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(10, from);
    const end = found < 0 ? bytes.length : found;
    line += 1;
    const part = bytes.subarray(from, end);
    from = end + 1;
    if (part.every((byte) => byte === 32 || byte === 13 || byte === 9)) continue;
    const place = `Line ${line}`;
    const record = parseLine(part, place);
    if (isCapture(record)) yield readCapture(record, shape, place);
    else yield oneRow(rowOf(record, names, place));
  }
}

function parseLine(bytes: Uint8Array, place: string): Fields {
  let record: unknown;
  try {
    record = parseJson(bytes);
  } catch (error) {
    // The parser counts lines within the line: only its column and reason are of use.
    if (isAppError(error))
      throw new IngestFault(place, null, error.message.replace(/^The body is no JSON: line 1, |\.$/g, ''));
    throw error;
  }
  if (!isObject(record)) throw new IngestFault(place, null, 'a row is an object of names and values');
  return record;
}
