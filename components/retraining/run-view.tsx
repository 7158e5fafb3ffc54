'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw, Square } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { modelHref, versionHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { ProgressBar } from '@/components/ui/progress';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { RunDetail, TrainingRun } from '@/lib/domain/retraining/schema';
import { api } from '@/lib/platform/http/client';
import { LossChart } from './loss-chart';
import { OutsideFacts } from './outside-facts';
import { PinnedFacts } from './pinned-facts';
import { retrainingQueries } from './queries';
import { RunLog } from './run-log';
import { RunResult } from './run-result';
import { RunState } from './run-state';
import { RunSteps } from './run-steps';
import { useReasonWords } from './use-reason-words';
import { useRunWords } from './use-run-words';

/** One training run: where it is, what it learns from, and what came out. */
export function RunView({
  project,
  model,
  run: number,
  mayManage,
}: {
  project: string;
  model: string;
  run: number;
  mayManage: boolean;
}) {
  const query = useQuery(retrainingQueries.run(project, model, number));
  return (
    <QueryPanel query={query}>
      {(run) => <RunBody project={project} model={model} run={run} mayManage={mayManage} />}
    </QueryPanel>
  );
}

function RunBody({
  project,
  model,
  run,
  mayManage,
}: {
  project: string;
  model: string;
  run: RunDetail;
  mayManage: boolean;
}) {
  const t = useTranslations('retraining');
  const format = useFormat();
  const words = useRunWords();
  const reason = useReasonWords();
  const client = useQueryClient();
  const router = useRouter();
  const base = modelHref(project, model);
  const path = `/api/models/${encodeURIComponent(model)}`;
  const stop = useMutation({
    mutationFn: () =>
      api<TrainingRun>(`${path}/training-runs/${run.number}/stop`, { method: 'POST', project, body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: retrainingQueries.run(project, model, run.number).queryKey }),
  });
  const again = useMutation({
    mutationFn: () => api<TrainingRun>(`${path}/retrain`, { method: 'POST', project, body: {} }),
    onSuccess: (next) => router.push(`${base}/training/${next.number}`),
  });
  const isOver = run.finishedAt !== null;
  const took = words.took(run);
  const failed = stop.error ?? again.error;
  return (
    <>
      <PageHeader
        title={t('runs.number', { number: run.number })}
        state={<RunState run={run} pill />}
        sentence={[
          t('startedBy', {
            who: run.startedBy.reason ? reason(run.startedBy.reason) : run.startedBy.name,
            when: format.dayTime(run.createdAt),
          }),
          took === null ? null : t('took', { time: took }),
          run.startedBy.note || null,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
        actions={
          <>
            {mayManage && !isOver ? (
              <Button
                icon={<Square aria-hidden="true" />}
                busy={stop.isPending || run.isStopping}
                onClick={() => stop.mutate()}
              >
                {t('stop')}
              </Button>
            ) : null}
            {mayManage && isOver ? (
              <Button icon={<RotateCw aria-hidden="true" />} busy={again.isPending} onClick={() => again.mutate()}>
                {t('again')}
              </Button>
            ) : null}
            {run.versionNumber !== null && run.outcome?.takesSameInputs ? (
              <LinkButton href={`${base}/compare?b=${run.versionNumber}`}>{t('compare')}</LinkButton>
            ) : null}
            {run.versionNumber === null ? null : (
              <LinkButton kind="main" href={versionHref(project, model, run.versionNumber)}>
                {t('openVersion', { number: run.versionNumber })}
              </LinkButton>
            )}
          </>
        }
      />
      {failed ? <InlineError error={failed} title={t('notDone')} /> : null}
      {run.problem ? (
        <div className="mb-5">
          <Note kind="bad">{words.problem(run.problem)}</Note>
        </div>
      ) : null}
      <Panel>
        <RunSteps run={run} />
        {run.state === 'running' || run.state === 'claimed' ? (
          <div className="mt-4">
            <ProgressBar label={t('progress')} share={run.progress} />
          </div>
        ) : null}
      </Panel>
      {run.outcome ? <RunResult run={run} outcome={run.outcome} /> : null}
      {run.outside ? <OutsideFacts run={run} outside={run.outside} /> : null}
      {run.losses.length > 0 && run.pinned ? <LossChart run={run} pinned={run.pinned} /> : null}
      {run.pinned ? (
        <Section label={t('pinned.title')}>
          <SectionHeading title={t('pinned.title')} hint={t('pinned.hint')} />
          <PinnedFacts project={project} pinned={run.pinned} />
        </Section>
      ) : null}
      <Section label={t('log.title')}>
        <SectionHeading title={t('log.title')} />
        <RunLog project={project} model={model} run={run} />
      </Section>
    </>
  );
}
