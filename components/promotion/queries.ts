import { queryOptions } from '@tanstack/react-query';
import type { Environments, PromotionList, PromotionRules } from '@/lib/domain/promotion/schema';
import type { Version } from '@/lib/domain/registry/schema';
import { api } from '@/lib/platform/http/client';

const UNDER_WAY_MS = 2000;
const ENVIRONMENTS_MS = 10_000;

export const promotionQueries = {
  list: (project: string, model: string) =>
    queryOptions({
      queryKey: ['promotions', project, model] as const,
      queryFn: ({ signal }) =>
        api<PromotionList>(`/api/models/${encodeURIComponent(model)}/promotions`, { project, signal }),
      refetchInterval: ({ state }) =>
        state.data?.promotions.some(({ endedAt }) => endedAt === null) ? UNDER_WAY_MS : false,
    }),
  environments: (project: string, model: string) =>
    queryOptions({
      queryKey: ['environments', project, model] as const,
      queryFn: ({ signal }) =>
        api<Environments>(`/api/models/${encodeURIComponent(model)}/environments`, { project, signal }),
      refetchInterval: ENVIRONMENTS_MS,
    }),
  versions: (project: string, model: string) =>
    queryOptions({
      queryKey: ['promotion-versions', project, model] as const,
      queryFn: ({ signal }) =>
        api<{ versions: Version[] }>(`/api/models/${encodeURIComponent(model)}/versions`, { project, signal }),
    }),
  rules: (project: string) =>
    queryOptions({
      queryKey: ['promotion-rules', project] as const,
      queryFn: ({ signal }) => api<PromotionRules>('/api/promotion-rules', { project, signal }),
    }),
};
