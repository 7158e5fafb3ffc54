import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AlertRules } from '@/lib/domain/alerts/schema';
import type { DatasetList } from '@/lib/domain/datasets/schema';
import type { LogPage, RecipeView, RunDetail, RunPage, TriggersView } from '@/lib/domain/retraining/schema';
import { api } from '@/lib/platform/http/client';

export const RUNS_A_PAGE = 50;
const WORKING_MS = 1000;
const IDLE_MS = 10_000;

const at = (model: string) => `/api/models/${encodeURIComponent(model)}`;

/** What follows a run: fast while it works. */
const everyMs = (run: { finishedAt: string | null } | undefined) => (run?.finishedAt === null ? WORKING_MS : false);

export const retrainingQueries = {
  recipe: (project: string, model: string) =>
    queryOptions({
      queryKey: ['training-recipe', project, model] as const,
      queryFn: ({ signal }) => api<RecipeView>(`${at(model)}/training-recipe`, { project, signal }),
    }),
  triggers: (project: string, model: string) =>
    queryOptions({
      queryKey: ['training-triggers', project, model] as const,
      queryFn: ({ signal }) => api<TriggersView>(`${at(model)}/training-triggers`, { project, signal }),
    }),
  /** The alert rules of the model, whose incidents may train it. */
  rules: (project: string, model: string) =>
    queryOptions({
      queryKey: ['training-rules', project, model] as const,
      queryFn: ({ signal }) =>
        api<AlertRules>(`/api/alert-rules?model=${encodeURIComponent(model)}`, { project, signal }),
    }),
  datasets: (project: string) =>
    queryOptions({
      queryKey: ['datasets', project] as const,
      queryFn: ({ signal }) => api<DatasetList>('/api/datasets', { project, signal }),
    }),
  runs: (project: string, model: string) =>
    infiniteQueryOptions({
      queryKey: ['training-runs', project, model] as const,
      queryFn: ({ signal, pageParam }) =>
        api<RunPage>(
          `${at(model)}/training-runs?limit=${RUNS_A_PAGE}${pageParam === null ? '' : `&cursor=${pageParam}`}`,
          { project, signal },
        ),
      initialPageParam: null as number | null,
      getNextPageParam: (page) => page.nextCursor,
      refetchInterval: ({ state }) =>
        state.data?.pages[0]?.runs.some(({ finishedAt }) => finishedAt === null) ? WORKING_MS : IDLE_MS,
    }),
  run: (project: string, model: string, run: number) =>
    queryOptions({
      queryKey: ['training-run', project, model, run] as const,
      queryFn: ({ signal }) => api<RunDetail>(`${at(model)}/training-runs/${run}`, { project, signal }),
      refetchInterval: ({ state }) => everyMs(state.data),
    }),
  log: (project: string, model: string, run: number) =>
    infiniteQueryOptions({
      queryKey: ['training-log', project, model, run] as const,
      queryFn: ({ signal, pageParam }) =>
        api<LogPage>(`${at(model)}/training-runs/${run}/log?after=${pageParam}`, { project, signal }),
      initialPageParam: 0,
      getNextPageParam: (page) => (page.isOver ? undefined : page.after),
    }),
};
