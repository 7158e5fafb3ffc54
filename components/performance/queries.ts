import { queryOptions } from '@tanstack/react-query';
import { type RangeName, readRange } from '@/components/shell/range';
import type { LabelFile } from '@/lib/domain/feedback/schema';
import type {
  BlockChoiceBody,
  BlockSettingsView,
  EstimatedPerformance,
  Performance,
  SliceChoice,
  SliceSettingsView,
  Slices,
} from '@/lib/domain/performance/schema';
import { api } from '@/lib/platform/http/client';

export const PERFORMANCE_RANGE: RangeName = '28d';
/** Labels that have arrived are counted within seconds. */
const PENDING_MS = 10_000;

export interface PerformanceSearch {
  range: string;
  /** Null is every version that answered callers. */
  version: number | null;
}

function windowQuery(range: string, now: Date): { from?: string; to?: string } {
  const window = readRange(range, now) ?? readRange(PERFORMANCE_RANGE, now);
  return window ? { from: window.from.toISOString(), to: window.to.toISOString() } : {};
}

export const performanceQueries = {
  all: (project: string) => ['performance', project] as const,
  /** Asked again while labels wait to be counted. */
  detail: (project: string, model: string, { range, version }: PerformanceSearch) =>
    queryOptions({
      queryKey: [...performanceQueries.all(project), model, range, version],
      queryFn: ({ signal }) =>
        api<Performance>(`/api/models/${encodeURIComponent(model)}/performance`, {
          project,
          signal,
          query: { ...windowQuery(range, new Date()), version },
        }),
      refetchInterval: ({ state: { data, error } }) =>
        !error && (data?.labels.isPending || data?.blocks?.isPending) ? PENDING_MS : false,
    }),
};

/** Learnt from a version's first labelled days, whatever window the page shows. Asked again while a worker learns. */
export const estimateQuery = (project: string, model: string, version: number | null) =>
  queryOptions({
    queryKey: [...performanceQueries.all(project), model, 'estimated', version],
    queryFn: ({ signal }) =>
      api<EstimatedPerformance>(`/api/models/${encodeURIComponent(model)}/performance/estimated`, {
        project,
        signal,
        query: { version },
      }),
    refetchInterval: ({ state: { data, error } }) => (!error && data?.missing === 'learning' ? PENDING_MS : false),
  });

/** Asked again while days wait to be counted. */
export const slicesQuery = (project: string, model: string, { range, version }: PerformanceSearch) =>
  queryOptions({
    queryKey: [...performanceQueries.all(project), model, 'slices', range, version],
    queryFn: ({ signal }) =>
      api<Slices>(`/api/models/${encodeURIComponent(model)}/performance/slices`, {
        project,
        signal,
        query: { ...windowQuery(range, new Date()), version },
      }),
    refetchInterval: ({ state: { data, error } }) =>
      !error && (data?.isPending || data?.blocks.isPending) ? PENDING_MS : false,
  });

const settingsAddress = (model: string) => `/api/models/${encodeURIComponent(model)}/performance/slices/settings`;

export const sliceSettingsQuery = (project: string, model: string) =>
  queryOptions({
    queryKey: [...performanceQueries.all(project), model, 'slice settings'],
    queryFn: ({ signal }) => api<SliceSettingsView>(settingsAddress(model), { project, signal }),
  });

export const chooseSlices = (at: { project: string; model: string }, body: SliceChoice): Promise<SliceSettingsView> =>
  api<SliceSettingsView>(settingsAddress(at.model), { method: 'PUT', project: at.project, body });

const blocksAddress = (model: string) => `/api/models/${encodeURIComponent(model)}/performance/blocks`;

export const blockSettingsQuery = (project: string, model: string) =>
  queryOptions({
    queryKey: [...performanceQueries.all(project), model, 'block settings'],
    queryFn: ({ signal }) => api<BlockSettingsView>(blocksAddress(model), { project, signal }),
  });

export const chooseBlocks = (
  at: { project: string; model: string },
  body: BlockChoiceBody,
): Promise<BlockSettingsView> =>
  api<BlockSettingsView>(blocksAddress(at.model), { method: 'PUT', project: at.project, body });

/** Sends the truth as a file; with `dryRun` it is only looked at. */
export function sendLabels(
  at: { project: string; model: string; file: File },
  { dryRun, ...query }: { key: string; label: string; context?: string; from?: string; dryRun: boolean },
): Promise<LabelFile> {
  return api<LabelFile>(`/api/models/${encodeURIComponent(at.model)}/labels`, {
    method: 'POST',
    project: at.project,
    query: { ...query, ...(dryRun ? { dryRun: '1' } : {}) },
    raw: { body: at.file, contentType: 'text/csv' },
  });
}
