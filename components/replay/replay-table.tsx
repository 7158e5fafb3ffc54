'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { State, type StateKind } from '@/components/ui/state';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Replay } from '@/lib/domain/replay/schema';
import { apiResponse } from '@/lib/platform/http/client';
import { replayPath, replayQueries } from './queries';
import { useWindowWords } from './use-window-words';

const KINDS: Record<Replay['state'], StateKind> = {
  waiting: 'off',
  running: 'busy',
  done: 'ok',
  failed: 'bad',
  cancelled: 'stopped',
};

/** Replays of a model; one of them is shown below. */
export function ReplayTable({
  project,
  model,
  replays,
  shown,
  onShow,
}: {
  project: string;
  model: string;
  replays: readonly Replay[];
  shown: string | undefined;
  onShow: (id: string) => void;
}) {
  const t = useTranslations('replay');
  const format = useFormat();
  const words = useWindowWords();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => apiResponse(`${replayPath(model)}/${id}`, { method: 'DELETE', project }),
    onSettled: () => client.invalidateQueries({ queryKey: replayQueries.list(project, model).queryKey }),
  });
  return (
    <>
      {remove.error ? <InlineError error={remove.error} title={t('notDeleted')} /> : null}
      <Table
        label={t('list.title')}
        rows={replays}
        rowKey={({ id }) => id}
        columns={[
          { key: 'window', header: t('list.window'), cell: (replay) => words(replay) },
          { key: 'version', header: t('list.version'), align: 'right', cell: ({ version }) => `v${version}` },
          {
            key: 'state',
            header: t('list.state'),
            cell: ({ state, progress }) => (
              <span className="inline-flex items-center gap-2">
                <State kind={KINDS[state]}>{t(`states.${state}`)}</State>
                {state === 'running' ? (
                  <span className="text-ink-3">{format.percent(progress, { digits: 0 })}</span>
                ) : null}
              </span>
            ),
          },
          {
            key: 'different',
            header: t('list.different'),
            align: 'right',
            cell: ({ result }) =>
              result && result.asked > 0
                ? `${format.number(result.different)} (${format.percent(result.different / result.asked)})`
                : '',
          },
          { key: 'by', header: t('list.by'), cell: ({ createdBy }) => createdBy },
          {
            key: 'actions',
            header: '',
            align: 'right',
            cell: ({ id, state }) => (
              <span className="inline-flex gap-2">
                {id === shown || state === 'waiting' || state === 'running' ? null : (
                  <Button size="sm" onClick={() => onShow(id)}>
                    {t('list.show')}
                  </Button>
                )}
                <Button size="sm" busy={remove.isPending && remove.variables === id} onClick={() => remove.mutate(id)}>
                  {state === 'waiting' || state === 'running' ? t('stop') : t('delete')}
                </Button>
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
