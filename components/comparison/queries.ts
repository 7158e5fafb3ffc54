import { queryOptions } from '@tanstack/react-query';
import type { Comparison } from '@/lib/domain/comparison/schema';
import { api } from '@/lib/platform/http/client';

export const comparisonQueries = {
  detail: (project: string, model: string, { a, b }: { a: number; b: number }) =>
    queryOptions({
      queryKey: ['comparison', project, model, a, b] as const,
      queryFn: ({ signal }) =>
        api<Comparison>(`/api/models/${encodeURIComponent(model)}/comparison`, { project, signal, query: { a, b } }),
    }),
};
