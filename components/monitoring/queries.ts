import { queryOptions } from '@tanstack/react-query';
import { type RangeName, readRange } from '@/components/shell/range';
import type { Traffic, TrafficParts, TrafficRoutes } from '@/lib/domain/monitoring/schema';
import { api } from '@/lib/platform/http/client';

/** A window as the address has it: a named range ends now each time it is read. */
export interface TrafficSearch {
  range: string;
  version: number | null;
  /** 'before' is the window of the same length before, a number a version, null nothing. */
  compare: 'before' | number | null;
}

/** The window that a range means at this moment, as the API takes it; what it does not know means the fallback. */
export function windowQuery(range: string, fallback: RangeName, now: Date): { from?: string; to?: string } {
  const window = readRange(range, now) ?? readRange(fallback, now);
  return window ? { from: window.from.toISOString(), to: window.to.toISOString() } : {};
}

/** What an address says that numbers are held against; null is nothing. */
export function readComparison(text: unknown): 'before' | number | null {
  if (text === 'before') return text;
  const number = Number(text);
  return typeof text === 'string' && Number.isInteger(number) && number > 0 ? number : null;
}

export const OVERVIEW_RANGE: RangeName = '24h';
export const MONITORING_RANGE: RangeName = '24h';

/** By the model's id, because a download carries no header that names the project. */
export const exportHref = (
  modelId: string,
  of: Omit<TrafficSearch, 'compare'>,
  grain: string,
  format: string,
): string => {
  const { from = '', to = '' } = windowQuery(of.range, MONITORING_RANGE, new Date());
  const query = new URLSearchParams({ from, to, grain, format });
  if (of.version !== null) query.set('version', String(of.version));
  return `/api/models/${modelId}/traffic/export?${query}`;
};

export const monitoringQueries = {
  all: (project: string) => ['monitoring', project] as const,
  /** The last seven days by route. */
  routes: (project: string, model: string) =>
    queryOptions({
      queryKey: [...monitoringQueries.all(project), 'routes', model],
      queryFn: ({ signal }) =>
        api<TrafficRoutes>(`/api/models/${encodeURIComponent(model)}/routes`, { project, signal }),
    }),
  parts: (project: string, model: string, { range, version, by }: Omit<TrafficSearch, 'compare'> & { by: string }) =>
    queryOptions({
      queryKey: [...monitoringQueries.all(project), 'parts', model, range, version, by],
      queryFn: ({ signal }) =>
        api<TrafficParts>(`/api/models/${encodeURIComponent(model)}/traffic/parts`, {
          project,
          signal,
          query: { ...windowQuery(range, MONITORING_RANGE, new Date()), version, by },
        }),
    }),
  traffic: (project: string, model: string, { range, version, compare }: TrafficSearch) =>
    queryOptions({
      queryKey: [...monitoringQueries.all(project), 'traffic', model, range, version, compare],
      queryFn: ({ signal }) =>
        api<Traffic>(`/api/models/${encodeURIComponent(model)}/traffic`, {
          project,
          signal,
          query: { ...windowQuery(range, MONITORING_RANGE, new Date()), version, compare },
        }),
    }),
};
