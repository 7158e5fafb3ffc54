import type { Ctx } from '@/lib/platform/context';
import { getDrift, watchDrift } from '../drift';
import { FEW_ROWS } from '../drift/schema';
import { countFeedback } from '../feedback';
import { readPerformance } from '../performance';
import { emptyRollup, grainAt, grainMs, listRollups, mergeRollup } from '../predictions';
import { countCrashes } from '../serving';
import type { MeasureName } from './measures';
import { ROLLUP_MEASURES, type RollupMeasure } from './rollup-measures';

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

const nothing = (versions: readonly number[] | null): Reading => ({
  value: null,
  n: 0,
  versions: [...(versions ?? [])],
  column: null,
});

/** Minutes that the buckets of a window cover: from the start of the first one to the window's end. */
export const coveredMinutes = (of: { fromMs: number; toMs: number }, nowMs: number) => {
  const size = grainMs[grainAt(of.fromMs, nowMs)];
  return (of.toMs - Math.floor(of.fromMs / size) * size) / 60_000;
};

function ofRollups({ parts, read }: RollupMeasure): Reader {
  return async (ctx, of) => {
    if (of.versions?.length === 0) return nothing(of.versions);
    const { projectId, modelId, fromMs, toMs, column } = of;
    const versions = of.versions ?? undefined;
    const found = await listRollups(ctx, { projectId, modelId, versions, fromMs, toMs }, parts);
    const total = emptyRollup();
    const met = new Set<number>(versions);
    for (const { versionNumber, rollup } of found) {
      mergeRollup(total, rollup);
      met.add(versionNumber);
    }
    const minutes = coveredMinutes(of, ctx.now().getTime());
    return { ...read(total, { minutes, column }), versions: [...met].sort((a, b) => a - b), column: null };
  };
}

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
  (metric: 'accuracy' | 'mae' | 'label-delay'): Reader =>
  async (ctx, of) => {
    const [version] = of.versions ?? [];
    if (version === undefined) return nothing(of.versions);
    const { projectId, modelId, fromMs, toMs } = of;
    const { n, values, delayHoursP90 } = await readPerformance(ctx, { projectId, modelId, version, fromMs, toMs });
    return { ...nothing(of.versions), value: metric === 'label-delay' ? delayHoursP90 : (values[metric] ?? null), n };
  };

export const READERS: Record<MeasureName, Reader> = {
  'error-share': ofRollups(ROLLUP_MEASURES['error-share']),
  'server-errors': ofRollups(ROLLUP_MEASURES['server-errors']),
  'latency-p50': ofRollups(ROLLUP_MEASURES['latency-p50']),
  'latency-p95': ofRollups(ROLLUP_MEASURES['latency-p95']),
  'latency-p99': ofRollups(ROLLUP_MEASURES['latency-p99']),
  'calls-per-minute': ofRollups(ROLLUP_MEASURES['calls-per-minute']),
  rows: ofRollups(ROLLUP_MEASURES.rows),
  'null-share': ofRollups(ROLLUP_MEASURES['null-share']),
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
  'label-delay': ofLabels('label-delay'),
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
  async 'runner-crashes'(ctx, of) {
    const value = of.versions?.length === 0 ? 0 : await countCrashes(ctx, of);
    return { ...nothing(of.versions), value };
  },
  'log-lag': async (_, of) => ({ ...nothing(null), value: of.lagSeconds }),
};
