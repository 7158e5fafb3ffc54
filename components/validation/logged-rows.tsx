'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { ProgressBar } from '@/components/ui/progress';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import type { Dataset } from '@/lib/domain/datasets/schema';
import type { ValidationPlan } from '@/lib/domain/validation/schema';
import { examineOnLog, type OfVersion, validationQueries } from './queries';

const DAYS = [7, 30, 90] as const;

/** Has a version examined on labelled rows of the log, which become a dataset first. */
export function LoggedRows({ of, before }: { of: OfVersion; before: ValidationPlan | null }) {
  const t = useTranslations('validation.logged');
  const client = useQueryClient();
  const [days, setDays] = useState<(typeof DAYS)[number]>(30);
  const datasets = useQuery(validationQueries.datasets(of.project));
  const start = useMutation({
    mutationFn: () =>
      examineOnLog(of, {
        days,
        nowMs: Date.now(),
        place: placeOf(t('name', { model: of.model }), of.model, datasets.data?.datasets ?? []),
        plan: before,
      }),
  });
  const builds = useQuery({ ...validationQueries.builds(of.project), enabled: start.isSuccess });
  const build = builds.data?.builds.find(({ id }) => id === start.data?.id) ?? start.data;
  const isDone = build?.state === 'done';
  // What was made is examined: the page follows that from here on.
  useEffect(() => {
    if (!isDone) return;
    void client.invalidateQueries({ queryKey: validationQueries.datasets(of.project).queryKey });
    void client.invalidateQueries({ queryKey: validationQueries.validation(of).queryKey });
  }, [isDone, client, of]);
  const isUnderWay = build?.state === 'waiting' || build?.state === 'running';
  return (
    <Panel>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <p className="max-w-measure text-sm text-ink-2">{t('what')}</p>
        <div className="flex flex-wrap items-end gap-4">
          <Field label={t('window')}>
            <Select
              value={String(days)}
              options={DAYS.map((count) => ({ value: String(count), label: t('days', { count }) }))}
              onValue={(text) => setDays(DAYS.find((count) => String(count) === text) ?? 30)}
              className="w-48"
            />
          </Field>
          <Button type="submit" busy={start.isPending || isUnderWay || datasets.isPending}>
            {t('start')}
          </Button>
        </div>
        {isUnderWay ? (
          <Note kind="busy" title={t('making')}>
            <span className="block w-60 max-w-full">
              <ProgressBar label={t('making')} share={build.progress} />
            </span>
          </Note>
        ) : null}
        {build?.state === 'failed' ? (
          <Note kind="bad" urgent title={t('notMade')}>
            {build.message}
          </Note>
        ) : null}
        {start.error ? <InlineError error={start.error} title={t('notMade')} /> : null}
      </form>
    </Panel>
  );
}

/** One dataset of a model for this: its next version, where an earlier click has made it. */
function placeOf(name: string, model: string, datasets: readonly Dataset[]) {
  const known = datasets.find(
    (one) => one.name === name && one.newest.source.kind === 'query' && one.newest.source.query.model === model,
  );
  return known ? { datasetId: known.id } : { name, description: '' };
}
