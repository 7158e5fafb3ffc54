import { queryOptions } from '@tanstack/react-query';
import type { NotificationPage } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';

const EVERY_MS = 30_000;

/** The newest that the person was told. */
export const notificationsQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: ({ signal }) => api<NotificationPage>('/api/me/notifications', { query: { limit: 20 }, signal }),
  refetchInterval: EVERY_MS,
});
