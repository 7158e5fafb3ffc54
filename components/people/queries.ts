import { queryOptions } from '@tanstack/react-query';
import type {
  ApiKey,
  AuditChoices,
  AuditFilter,
  AuditPage,
  Invitation,
  Me,
  Member,
  Retention,
} from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';

const all = ['people'] as const;

export const peopleQueries = {
  all,
  me: () => queryOptions({ queryKey: [...all, 'me'], queryFn: ({ signal }) => api<Me>('/api/me', { signal }) }),
  members: (project: string) =>
    queryOptions({
      queryKey: [...all, project, 'members'],
      queryFn: ({ signal }) => api<{ people: Member[] }>('/api/people', { project, signal }),
    }),
  invitations: (project: string) =>
    queryOptions({
      queryKey: [...all, project, 'invitations'],
      queryFn: ({ signal }) => api<{ invitations: Invitation[] }>('/api/invitations', { project, signal }),
    }),
  keys: (project: string) =>
    queryOptions({
      queryKey: [...all, project, 'keys'],
      queryFn: ({ signal }) => api<{ keys: ApiKey[] }>('/api/keys', { project, signal }),
    }),
  retention: (project: string) =>
    queryOptions({
      queryKey: [...all, project, 'retention'],
      queryFn: ({ signal }) => api<Retention>('/api/retention', { project, signal }),
    }),
  events: (project: string, filter: AuditFilter, cursor: string | null) =>
    queryOptions({
      queryKey: [...all, project, 'events', filter, cursor],
      queryFn: ({ signal }) => api<AuditPage>('/api/audit-events', { project, query: { ...filter, cursor }, signal }),
    }),
  eventChoices: (project: string) =>
    queryOptions({
      queryKey: [...all, project, 'event-choices'],
      queryFn: ({ signal }) => api<AuditChoices>('/api/audit-events/choices', { project, signal }),
    }),
};
