'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import type { Replay } from '@/lib/domain/replay/schema';
import { api } from '@/lib/platform/http/client';
import { replayPath, replayQueries } from './queries';

const DAY_MS = 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** A version and whole days in UTC. */
export function ReplayForm({
  project,
  model,
  versions,
  onStarted,
}: {
  project: string;
  model: string;
  versions: readonly number[];
  onStarted: (id: string) => void;
}) {
  const t = useTranslations('replay.form');
  const client = useQueryClient();
  const [version, setVersion] = useState(String(versions.at(-1) ?? ''));
  const [from, setFrom] = useState(() => dayOf(Date.now() - 6 * DAY_MS));
  const [to, setTo] = useState(() => dayOf(Date.now()));
  const isWrong = from === '' || to === '' || from > to;
  const start = useMutation({
    mutationFn: () =>
      api<Replay>(replayPath(model), {
        method: 'POST',
        project,
        body: {
          version: Number(version),
          from: `${from}T00:00:00Z`,
          to: new Date(Date.parse(to) + DAY_MS).toISOString(),
        },
      }),
    onSuccess: async ({ id }) => {
      onStarted(id);
      await client.invalidateQueries({ queryKey: replayQueries.list(project, model).queryKey });
    },
  });
  return (
    <Panel>
      <form
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong) start.mutate();
        }}
      >
        <div className="grid items-start gap-4 sm:grid-cols-3">
          <Field label={t('version')}>
            <Select
              value={version}
              options={versions
                .toReversed()
                .map((number) => ({ value: String(number), label: t('versionOption', { number }) }))}
              onValue={setVersion}
            />
          </Field>
          <Field label={t('from')} hint={t('days')} error={isWrong ? t('order') : undefined}>
            <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
          </Field>
          <Field label={t('to')}>
            <Input type="date" value={to} onChange={(event) => setTo(event.target.value)} />
          </Field>
        </div>
        {start.error ? <InlineError error={start.error} title={t('notStarted')} /> : null}
        <div className="mt-4">
          <Button kind="main" type="submit" busy={start.isPending}>
            {t('start')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
