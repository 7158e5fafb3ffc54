import type { RowContext } from '@/lib/pure/protocols/context';
import type { Route } from './choose-route';
import { decodeTensors, encodeTensors, type LoggedTensor } from './logged-tensors';

/** What every answered call leaves behind: short keys, because each of them carries them. */
interface AnsweredCall {
  /** Project, model, version number. */
  p: string;
  m: string;
  n: number;
  /** Milliseconds when it was received. */
  t: number;
  rows: number;
  route: Route;
  origin: Origin;
  /** Microseconds; null where nobody measured them. */
  lat: number | null;
}

/** One acknowledged call as it travels through the spool. */
export interface PredictionRecord extends AnsweredCall {
  k: 'p';
  id: string;
  protocol: Protocol;
  caller: string | null;
  req: string | null;
  q: number;
  run: number;
  /** The decisive output of each row. */
  o: string[];
  inputs: Record<string, LoggedTensor>;
  outputs: Record<string, LoggedTensor>;
  /** Both as bytes, the way they travel and are kept. */
  tensors: Buffer;
  ctx: RowContext[] | null;
  idem: { key: string; hash: string; headers: Record<string, string>; body: string } | null;
  /** Of a shadow's answer: the call that it was computed beside, and how many of its rows say the same. */
  of?: { id: string; agreeing: number };
  /** The answer settings that settled it, and the rows that were too close to call. */
  s?: { n: number; abstained: number[] };
  /** When it was sent, of a call that was answered at another time. */
  sent?: number;
}

/** A call that the deployment's sampling left out of the log: it is counted, and nothing else of it is kept. */
export interface CountedRecord extends AnsweredCall {
  k: 'c';
  /** Missing in records of before it was kept. */
  caller?: string | null;
}

export interface ErrorRecord {
  k: 'e';
  id: string;
  p: string;
  m: string | null;
  n: number | null;
  t: number;
  route: Route;
  status: number;
  code: string;
  message: string;
  origin: Origin;
  protocol: Protocol;
  caller: string | null;
  req: string | null;
  /** Microseconds; null where nobody measured them. */
  lat: number | null;
}

export type SpoolRecord = PredictionRecord | CountedRecord | ErrorRecord;

/** api: a key's call; user: a person's prediction; try: a scientist trying it; staging: any call to what is in staging; demo: replayed traffic; ingest: answered elsewhere. */
export type Origin = 'api' | 'user' | 'try' | 'staging' | 'demo' | 'ingest';
/** proxy: a model's own address in front of a running service. */
export type Protocol = 'v2' | 'v1' | 'mlflow' | 'api' | 'ingest' | 'proxy';

/** A prediction begins with this byte, then `u32 bytes of the head | head as JSON | tensors`; all other records are JSON. */
const PREDICTION = 1;
const HEAD_AT = 5;

/** A prediction's bytes in the spool; `head`: all but its tensors, as JSON. */
export function writePrediction(head: string, tensors: Buffer): Buffer {
  const length = Buffer.byteLength(head);
  const bytes = Buffer.allocUnsafe(HEAD_AT + length + tensors.length);
  bytes.writeUInt8(PREDICTION, 0);
  bytes.writeUInt32LE(length, 1);
  bytes.write(head, HEAD_AT);
  bytes.set(tensors, HEAD_AT + length);
  return bytes;
}

/** The JSON of a record, of a prediction without its tensors. */
export const headOf = (payload: Buffer): string =>
  payload[0] === PREDICTION ? payload.toString('utf8', HEAD_AT, HEAD_AT + payload.readUInt32LE(1)) : payload.toString();

/** A record of the spool. Throws SyntaxError or RangeError where the bytes are none. */
export function readRecord(payload: Buffer): SpoolRecord {
  // Our own gateway wrote it.
  const record = JSON.parse(headOf(payload)) as SpoolRecord;
  if (record.k !== 'p') return record;
  if (payload[0] === PREDICTION) {
    record.tensors = payload.subarray(HEAD_AT + payload.readUInt32LE(1));
    return Object.assign(record, decodeTensors(record.tensors));
  }
  // A spool that was left by a release that wrote all of it as JSON.
  record.tensors = encodeTensors(Object.entries(record.inputs), Object.entries(record.outputs));
  return record;
}

/** The bytes of a record, as `readRecord` takes them. */
export function writeRecord(record: SpoolRecord): Buffer {
  if (record.k !== 'p') return Buffer.from(JSON.stringify(record));
  const { inputs: _, outputs: __, tensors, ...head } = record;
  return writePrediction(JSON.stringify(head), tensors);
}
