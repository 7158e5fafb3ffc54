import type { RowContext } from '@/lib/pure/protocols/context';
import type { Route } from './choose-route';

/** One acknowledged call as it travels through the spool: short keys, because each prediction carries them. */
export interface PredictionRecord {
  k: 'p';
  id: string;
  /** Project, model, version number. */
  p: string;
  m: string;
  n: number;
  /** Milliseconds when it was received. */
  t: number;
  rows: number;
  route: Route;
  origin: Origin;
  protocol: Protocol;
  caller: string | null;
  req: string | null;
  lat: number;
  q: number;
  run: number;
  /** The decisive output of each row. */
  o: string[];
  inputs: Record<string, StoredTensor>;
  outputs: Record<string, StoredTensor>;
  ctx: RowContext[] | null;
  idem: { key: string; hash: string; headers: Record<string, string>; body: string } | null;
  /** Of a shadow's answer: the call that it was computed beside, and how many of its rows say the same. */
  of?: { id: string; agreeing: number };
}

/** A call that the deployment's sampling left out of the log: it is counted, and nothing else of it is kept. */
export interface CountedRecord {
  k: 'c';
  p: string;
  m: string;
  n: number;
  t: number;
  rows: number;
  route: Route;
  origin: Origin;
  lat: number;
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
  lat: number;
}

export type SpoolRecord = PredictionRecord | CountedRecord | ErrorRecord;

/** Values row-major; `data` is left out where they are too many to keep, and then `sha256` names them. */
export interface StoredTensor {
  shape: number[];
  /** Base64 of little-endian floats: how many values travel in the spool. `readRecord` makes `data` of them. */
  packed?: { datatype: 'FP32' | 'FP64'; base64: string };
  data?: (number | string | boolean | null)[];
  sha256?: string;
}

/** api: a key's call; user: a person's prediction; try: a scientist trying it; demo: replayed traffic. */
export type Origin = 'api' | 'user' | 'try' | 'demo';
export type Protocol = 'v2' | 'v1' | 'mlflow' | 'api';

/** A record of the spool. Throws SyntaxError where the bytes are none. */
export function readRecord(payload: Buffer): SpoolRecord {
  // Our own gateway wrote it.
  const record = JSON.parse(payload.toString()) as SpoolRecord;
  if (record.k === 'p')
    for (const tensors of [record.inputs, record.outputs])
      for (const tensor of Object.values(tensors)) if (tensor.packed) unpack(tensor);
  return record;
}

function unpack(tensor: StoredTensor) {
  const { datatype, base64 } = tensor.packed ?? { datatype: 'FP32', base64: '' };
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const values = datatype === 'FP32' ? new Float32Array(bytes.buffer) : new Float64Array(bytes.buffer);
  tensor.data = Array.from(values, plainFloat);
  delete tensor.packed;
}

/** A float as JSON holds it: NaN is null, infinities are texts. */
export const plainFloat = (value: number): number | string | null =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? null : value > 0 ? 'Infinity' : '-Infinity';
