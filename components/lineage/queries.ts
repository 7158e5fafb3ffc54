import { queryOptions } from '@tanstack/react-query';
import type { Lineage } from '@/lib/domain/lineage/schema';
import { api } from '@/lib/platform/http/client';

export const lineageQueries = {
  detail: (project: string, model: string) =>
    queryOptions({
      queryKey: ['lineage', project, model] as const,
      queryFn: ({ signal }) => api<Lineage>(`/api/models/${encodeURIComponent(model)}/lineage`, { project, signal }),
    }),
};
