import { queryOptions } from '@tanstack/react-query';
import { type RangeName, readRange } from '@/components/shell/range';
import { sendFile } from '@/components/shell/send-file';
import type { ReferenceUpload } from '@/lib/domain/datasets/schema';
import type {
  Drift,
  DriftImportance,
  DriftReports,
  DriftSettings,
  DriftStrip,
  DriftTogether,
  DriftWatch,
  TriedChange,
} from '@/lib/domain/drift/schema';
import type { DriftCosts } from '@/lib/domain/performance/schema';
import { api } from '@/lib/platform/http/client';
import type { ChangeDraft } from './prepare-change';

export interface DriftSearch {
  range: string;
  /** Null is the champion. */
  version: number | null;
}

export const DRIFT_RANGE: RangeName = '7d';
export const MAX_REFERENCE_BYTES = 50 * 1024 * 1024;
const RECOUNT_MS = 5000;
const REPORT_MS = 1000;

/** The window that a range means at this moment, as the API takes it. */
export function windowQuery(range: string, now: Date): { from?: string; to?: string } {
  const window = readRange(range, now) ?? readRange(DRIFT_RANGE, now);
  return window ? { from: window.from.toISOString(), to: window.to.toISOString() } : {};
}

export const driftQueries = {
  all: (project: string) => ['drift', project] as const,
  /** Asked again while the log is counted anew over the reference. */
  detail: (project: string, model: string, { range, version }: DriftSearch) =>
    queryOptions({
      queryKey: [...driftQueries.all(project), model, range, version],
      queryFn: ({ signal }) =>
        api<Drift>(`/api/models/${encodeURIComponent(model)}/drift`, {
          project,
          signal,
          query: { ...windowQuery(range, new Date()), version },
        }),
      refetchInterval: ({ state: { data, error } }) => (!error && data && data.uncounted > 0 ? RECOUNT_MS : false),
    }),
  /** Asked again while one is under way. */
  reports: (project: string, model: string) =>
    queryOptions({
      queryKey: [...driftQueries.all(project), model, 'reports'],
      queryFn: ({ signal }) =>
        api<DriftReports>(`/api/models/${encodeURIComponent(model)}/drift/reports`, { project, signal }),
      refetchInterval: ({ state: { data, error } }) =>
        !error && data?.reports.some(({ state }) => state === 'waiting' || state === 'running') ? REPORT_MS : false,
    }),
  /** With settings that are only tried, the days are also shuffled. */
  strip: (project: string, model: string, version: number) =>
    queryOptions({
      queryKey: [...driftQueries.all(project), model, 'strip', version],
      queryFn: ({ signal }) =>
        api<DriftStrip>(`/api/models/${encodeURIComponent(model)}/drift/strip`, {
          project,
          signal,
          query: { version },
        }),
    }),
  /** Asked again while days are still to be measured. */
  together: (project: string, model: string, version: number) =>
    queryOptions({
      queryKey: [...driftQueries.all(project), model, 'together', version],
      queryFn: ({ signal }) =>
        api<DriftTogether>(`/api/models/${encodeURIComponent(model)}/drift/together`, {
          project,
          signal,
          query: { version },
        }),
      refetchInterval: ({ state: { data, error } }) => (!error && data && data.waiting > 0 ? RECOUNT_MS : false),
    }),
  importance: (project: string, model: string, version: number) =>
    queryOptions({
      queryKey: [...driftQueries.all(project), model, 'importance', version],
      queryFn: ({ signal }) =>
        api<DriftImportance>(`/api/models/${encodeURIComponent(model)}/drift/importance`, {
          project,
          signal,
          query: { version },
        }),
    }),
  /** Of the window that is shown; asked again while labelled rows are counted. */
  costs: (project: string, model: string, version: number, { from, to }: { from: string; to: string }) =>
    queryOptions({
      queryKey: [...driftQueries.all(project), model, 'costs', version, from, to],
      queryFn: ({ signal }) =>
        api<DriftCosts>(`/api/models/${encodeURIComponent(model)}/drift/costs`, {
          project,
          signal,
          query: { version, from, to },
        }),
      placeholderData: (before) => before,
      refetchInterval: ({ state: { data, error } }) => (!error && data?.state === 'waiting' ? RECOUNT_MS : false),
    }),
  /** Asked once a change is chosen. */
  sandbox: (project: string, model: string, version: number, tried: DriftSettings | null, change: ChangeDraft | null) =>
    queryOptions({
      queryKey: [...driftQueries.all(project), model, 'sandbox', version, tried, change],
      queryFn: ({ signal }) =>
        api<TriedChange>(`/api/models/${encodeURIComponent(model)}/drift/sandbox`, {
          project,
          signal,
          query: { version, ...(tried ? { ...tried, learnFrom: tried.learnFrom ?? 'all' } : {}), ...change },
        }),
      enabled: change !== null,
      placeholderData: (before) => before,
    }),
  watch: (project: string, model: string, version: number, tried: DriftSettings | null) =>
    queryOptions({
      queryKey: [...driftQueries.all(project), model, 'days', version, tried],
      queryFn: ({ signal }) =>
        api<DriftWatch>(`/api/models/${encodeURIComponent(model)}/drift/days`, {
          project,
          signal,
          query: { version, ...(tried ? { ...tried, learnFrom: tried.learnFrom ?? 'all', shuffle: '1' } : {}) },
        }),
      placeholderData: (before) => before,
    }),
};

/** Sends the training rows of a version; `onProgress` gets the bytes that are on their way. */
export const sendReference = (
  at: { project: string; model: string; version: number },
  file: File,
  onProgress: (sentBytes: number) => void,
): Promise<ReferenceUpload> =>
  sendFile<ReferenceUpload>({
    address: `/api/models/${encodeURIComponent(at.model)}/versions/${at.version}/reference?filename=${encodeURIComponent(file.name)}`,
    project: at.project,
    file,
    contentType: /\.parquet$/i.test(file.name) ? 'application/vnd.apache.parquet' : 'text/csv',
    onProgress,
  });

/** Makes the rows that the version answered in a window its reference. */
export const takeRows = (
  at: { project: string; model: string; version: number },
  window: { from: string; to: string },
): Promise<ReferenceUpload> =>
  api<ReferenceUpload>(`/api/models/${encodeURIComponent(at.model)}/drift/reference`, {
    method: 'POST',
    project: at.project,
    body: { version: at.version, ...window },
  });
