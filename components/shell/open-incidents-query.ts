import { queryOptions } from '@tanstack/react-query';
import type { IncidentPage } from '@/lib/domain/alerts/schema';
import { api } from '@/lib/platform/http/client';

const EVERY_MS = 20_000;

/** How many incidents of the project are open: the page of alerts and the mark at its place read the same. */
export const openIncidentsQuery = (project: string) =>
  queryOptions({
    queryKey: ['alerts', project, 'open'],
    queryFn: ({ signal }) =>
      api<IncidentPage>('/api/incidents', { project, query: { state: 'open', limit: 1 }, signal }),
    refetchInterval: EVERY_MS,
  });
