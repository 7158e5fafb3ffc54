import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  FailurePage,
  PredictionDetail,
  PredictionPage,
  PredictionRow,
  Storage,
} from '@/lib/domain/predictions/schema';
import { api } from '@/lib/platform/http/client';
import { joinTail, TAIL_ROWS } from './join-tail';
import type { PredictionSearch } from './prediction-search';

const PAGE = 50;
const OVERLAP_MS = 30_000;

const pathOf = (model: string) => `/api/models/${encodeURIComponent(model)}`;

/** The query of the list and of its export: what is chosen, and nothing else. */
export const searchQuery = ({ status: _, ...search }: PredictionSearch) => search;

/** By the model's id, because a download carries no header that names the project. Ends in a query. */
export const exportHref = (modelId: string, search: PredictionSearch): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(searchQuery(search))) if (value) query.set(name, String(value));
  return `${pathOf(modelId)}/predictions/export?${query}`;
};

export const predictionQueries = {
  all: (project: string) => ['predictions', project] as const,
  list: (project: string, model: string, search: PredictionSearch) =>
    infiniteQueryOptions({
      queryKey: [...predictionQueries.all(project), 'list', model, search],
      queryFn: ({ signal, pageParam }) =>
        api<PredictionPage>(`${pathOf(model)}/predictions`, {
          project,
          signal,
          query: { ...searchQuery(search), limit: PAGE, cursor: pageParam },
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
  /** Asks for what came since half a minute before the newest row: several gateways bring their rows in an order of their own. */
  tail: (project: string, model: string, { from, ...search }: PredictionSearch) =>
    queryOptions({
      queryKey: [...predictionQueries.all(project), 'tail', model, search],
      async queryFn({ client, queryKey, signal }): Promise<PredictionRow[]> {
        const shown = client.getQueryData<PredictionRow[]>(queryKey) ?? [];
        const since = shown[0] ? new Date(Date.parse(shown[0].at) - OVERLAP_MS).toISOString() : from;
        const { predictions } = await api<PredictionPage>(`${pathOf(model)}/predictions`, {
          project,
          signal,
          query: { ...searchQuery({ ...search, from: since }), limit: TAIL_ROWS },
        });
        return joinTail(shown, predictions);
      },
      gcTime: 0,
    }),
  failures: (project: string, model: string, search: PredictionSearch) =>
    infiniteQueryOptions({
      queryKey: [...predictionQueries.all(project), 'failures', model, search],
      queryFn: ({ signal, pageParam }) =>
        api<FailurePage>(`${pathOf(model)}/failures`, {
          project,
          signal,
          query: {
            from: search.from,
            to: search.to,
            version: search.version,
            origin: search.origin,
            limit: PAGE,
            cursor: pageParam,
          },
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
  detail: (project: string, rowId: string) =>
    queryOptions({
      queryKey: [...predictionQueries.all(project), 'detail', rowId],
      queryFn: ({ signal }) => api<PredictionDetail>(`/api/predictions/${rowId}`, { project, signal }),
    }),
};

/** How long the oldest answered row has waited for the database. */
export const logLagQuery = () =>
  queryOptions({
    queryKey: ['log-lag'],
    queryFn: ({ signal }) => api<{ spool: { lagSeconds: number } }>('/api/health/ready', { signal }),
  });

export const storageQuery = () =>
  queryOptions({ queryKey: ['storage'], queryFn: ({ signal }) => api<Storage>('/api/storage', { signal }) });
