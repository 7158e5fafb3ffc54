import 'server-only';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../errors';
import { requireRawBody, tooLarge } from './receive-file';

const MAX_COLUMNS = 2000;
const MAX_HEADER_CHARACTERS = 1024 * 1024;
const MAX_RECORD_CHARACTERS = 4 * 1024 * 1024;
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

export interface CsvRecord {
  /** Line of the file where the record ends, counted from 1. */
  line: number;
  cells: string[];
}

export interface CsvTable {
  header: string[];
  rows: CsvRecord[];
}

/** A fault of a CSV file, or of rows read in its place, as a 422 that names the line and, where there is one, the column. */
export function csvFault(
  message: string,
  at: { line: number; column?: string | undefined; word?: 'Line' | 'Row' },
): AppError {
  const row = `${at.word ?? 'Line'} ${at.line}`;
  const place = at.column === undefined ? row : `${row}, column "${at.column.slice(0, 128)}"`;
  return new AppError('invalid_input', `${place}: ${message}`, {
    reason: 'csv',
    invalidParams: [{ name: at.column ?? 'file', reason: `${place}: ${message}` }],
    details: { line: at.line, column: at.column ?? null },
  });
}

/** The bytes of a raw CSV body, up to `limit`; more is 413. */
export async function* csvBody(request: Request, limit: number): AsyncGenerator<Uint8Array> {
  requireRawBody(request);
  if (Number(request.headers.get('content-length') ?? '0') > limit) throw tooLarge(limit);
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) return;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge(limit);
    }
    yield value;
  }
}

/** Text of UTF-8 bytes; other encodings and NUL bytes are refused with their line. */
async function* decoded(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let isFirst = true;
  for await (const chunk of source) {
    if (isFirst && ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)))
      throw csvFault('the file is UTF-16. Save it as UTF-8 ("CSV UTF-8" in spreadsheets).', { line });
    isFirst = false;
    yield check(decode(decoder, line, chunk));
  }
  yield check(decode(decoder, line));

  function check(text: string): string {
    const nul = text.indexOf('\0');
    for (let i = text.indexOf('\n'); i >= 0 && (nul < 0 || i < nul); i = text.indexOf('\n', i + 1)) line += 1;
    if (nul >= 0)
      throw csvFault('there is a NUL byte. The file is not text, or it is UTF-16; save it as UTF-8.', { line });
    return text;
  }
}

function decode(decoder: TextDecoder, line: number, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw csvFault('from here on the file is not UTF-8. Save it as UTF-8 ("CSV UTF-8" in spreadsheets).', { line });
  }
}

/** The separator that the first line uses most outside quotes: comma, semicolon or tab. */
export function findSeparator(firstLine: string): ',' | ';' | '\t' {
  const plain = firstLine.replace(/"[^"]*"/g, '');
  const count = (separator: string) => plain.split(separator).length;
  return count(';') > count(',') ? ';' : count('\t') > count(',') ? '\t' : ',';
}

const WORDS: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that was opened is never closed.',
  CSV_INVALID_CLOSING_QUOTE: 'a quote closes in the middle of a field. Write a quote inside a field twice.',
  INVALID_OPENING_QUOTE: 'a quote opens in the middle of a field. Put the whole field in quotes.',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'there is text after a closing quote.',
  CSV_MAX_RECORD_SIZE: 'one record is larger than 4 MB; a quote may be open.',
};

/**
 * The records of a CSV file, the header first. Comma, semicolon or tab; quotes as in RFC 4180; UTF-8 with or without a mark.
 * Throws 422 with line and column for everything else: NUL, UTF-16, open quotes, ragged rows, more than 2,000 columns,
 * doubled or reserved names, no rows.
 */
export async function* csvRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
  const texts = decoded(source);
  let head = '';
  for (;;) {
    const next = await texts.next();
    if (next.done) break;
    head += next.value;
    if (head.replace(/^\s+/, '').includes('\n') || head.length > MAX_HEADER_CHARACTERS) break;
  }
  if (head.trim() === '') throw csvFault('the file is empty.', { line: 1 });
  const parser = parse({
    delimiter: findSeparator(head.trimStart().split('\n', 1)[0] ?? ''),
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  const feeding = feed(parser, head, texts);
  let header: string[] | null = null;
  let rows = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const at = { line: info.lines, cells: record };
      if (!header) {
        header = record.map((name) => name.trim());
        checkHeader(header, at.line);
        yield { ...at, cells: header };
        continue;
      }
      if (record.length !== header.length)
        throw csvFault(`there are ${record.length} fields, and the header has ${header.length}.`, { line: at.line });
      rows += 1;
      yield at;
    }
    await feeding;
  } catch (error) {
    feeding.catch(() => {});
    if (error instanceof CsvError)
      throw csvFault(WORDS[error.code] ?? 'this is not valid CSV.', { line: lineOf(error) });
    throw error;
  }
  if (rows === 0) throw csvFault('there are no rows under the header.', { line: 2 });
}

function lineOf(error: CsvError): number {
  const lines: unknown = 'lines' in error ? error.lines : null;
  return typeof lines === 'number' ? lines : 1;
}

async function feed(parser: ReturnType<typeof parse>, head: string, texts: AsyncGenerator<string>): Promise<void> {
  try {
    parser.write(head);
    for await (const text of texts)
      if (text !== '' && !parser.write(text)) await new Promise<void>((go) => parser.once('drain', () => go()));
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error('the file cannot be read'));
    throw error;
  }
}

function checkHeader(header: string[], line: number) {
  if (header.length > MAX_COLUMNS)
    throw csvFault(`there are ${header.length} columns; ${MAX_COLUMNS} are the most.`, { line });
  const seen = new Set<string>();
  for (const [i, name] of header.entries()) {
    if (name === '') throw csvFault(`column ${i + 1} has no name.`, { line });
    if (RESERVED.has(name)) throw csvFault('this name is reserved; rename the column.', { line, column: name });
    if (seen.has(name)) throw csvFault('this name stands twice in the header.', { line, column: name });
    seen.add(name);
  }
}

/** A whole CSV file in memory. `maxRows` is a limit, 413 above it. */
export async function readCsv(source: AsyncIterable<Uint8Array>, maxRows: number): Promise<CsvTable> {
  let header: string[] = [];
  const rows: CsvRecord[] = [];
  for await (const record of csvRecords(source)) {
    if (header.length === 0) header = record.cells;
    else rows.push(record);
    if (rows.length > maxRows)
      throw new AppError('too_large', `The file has more rows than the limit of ${maxRows.toLocaleString('en')}.`);
  }
  return { header, rows };
}
