'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { ProgressBar } from '@/components/ui/progress';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetBuild } from '@/lib/domain/datasets/schema';
import { cancelBuild, datasetQueries } from './queries';

/** A failure is told for this long. */
const TOLD_MS = 24 * 3_600_000;

/** Versions that are being made, and those that failed within a day. */
export function BuildsList({ project, mayMake }: { project: string; mayMake: boolean }) {
  const t = useTranslations('datasets.builds');
  const format = useFormat();
  const client = useQueryClient();
  const { data } = useQuery(datasetQueries.builds(project));
  const builds = data?.builds ?? [];
  const underWay = builds.filter(({ state }) => state === 'waiting' || state === 'running');
  const failed = builds.filter(
    ({ state, createdAt }) => state === 'failed' && Date.now() - Date.parse(createdAt) < TOLD_MS,
  );
  const done = builds.filter(({ state }) => state === 'done').length;
  // What has just been made is to be in the list.
  useEffect(() => {
    if (done > 0) void client.invalidateQueries({ queryKey: datasetQueries.list(project).queryKey });
  }, [done, client, project]);
  if (underWay.length + failed.length === 0) return null;
  return (
    <div className="mb-4 flex flex-col gap-3">
      {underWay.map((build) => (
        <UnderWay key={build.id} project={project} build={build} mayMake={mayMake} />
      ))}
      {failed.map(({ id, name, message, createdAt }) => (
        <Note key={id} kind="bad" title={t('failed', { name })} detail={format.dayTime(createdAt)}>
          {message}
        </Note>
      ))}
    </div>
  );
}

function UnderWay({ project, build, mayMake }: { project: string; build: DatasetBuild; mayMake: boolean }) {
  const t = useTranslations('datasets.builds');
  const format = useFormat();
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => cancelBuild(project, build.id),
    onSuccess: () => client.invalidateQueries({ queryKey: datasetQueries.builds(project).queryKey }),
  });
  return (
    <div>
      <Note
        kind="busy"
        title={t('underWay', { name: build.name })}
        actions={
          mayMake ? (
            <Button size="sm" busy={stop.isPending} onClick={() => stop.mutate()}>
              {t('stop')}
            </Button>
          ) : null
        }
      >
        {t('taken', { n: format.number(Number(build.message) || 0) })}
        <span className="mt-2 block w-60 max-w-full">
          <ProgressBar label={t('underWay', { name: build.name })} share={build.progress} />
        </span>
      </Note>
      {stop.isError ? <InlineError error={stop.error} /> : null}
    </div>
  );
}
