import type { RowContext } from '@/lib/pure/protocols/context';

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
  route: string;
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
}

export interface ErrorRecord {
  k: 'e';
  id: string;
  p: string;
  m: string | null;
  n: number | null;
  t: number;
  status: number;
  code: string;
  message: string;
  origin: Origin;
  protocol: Protocol;
  caller: string | null;
  req: string | null;
  lat: number;
}

export type SpoolRecord = PredictionRecord | ErrorRecord;

/** Values row-major; `data` is left out where they are too many to keep, and then `sha256` names them. */
export interface StoredTensor {
  shape: number[];
  data?: (number | string | boolean | null)[];
  sha256?: string;
}

/** api: a key's call; user: a person's prediction; try: a scientist trying it; demo: replayed traffic. */
export type Origin = 'api' | 'user' | 'try' | 'demo';
export type Protocol = 'v2' | 'v1' | 'mlflow' | 'api';
