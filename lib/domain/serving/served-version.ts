import type { VersionPool } from '@/lib/engine/runtime';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import type { Overlay, Probe, Signature } from '../registry/schema';

/** A version as a gateway knows it: everything that answering a call needs, in memory. */
export interface ServedVersion {
  id: string;
  projectId: string;
  modelId: string;
  modelName: string;
  number: number;
  file: string;
  sizeBytes: number;
  loaded: boolean;
  probe: Probe;
  fileSignature: Signature;
  signature: ServedSignature;
  overlay: Overlay | null;
  /** Columns whose values never reach the log as they are. */
  personal: Map<string, 'hash' | 'drop'>;
  pool: VersionPool;
  stats: VersionStats;
}

/** Counters since the gateway started, for the statistics extension and metrics. */
export interface VersionStats {
  calls: number;
  rows: number;
  /** Runs of the model; one answers several calls where they were joined. */
  executions: number;
  failures: number;
  successNs: number;
  failNs: number;
  queueNs: number;
  inferNs: number;
  lastInferenceMs: number;
  /** Histogram of call latency: counts per bound of LATENCY_BOUNDS_S, the last is +Inf. */
  latency: number[];
}

export const LATENCY_BOUNDS_S = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

export const newStats = (): VersionStats => ({
  calls: 0,
  rows: 0,
  executions: 0,
  failures: 0,
  successNs: 0,
  failNs: 0,
  queueNs: 0,
  inferNs: 0,
  lastInferenceMs: 0,
  latency: new Array(LATENCY_BOUNDS_S.length + 1).fill(0),
});

export function countCall(
  stats: VersionStats,
  call: { rows: number; latencyUs: number; queueUs: number; runUs: number; leads: boolean; atMs: number },
): void {
  stats.calls += 1;
  stats.rows += call.rows;
  if (call.leads) stats.executions += 1;
  stats.successNs += call.latencyUs * 1000;
  stats.queueNs += call.queueUs * 1000;
  stats.inferNs += call.runUs * 1000;
  stats.lastInferenceMs = call.atMs;
  const seconds = call.latencyUs / 1e6;
  let bin = 0;
  while (bin < LATENCY_BOUNDS_S.length && seconds > (LATENCY_BOUNDS_S[bin] ?? 0)) bin += 1;
  stats.latency[bin] = (stats.latency[bin] ?? 0) + 1;
}

export function countFailure(stats: VersionStats, latencyUs: number): void {
  stats.failures += 1;
  stats.failNs += latencyUs * 1000;
}
