import { queryOptions } from '@tanstack/react-query';
import type { Demo, ReplaySpeed } from '@/lib/domain/demo/schema';
import { api } from '@/lib/platform/http/client';

const FOLLOW_MS = 2000;

export const demoQueries = {
  all: (project: string) => ['demo', project] as const,
  /** Asked again while a replay runs. */
  replay: (project: string) =>
    queryOptions({
      queryKey: [...demoQueries.all(project), 'replay'],
      queryFn: ({ signal }) => api<Demo>('/api/demo', { project, signal }),
      refetchInterval: ({ state: { data, error } }) =>
        !error && data?.replays.some(({ state }) => state === 'running') ? FOLLOW_MS : false,
    }),
};

export const setReplaySpeed = (project: string, speed: ReplaySpeed): Promise<Demo> =>
  api<Demo>('/api/demo', { method: 'PATCH', project, body: { speed } });
