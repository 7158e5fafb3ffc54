import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AlertRules,
  HookDeliveries,
  Hooks,
  INCIDENT_STATES,
  IncidentDetail,
  IncidentPage,
} from '@/lib/domain/alerts/schema';
import type { ReferenceView } from '@/lib/domain/datasets/schema';
import type { OverlayView } from '@/lib/domain/registry/schema';
import { api } from '@/lib/platform/http/client';

const EVERY_MS = 10_000;
const SOON_MS = 3000;
export const INCIDENTS_PER_PAGE = 20;

export interface IncidentSearch {
  state: (typeof INCIDENT_STATES)[number] | null;
  model: string | null;
}

export const alertQueries = {
  all: (project: string) => ['alerts', project] as const,
  /** Asked again sooner while a rule waits for the worker. */
  rules: (project: string) =>
    queryOptions({
      queryKey: [...alertQueries.all(project), 'rules'],
      queryFn: ({ signal }) => api<AlertRules>('/api/alert-rules', { project, signal }),
      refetchInterval: ({ state: { data } }) =>
        data?.rules.some(({ enabled, dueAt }) => enabled && Date.parse(dueAt) <= Date.now()) ? SOON_MS : EVERY_MS,
    }),
  incidents: (project: string, search: IncidentSearch) =>
    infiniteQueryOptions({
      queryKey: [...alertQueries.all(project), 'incidents', search.state, search.model],
      queryFn: ({ pageParam, signal }) =>
        api<IncidentPage>('/api/incidents', {
          project,
          query: { state: search.state, model: search.model, cursor: pageParam, limit: INCIDENTS_PER_PAGE },
          signal,
        }),
      initialPageParam: null as string | null,
      getNextPageParam: ({ nextCursor }) => nextCursor,
      refetchInterval: EVERY_MS,
    }),
  incident: (project: string, id: string) =>
    queryOptions({
      queryKey: [...alertQueries.all(project), 'incident', id],
      queryFn: ({ signal }) => api<IncidentDetail>(`/api/incidents/${id}`, { project, signal }),
      refetchInterval: ({ state: { data } }) => (data?.closedAt ? false : EVERY_MS),
    }),
  hooks: (project: string) =>
    queryOptions({
      queryKey: [...alertQueries.all(project), 'hooks'],
      queryFn: ({ signal }) => api<Hooks>('/api/webhooks', { project, signal }),
      refetchInterval: EVERY_MS,
    }),
  hookDeliveries: (project: string, id: string) =>
    queryOptions({
      queryKey: [...alertQueries.all(project), 'hook deliveries', id],
      queryFn: ({ signal }) => api<HookDeliveries>(`/api/webhooks/${id}/deliveries`, { project, signal }),
      refetchInterval: EVERY_MS,
    }),
  /** Names of a version's columns as rules take them: those of its reference, else those of the version. */
  columns: (project: string, model: string, version: number) =>
    queryOptions({
      queryKey: [...alertQueries.all(project), 'columns', model, version],
      queryFn: async ({ signal }) => {
        const path = `/api/models/${model}/versions/${version}`;
        const { reference } = await api<ReferenceView>(`${path}/reference`, { project, signal });
        if (reference) return Object.keys(reference.columns);
        const { saved, plain } = await api<OverlayView>(`${path}/overlay`, { project, signal });
        return (saved?.content.columns ?? plain).map(({ name }) => name);
      },
    }),
};
