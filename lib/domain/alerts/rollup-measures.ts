import { quantilesOfSketch } from '@/lib/pure/stats/dd-sketch';
import { countedRows, type listRollups, type Rollup } from '../predictions';
import type { MeasureName } from './measures';

type Part = Parameters<typeof listRollups>[2][number];

/** A measure of what the rollups of a window add up to. */
export interface RollupMeasure {
  /** What must be read of the rollups. */
  parts: readonly Part[];
  read: (total: Rollup, of: { minutes: number; column: string | null }) => { value: number | null; n: number };
}

const sumOf = (counts: Record<string, number>, isMeant: (code: string) => boolean = () => true) =>
  Object.entries(counts).reduce((sum, [code, count]) => sum + (isMeant(code) ? count : 0), 0);
const callsOf = (total: Rollup) => total.calls + sumOf(total.errors);

const latency = (quantile: number): RollupMeasure => ({
  parts: ['latency'],
  read(total) {
    const [us = null] = quantilesOfSketch(total.latency, [quantile]);
    return { value: us === null ? null : us / 1000, n: total.calls };
  },
});

export const ROLLUP_MEASURES = {
  'error-share': {
    parts: ['errors'],
    read(total) {
      const n = callsOf(total);
      return { value: n === 0 ? null : sumOf(total.errors) / n, n };
    },
  },
  'server-errors': {
    parts: ['errors'],
    read: (total) => ({ value: sumOf(total.errors, (status) => Number(status) >= 500), n: callsOf(total) }),
  },
  'latency-p50': latency(0.5),
  'latency-p95': latency(0.95),
  'latency-p99': latency(0.99),
  'calls-per-minute': {
    parts: ['errors'],
    read(total, { minutes }) {
      const n = callsOf(total);
      return { value: n / minutes, n };
    },
  },
  rows: { parts: ['errors'], read: (total) => ({ value: total.rows, n: callsOf(total) }) },
  'null-share': {
    parts: ['features'],
    read(total, { column }) {
      const counts = total.features.get(column ?? '');
      const { rows, nulls } = counts ? countedRows(counts) : { rows: 0, nulls: 0 };
      return { value: rows > 0 ? nulls / rows : null, n: rows };
    },
  },
} as const satisfies Partial<Record<MeasureName, RollupMeasure>>;
