import { queryOptions } from '@tanstack/react-query';
import type { Blame, Replays } from '@/lib/domain/replay/schema';
import { api } from '@/lib/platform/http/client';

const WORKING_MS = 1000;

export const replayPath = (model: string) => `/api/models/${encodeURIComponent(model)}/replays`;

export const replayQueries = {
  list: (project: string, model: string) =>
    queryOptions({
      queryKey: ['replays', project, model] as const,
      queryFn: ({ signal }) => api<Replays>(replayPath(model), { project, signal }),
      refetchInterval: ({ state }) =>
        state.data?.replays.some((replay) => replay.state === 'waiting' || replay.state === 'running')
          ? WORKING_MS
          : false,
    }),
  blame: (project: string, rowId: string) =>
    queryOptions({
      queryKey: ['blame', project, rowId] as const,
      queryFn: ({ signal }) => api<Blame>(`/api/predictions/${rowId}/blame`, { project, signal }),
    }),
};
