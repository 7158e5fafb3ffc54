import { queryOptions } from '@tanstack/react-query';
import type { Comparison, ErrorPrices, RunningPriceView } from '@/lib/domain/comparison/schema';
import { api } from '@/lib/platform/http/client';

export const comparisonQueries = {
  detail: (project: string, model: string, of: { a: number; b: number; prices: ErrorPrices | null }) => {
    const { a, b, prices } = of;
    const same = ['comparison', project, model, a, b] as const;
    return queryOptions({
      queryKey: [...same, prices] as const,
      queryFn: ({ signal }) =>
        api<Comparison>(`/api/models/${encodeURIComponent(model)}/comparison`, {
          project,
          signal,
          query: { a, b, ...prices },
        }),
      // Of the same versions all but the costs stands already.
      placeholderData: (known, before) => (same.every((part, i) => before?.queryKey[i] === part) ? known : undefined),
    });
  },
};

export const saveRunningPrice = (project: string, body: RunningPriceView): Promise<RunningPriceView> =>
  api<RunningPriceView>('/api/running-price', { method: 'PUT', project, body });
