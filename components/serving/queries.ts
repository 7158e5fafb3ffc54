import { queryOptions } from '@tanstack/react-query';
import type { Row } from '@/lib/domain/registry/schema';
import type { FriendlyReply } from '@/lib/domain/serving/schema';
import { api } from '@/lib/platform/http/client';

export interface PredictTarget {
  project: string;
  model: string;
  version: number;
}

/** Answered and logged: real traffic of a user, a trial of a scientist. */
export const predictRows = ({ project, model, version }: PredictTarget, rows: readonly Row[]): Promise<FriendlyReply> =>
  api<FriendlyReply>(`/api/models/${encodeURIComponent(model)}/predict`, {
    method: 'POST',
    project,
    query: { version },
    body: { rows },
  });

export const servingQueries = {
  all: (project: string) => ['serving', project] as const,
  /** What the model would say about a row as it is typed: answered and not logged. */
  dryRun: ({ project, model, version }: PredictTarget, row: Row) =>
    queryOptions({
      queryKey: [...servingQueries.all(project), 'dry-run', model, version, row],
      queryFn: ({ signal }) =>
        api<FriendlyReply>(`/api/models/${encodeURIComponent(model)}/predict`, {
          method: 'POST',
          project,
          query: { version, dryRun: '1' },
          body: { rows: [row] },
          signal,
        }),
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    }),
};
