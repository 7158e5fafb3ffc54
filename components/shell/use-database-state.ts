'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '@/lib/platform/http/client';

const ASK_EVERY_MS = 5_000;

/**
 * Whether the database answers, as the gateway says, which needs no database itself; with the moment at which this page last knew
 * it to be there.
 */
export function useDatabaseState(): { isAway: boolean; lastSeenAt: Date | null } {
  const health = useQuery({
    queryKey: ['health'],
    queryFn: () => api<{ database: 'up' | 'down' }>('/api/health/ready'),
    refetchInterval: ASK_EVERY_MS,
    retry: false,
  });
  const isAway = health.data?.database === 'down';
  const [lastSeenAt, setLastSeenAt] = useState<Date | null>(null);
  useEffect(() => {
    if (health.data?.database === 'up') setLastSeenAt(new Date(health.dataUpdatedAt));
  }, [health.data?.database, health.dataUpdatedAt]);
  return { isAway, lastSeenAt };
}
