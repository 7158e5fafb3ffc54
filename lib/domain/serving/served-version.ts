import type { VersionPool } from '@/lib/engine/runtime';
import type { AnswerSettings } from '@/lib/pure/answer-settings/settings';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import type { Overlay, PersonalContext, Probe, Signature } from '../registry/schema';
import { Histogram } from './histogram';

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
  /** The same of what callers say of their rows. */
  personalContext: PersonalContext;
  /** What is done to its answers; null where the file's own stay, which costs nothing. */
  settings: { number: number; content: AnswerSettings } | null;
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
  /** As a shadow: rows held against what callers got, those that say the same, and calls that found no room. */
  compared: number;
  agreeing: number;
  leftOut: number;
  /** Seconds of whole calls, of waiting for the runner, and of runs. */
  latency: Histogram;
  queue: Histogram;
  infer: Histogram;
  /** Rows of a run. */
  batchRows: Histogram;
}

export const LATENCY_BOUNDS_S = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;
const BATCH_BOUNDS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 1024, 4096] as const;

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
  compared: 0,
  agreeing: 0,
  leftOut: 0,
  latency: new Histogram(LATENCY_BOUNDS_S),
  queue: new Histogram(LATENCY_BOUNDS_S),
  infer: new Histogram(LATENCY_BOUNDS_S),
  batchRows: new Histogram(BATCH_BOUNDS),
});

/** What one answered call adds. `leads`: it is the first of the calls that ran together, `batchRows` rows in all. */
export interface CountedCall {
  rows: number;
  latencyUs: number;
  queueUs: number;
  runUs: number;
  batchRows: number;
  leads: boolean;
  atMs: number;
}

export function countCall(stats: VersionStats, call: CountedCall): void {
  stats.calls += 1;
  stats.rows += call.rows;
  stats.successNs += call.latencyUs * 1000;
  stats.queueNs += call.queueUs * 1000;
  stats.inferNs += call.runUs * 1000;
  stats.lastInferenceMs = call.atMs;
  stats.latency.observe(call.latencyUs / 1e6);
  stats.queue.observe(call.queueUs / 1e6);
  if (!call.leads) return;
  stats.executions += 1;
  stats.infer.observe(call.runUs / 1e6);
  stats.batchRows.observe(call.batchRows);
}

export function countFailure(stats: VersionStats, latencyUs: number): void {
  stats.failures += 1;
  stats.failNs += latencyUs * 1000;
}
