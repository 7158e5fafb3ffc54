/**
 * What a rule can watch. A new measure is an entry here, a reader in `read-measure.ts` and its words in the messages.
 * `of`: `any` number of versions, `one` version (its reference is needed), or `all` of the model (it is not known by version).
 * `counts`: what n is; null where there is nothing to count. `needsN`: judged from `leastN` on only, and never with nothing
 * counted; the others have a value without calls too. `grows`: it grows with the length of the window. `replays`: it can be read
 * back for a month from what is kept by the hour, so that a rule can be tried on the past.
 */
interface MeasureWords {
  unit: 'share' | 'ms' | 'per-minute' | 'count' | 'index' | 'times' | 'target' | 's' | 'h';
  of: 'any' | 'one' | 'all';
  counts: 'calls' | 'rows' | 'values' | 'labels' | 'verdicts' | null;
  needsColumn: boolean;
  needsN: boolean;
  grows: boolean;
  replays: boolean;
}

const measure = (unit: MeasureWords['unit'], more: Partial<MeasureWords> = {}): MeasureWords => ({
  unit,
  of: 'any',
  counts: 'calls',
  needsColumn: false,
  needsN: true,
  grows: false,
  replays: false,
  ...more,
});

export const MEASURES = {
  'error-share': measure('share', { replays: true }),
  'server-errors': measure('count', { needsN: false, grows: true, replays: true }),
  'latency-p50': measure('ms', { replays: true }),
  'latency-p95': measure('ms', { replays: true }),
  'latency-p99': measure('ms', { replays: true }),
  'calls-per-minute': measure('per-minute', { needsN: false, replays: true }),
  rows: measure('count', { counts: 'calls', needsN: false, grows: true, replays: true }),
  'null-share': measure('share', { counts: 'rows', needsColumn: true }),
  'psi-column': measure('index', { of: 'one', counts: 'values', needsColumn: true }),
  'psi-largest': measure('index', { of: 'one', counts: 'values' }),
  'drift-rarity': measure('times', { of: 'one', counts: 'rows' }),
  accuracy: measure('share', { of: 'one', counts: 'labels' }),
  mae: measure('target', { of: 'one', counts: 'labels' }),
  'label-delay': measure('h', { of: 'one', counts: 'labels' }),
  'feedback-wrong': measure('share', { of: 'all', counts: 'verdicts' }),
  'runner-crashes': measure('count', { counts: null, needsN: false, grows: true }),
  'log-lag': measure('s', { of: 'all', counts: null, needsN: false }),
} as const satisfies Record<string, MeasureWords>;

export type MeasureName = keyof typeof MEASURES;
export const MEASURE_NAMES = Object.keys(MEASURES) as [MeasureName, ...MeasureName[]];
