'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { ProgressBar } from '@/components/ui/progress';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { api } from '@/lib/platform/http/client';
import { registryQueries } from './queries';

export function LoadDemoButton({ project, onStarted }: { project: string; onStarted: () => void }) {
  const t = useTranslations('registry.demo');
  const client = useQueryClient();
  const demo = useQuery(registryQueries.demo(project));
  const start = useMutation({
    mutationFn: () => api<{ jobId: string }>('/api/demo', { method: 'POST', project }),
    onSuccess: async () => {
      onStarted();
      await client.invalidateQueries({ queryKey: registryQueries.demo(project).queryKey });
    },
  });
  return (
    <>
      <Button busy={start.isPending || demo.data?.state === 'loading'} onClick={() => start.mutate()}>
        {t('load')}
      </Button>
      {start.isError ? <InlineError error={start.error} title={t('failed')} /> : null}
    </>
  );
}

/** How far the demo is, while it loads; reads the models again with each step, and once when it is there. */
export function DemoProgressNote({ project, showsFailure }: { project: string; showsFailure: boolean }) {
  const t = useTranslations('registry.demo');
  const format = useFormat();
  const client = useQueryClient();
  const { data } = useQuery(registryQueries.demo(project));
  const state = data?.state;
  const step = data?.message;
  // The list may be older than the first answer about the demo, so that this answer is news too.
  const wasLoading = useRef(true);
  useEffect(() => {
    if (state === undefined) return;
    const isNews = state === 'loading' ? step !== undefined : wasLoading.current;
    wasLoading.current = state === 'loading';
    if (isNews) void client.invalidateQueries({ queryKey: registryQueries.models(project).queryKey });
  }, [client, project, state, step]);
  if (state === 'failed' && showsFailure)
    return (
      <div className="mb-4">
        <Note kind="bad" title={t('failed')} detail={data?.message} />
      </div>
    );
  if (!data || state !== 'loading') return null;
  return (
    <Panel className="mb-4">
      <p role="status" className="mb-2 text-sm">
        {t('loading', { share: format.percent(data.progress, { digits: 0 }) })}
        <span className="ml-2 text-xs text-ink-3">{data.message}</span>
      </p>
      <ProgressBar label={t('progress')} share={data.progress} />
    </Panel>
  );
}
