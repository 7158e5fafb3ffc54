import { queryOptions } from '@tanstack/react-query';
import type { ErasureList, ErasureResult, NewErasure } from '@/lib/domain/erasure/schema';
import { api } from '@/lib/platform/http/client';

export const erasureQueries = {
  list: (project: string) =>
    queryOptions({
      queryKey: ['erasures', project],
      queryFn: ({ signal }) => api<ErasureList>('/api/erasures', { project, signal }),
    }),
};

export const erase = (project: string, body: NewErasure): Promise<ErasureResult> =>
  api<ErasureResult>('/api/erasures', { method: 'POST', project, body });
