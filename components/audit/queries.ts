import { queryOptions } from '@tanstack/react-query';
import type { AuditAnchors } from '@/lib/domain/audit/schema';
import { api } from '@/lib/platform/http/client';

const WAITING_EVERY_MS = 3000;

export const auditQueries = {
  /** Asked again while a head is on its way. */
  anchors: (project: string) =>
    queryOptions({
      queryKey: ['audit', project, 'anchors'],
      queryFn: ({ signal }) => api<AuditAnchors>('/api/audit-heads', { project, signal }),
      refetchInterval: ({ state }) =>
        state.data?.receivers.some(({ last }) => last?.state === 'waiting') ? WAITING_EVERY_MS : false,
    }),
};
