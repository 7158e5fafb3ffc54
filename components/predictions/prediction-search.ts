import { PREDICTION_ORIGINS, type PredictionOrigin } from '@/lib/domain/predictions/schema';

export const STATUSES = ['answered', 'failed'] as const;
export type Status = (typeof STATUSES)[number];
export const VERDICTS = ['right', 'wrong', 'any', 'none'] as const;
export type Verdict = (typeof VERDICTS)[number];
export const ORIGINS = PREDICTION_ORIGINS;

/** What the address says about the list: null is "all". */
export interface PredictionSearch {
  from: string | null;
  to: string | null;
  status: Status;
  version: number | null;
  outcome: string | null;
  origin: PredictionOrigin | null;
  context: string | null;
  feedback: Verdict | null;
  /** A column and a bin of the version's reference: the rows behind a count of the page Drift. */
  input: string | null;
  bin: string | null;
  /** UTC days that rows name themselves: the rows behind days of the page Drift. */
  ownFrom: string | null;
  ownTo: string | null;
}

/** A context filter as a person types it: `entity = A12` and `entity:A12` are the same; null where it is neither. */
export function readContextFilter(text: string): string | null {
  const match = /^\s*([A-Za-z0-9_][A-Za-z0-9_.-]{0,63})\s*[:=]\s*(.+?)\s*$/.exec(text);
  return match ? `${match[1]}:${match[2]}` : null;
}
