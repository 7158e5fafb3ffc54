import { queryOptions } from '@tanstack/react-query';
import type { UpstreamView } from '@/lib/domain/upstream/schema';
import { api } from '@/lib/platform/http/client';

const EVERY_MS = 3000;

export const upstreamPath = (model: string) => `/api/models/${encodeURIComponent(model)}/upstream`;

export const upstreamQueries = {
  /** Asked again while the page is open: calls come in beside it. */
  detail: (project: string, model: string) =>
    queryOptions({
      queryKey: ['upstream', project, model],
      queryFn: ({ signal }) => api<UpstreamView>(upstreamPath(model), { project, signal }),
      refetchInterval: ({ state: { error } }) => (error ? false : EVERY_MS),
    }),
};
