import { queryOptions } from '@tanstack/react-query';
import { type RangeName, readRange } from '@/components/shell/range';
import type { Traffic, TrafficRoutes } from '@/lib/domain/monitoring/schema';
import { api } from '@/lib/platform/http/client';

/** A window as the address has it: a named range ends now each time it is read. */
export interface TrafficSearch {
  range: string;
  version: number | null;
}

/** The window that a range means at this moment, as the API takes it; what it does not know means the fallback. */
export function windowQuery(range: string, fallback: RangeName, now: Date): { from?: string; to?: string } {
  const window = readRange(range, now) ?? readRange(fallback, now);
  return window ? { from: window.from.toISOString(), to: window.to.toISOString() } : {};
}

export const OVERVIEW_RANGE: RangeName = '24h';
export const MONITORING_RANGE: RangeName = '24h';

export const monitoringQueries = {
  all: (project: string) => ['monitoring', project] as const,
  /** The last seven days by route. */
  routes: (project: string, model: string) =>
    queryOptions({
      queryKey: [...monitoringQueries.all(project), 'routes', model],
      queryFn: ({ signal }) =>
        api<TrafficRoutes>(`/api/models/${encodeURIComponent(model)}/routes`, { project, signal }),
    }),
  traffic: (project: string, model: string, { range, version }: TrafficSearch) =>
    queryOptions({
      queryKey: [...monitoringQueries.all(project), 'traffic', model, range, version],
      queryFn: ({ signal }) =>
        api<Traffic>(`/api/models/${encodeURIComponent(model)}/traffic`, {
          project,
          signal,
          query: { ...windowQuery(range, MONITORING_RANGE, new Date()), version },
        }),
    }),
};
