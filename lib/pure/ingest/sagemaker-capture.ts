import { parse as parseCsv } from 'csv-parse/sync';
import { IngestFault } from './ingest-fault';
import { aboutResponse, answerOf, type PayloadShape, requestRows, responseRows } from './payload-rows';
import { type Fields, isObject, ROW_NAMES, rowOf, type SentCall } from './sent-row';

/** A line of SageMaker's data capture, which holds request and response of one call. */
export const isCapture = (value: unknown): value is Fields => isObject(value) && isObject(value.captureData);

interface Side {
  text: string;
  isCsv: boolean;
}

/**
 * `{captureData:{endpointInput,endpointOutput},eventMetadata:{eventId,inferenceId?,inferenceTime}}`, each side as CSV, JSON or BASE64 of
 * either. CSV rows are in the order of the columns. The id is the inference id where the caller gave one. Throws IngestFault.
 */
export function readCapture(line: Fields, shape: PayloadShape, place: string): SentCall {
  const capture = isObject(line.captureData) ? line.captureData : {};
  const meta = isObject(line.eventMetadata) ? line.eventMetadata : {};
  const input = sideOf(capture.endpointInput, 'endpointInput', place);
  const output = sideOf(capture.endpointOutput, 'endpointOutput', place);
  const payload = output.isCsv ? null : json(output.text, 'endpointOutput', place);
  const about = aboutResponse(payload);
  const call = { place, id: meta.inferenceId ?? meta.eventId };
  if (about.error !== undefined)
    return { ...call, rows: [rowOf({ ...about, time: meta.inferenceTime }, ROW_NAMES, place)] };
  const inputs = input.isCsv
    ? csvInputs(csvLines(input.text, place), shape, place)
    : requestRows(json(input.text, 'endpointInput', place), shape, place);
  const answers = output.isCsv
    ? csvAnswers(csvLines(output.text, place), shape, inputs.length, place)
    : responseRows(payload, shape, inputs.length, place);
  return {
    ...call,
    rows: inputs.map((row, i) => ({
      ...rowOf({ ...answers[i], ...about, inputs: row, time: meta.inferenceTime }, ROW_NAMES, place),
      isText: input.isCsv,
    })),
  };
}

function sideOf(given: unknown, name: string, place: string): Side {
  if (!isObject(given) || typeof given.data !== 'string')
    throw new IngestFault(place, name, 'it is missing; capture both input and output');
  const encoding = String(given.encoding ?? '').toUpperCase();
  const type = String(given.observedContentType ?? '').toLowerCase();
  const text = encoding === 'BASE64' ? Buffer.from(given.data, 'base64').toString('utf8') : given.data;
  const isCsv = encoding === 'CSV' || (encoding === 'BASE64' && type.startsWith('text/csv'));
  if (!isCsv && encoding !== 'JSON' && !/json/.test(type))
    throw new IngestFault(place, name, 'its encoding is neither CSV nor JSON');
  return { text, isCsv };
}

function json(text: string, name: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new IngestFault(place, name, 'its data is no JSON');
  }
}

function csvLines(text: string, place: string): string[][] {
  try {
    return parseCsv(text.trim(), { relax_column_count: true, skip_empty_lines: true }) as string[][];
  } catch {
    throw new IngestFault(place, null, 'its data is no CSV');
  }
}

function csvInputs(lines: string[][], { columns }: PayloadShape, place: string): Fields[] {
  return lines.map((cells, i) => {
    if (cells.length !== columns.length)
      throw new IngestFault(
        `${place}, row ${i}`,
        'endpointInput',
        `it has ${cells.length} values, and the model takes ${columns.length}`,
      );
    return Object.fromEntries(columns.map((name, at) => [name, cells[at]]));
  });
}

function csvAnswers(lines: string[][], shape: PayloadShape, rows: number, place: string): Fields[] {
  const [first] = lines;
  // The XGBoost container writes the answers of all rows into one line.
  const answers = lines.length === 1 && rows > 1 && first?.length === rows ? first.map((cell) => [cell]) : lines;
  if (answers.length !== rows)
    throw new IngestFault(place, 'endpointOutput', `it has ${answers.length} answers, and the request ${rows} rows`);
  return answers.map((cells) => answerOf(cells.map(plainCell), shape));
}

const plainCell = (cell: string): unknown => (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell) ? Number(cell) : cell);
