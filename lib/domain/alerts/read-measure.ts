import type { Ctx } from '@/lib/platform/context';
import { quantilesOfSketch } from '@/lib/pure/stats/dd-sketch';
import { getDrift, watchDrift } from '../drift';
import { FEW_ROWS } from '../drift/schema';
import { countFeedback } from '../feedback';
import { readPerformance } from '../performance';
import { emptyRollup, grainAt, grainMs, listRollups, mergeRollup, type Rollup } from '../predictions';
import type { MeasureName } from './measures';

export interface Reading {
  value: number | null;
  n: number;
  versions: number[];
  /** Of the largest of all columns: which one it is. */
  column: string | null;
}

export interface WhatToRead {
  projectId: string;
  modelId: string;
  /** Numbers of the versions that count; null for all. */
  versions: readonly number[] | null;
  column: string | null;
  leastN: number;
  fromMs: number;
  toMs: number;
  /** Seconds that the log is behind; null while the gateway does not say. */
  lagSeconds: number | null;
}

type Reader = (ctx: Ctx, of: WhatToRead) => Promise<Reading>;
type Part = Parameters<typeof listRollups>[2][number];

const nothing = (versions: readonly number[] | null): Reading => ({
  value: null,
  n: 0,
  versions: [...(versions ?? [])],
  column: null,
});

const sumOf = (counts: Record<string, number>, isMeant: (code: string) => boolean = () => true) =>
  Object.entries(counts).reduce((sum, [code, count]) => sum + (isMeant(code) ? count : 0), 0);
const callsOf = (total: Rollup) => total.calls + sumOf(total.errors);

/** Minutes that the buckets of a window cover: from the start of the first one to the window's end. */
const coveredMinutes = (of: WhatToRead, nowMs: number) => {
  const size = grainMs[grainAt(of.fromMs, nowMs)];
  return (of.toMs - Math.floor(of.fromMs / size) * size) / 60_000;
};

/** A measure of what the rollups of the window add up to. */
function ofRollups(
  parts: readonly Part[],
  read: (total: Rollup, of: WhatToRead & { minutes: number }) => { value: number | null; n: number },
): Reader {
  return async (ctx, of) => {
    if (of.versions?.length === 0) return nothing(of.versions);
    const { projectId, modelId, fromMs, toMs } = of;
    const versions = of.versions ?? undefined;
    const found = await listRollups(ctx, { projectId, modelId, versions, fromMs, toMs }, parts);
    const total = emptyRollup();
    const met = new Set<number>(versions);
    for (const { versionNumber, rollup } of found) {
      mergeRollup(total, rollup);
      met.add(versionNumber);
    }
    const minutes = coveredMinutes(of, ctx.now().getTime());
    return { ...read(total, { ...of, minutes }), versions: [...met].sort((a, b) => a - b), column: null };
  };
}

const latency = (quantile: number): Reader =>
  ofRollups(['latency'], (total) => {
    const [us = null] = quantilesOfSketch(total.latency, [quantile]);
    return { value: us === null ? null : us / 1000, n: total.calls };
  });

/** Distances from the reference, as the page of drift has them. */
async function distances(ctx: Ctx, of: WhatToRead) {
  const version = of.versions?.[0];
  if (version === undefined) return [];
  const drift = await getDrift(ctx, {
    model: of.modelId,
    version,
    from: new Date(of.fromMs).toISOString(),
    to: new Date(of.toMs).toISOString(),
  });
  return drift.features.map(({ name, psi, current }) => ({ name, psi, n: current.compared }));
}

/** A measure by the labels of the days that the window touches; complaints are in none. */
const ofLabels =
  (metric: 'accuracy' | 'mae'): Reader =>
  async (ctx, of) => {
    const [version] = of.versions ?? [];
    if (version === undefined) return nothing(of.versions);
    const { projectId, modelId, fromMs, toMs } = of;
    const { n, values } = await readPerformance(ctx, { projectId, modelId, version, fromMs, toMs });
    return { ...nothing(of.versions), value: values[metric] ?? null, n };
  };

export const READERS: Record<MeasureName, Reader> = {
  'error-share': ofRollups(['errors'], (total) => {
    const n = callsOf(total);
    return { value: n === 0 ? null : sumOf(total.errors) / n, n };
  }),
  'server-errors': ofRollups(['errors'], (total) => ({
    value: sumOf(total.errors, (status) => Number(status) >= 500),
    n: callsOf(total),
  })),
  'latency-p50': latency(0.5),
  'latency-p95': latency(0.95),
  'latency-p99': latency(0.99),
  'calls-per-minute': ofRollups(['errors'], (total, { minutes }) => {
    const n = callsOf(total);
    return { value: n / minutes, n };
  }),
  rows: ofRollups(['errors'], (total) => ({ value: total.rows, n: callsOf(total) })),
  'null-share': ofRollups(['features'], (total, { column }) => {
    const counts = total.features.get(column ?? '');
    return { value: counts && counts.n > 0 ? counts.nulls / counts.n : null, n: counts?.n ?? 0 };
  }),
  async 'psi-column'(ctx, of) {
    const found = (await distances(ctx, of)).find(({ name }) => name === of.column);
    return { ...nothing(of.versions), value: found?.psi ?? null, n: found?.n ?? 0 };
  },
  async 'psi-largest'(ctx, of) {
    const least = Math.max(FEW_ROWS, of.leastN);
    const all = await distances(ctx, of);
    const judged = all.filter(({ psi, n }) => psi !== null && n >= least);
    const [largest] = judged.sort((a, b) => (b.psi ?? 0) - (a.psi ?? 0));
    if (!largest) return { ...nothing(of.versions), n: Math.max(0, ...all.map(({ n }) => n)) };
    return { ...nothing(of.versions), value: largest.psi, n: largest.n, column: largest.name };
  },
  async 'drift-rarity'(ctx, of) {
    const version = of.versions?.[0];
    if (version === undefined) return nothing(of.versions);
    const { days } = await watchDrift(ctx, { model: of.modelId, version });
    const last = days.at(-1);
    if (!last || last.p === null) return nothing(of.versions);
    // The answers have no name.
    const column = last.moved[0]?.name || null;
    return { ...nothing(of.versions), value: 1 / last.p, n: last.rows, column };
  },
  accuracy: ofLabels('accuracy'),
  mae: ofLabels('mae'),
  async 'feedback-wrong'(ctx, of) {
    const { projectId, modelId } = of;
    const { right, wrong } = await countFeedback(ctx, {
      projectId,
      modelId,
      from: new Date(of.fromMs),
      to: new Date(of.toMs),
    });
    const n = right + wrong;
    return { ...nothing(null), value: n === 0 ? null : wrong / n, n };
  },
  'log-lag': async (_, of) => ({ ...nothing(null), value: of.lagSeconds }),
};
