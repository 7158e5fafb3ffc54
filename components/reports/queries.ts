import { queryOptions } from '@tanstack/react-query';
import type { ModelReports } from '@/lib/domain/reports/schema';
import { api } from '@/lib/platform/http/client';

export const reportQueries = {
  list: (project: string, model: string) =>
    queryOptions({
      queryKey: ['reports', project, model] as const,
      queryFn: ({ signal }) =>
        api<ModelReports>(`/api/models/${encodeURIComponent(model)}/reports`, { project, signal }),
    }),
};
