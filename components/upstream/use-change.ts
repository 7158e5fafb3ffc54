'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { UpstreamChange, UpstreamView } from '@/lib/domain/upstream/schema';
import { api } from '@/lib/platform/http/client';
import { upstreamPath, upstreamQueries } from './queries';

interface At {
  project: string;
  model: string;
}

function useKeep({ project, model }: At) {
  const client = useQueryClient();
  const router = useRouter();
  return async (view: UpstreamView) => {
    client.setQueryData(upstreamQueries.detail(project, model).queryKey, view);
    await client.invalidateQueries({ queryKey: ['registry', project] });
    router.refresh();
  };
}

/** Changes what is said of a service. */
export function useChange(at: At) {
  const onSuccess = useKeep(at);
  return useMutation({
    mutationFn: (body: UpstreamChange) =>
      api<UpstreamView>(upstreamPath(at.model), { method: 'PATCH', project: at.project, body }),
    onSuccess,
  });
}

/** Moves the calls to the file, or back to the service. */
export function useMove(at: At) {
  const onSuccess = useKeep(at);
  return useMutation({
    mutationFn: (to: UpstreamView['answers']) =>
      api<UpstreamView>(`${upstreamPath(at.model)}/traffic`, { method: 'POST', project: at.project, body: { to } }),
    onSuccess,
  });
}
