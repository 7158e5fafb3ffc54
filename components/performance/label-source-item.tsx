'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Badge, State } from '@/components/ui/state';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { LabelSourceView, PullOutcome } from '@/lib/domain/feedback/schema';
import { runSource } from './label-source-queries';
import { LabelsFound } from './labels-found';
import { FaultNote, PullFailure } from './pull-failure';
import { performanceQueries } from './queries';

/** One source: where it is, when it is pulled, what the last pull brought. */
export function LabelSourceItem({
  of,
  source,
  onChange,
}: {
  of: { project: string; model: string };
  source: LabelSourceView;
  /** Null for those who may only look. */
  onChange: (() => void) | null;
}) {
  const t = useTranslations('performance.pulled');
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () => runSource(of, source.id),
    onSettled: () => client.invalidateQueries({ queryKey: performanceQueries.all(of.project) }),
  });
  const { name, last, context, days } = source;
  const facts = [
    t(`schedule.${source.every}`, { hour: source.hour }),
    context === null ? t('joined.id') : t('joined.context', { context, days }),
    t(`words.${source.source}`),
  ];
  return (
    <li aria-label={name} className="flex flex-col gap-2.5 px-5 py-4 max-md:px-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="font-semibold [overflow-wrap:anywhere]">{name}</h3>
        <Badge>{t(`kinds.${source.kind}`)}</Badge>
        <PullState source={source} isRunning={run.isPending || source.isRunning} />
        {onChange ? (
          <span className="ml-auto flex gap-2">
            <Button size="sm" aria-label={t('runOf', { name })} busy={run.isPending} onClick={() => run.mutate()}>
              {t('run')}
            </Button>
            <Button size="sm" aria-label={t('changeOf', { name })} onClick={onChange}>
              {t('change')}
            </Button>
          </span>
        ) : null}
      </div>
      <code className="text-xs text-ink-2 [overflow-wrap:anywhere]">
        {source.url}
        {source.hasHiddenQuery ? '?…' : ''}
      </code>
      <p className="text-sm text-ink-2">{facts.join(', ')}.</p>
      {run.data ? <LabelsFound found={run.data} /> : null}
      {run.isError ? <PullFailure error={run.error} title={t('runFailed')} /> : null}
      {run.data || run.isError ? null : <LastPull last={last} />}
    </li>
  );
}

function PullState({ source: { dueAt, last }, isRunning }: { source: LabelSourceView; isRunning: boolean }) {
  const t = useTranslations('performance.pulled');
  const format = useFormat();
  if (isRunning) return <State kind="busy">{t('running')}</State>;
  if (dueAt === null) return <State kind="off">{t('off')}</State>;
  const when = format.dayTime(dueAt);
  if (last?.outcome.kind === 'failed') return <State kind="bad">{t('failedNext', { when })}</State>;
  return <State kind={last === null ? 'info' : 'ok'}>{t('next', { when })}</State>;
}

function LastPull({ last }: { last: LabelSourceView['last'] }) {
  const t = useTranslations('performance.pulled');
  const format = useFormat();
  if (!last) return <p className="text-sm text-ink-2">{t('never')}</p>;
  const { outcome } = last;
  const when = format.dayTime(last.at);
  if (outcome.kind === 'failed')
    return (
      <>
        <p className="text-sm text-ink-2">{t('tried', { when })}.</p>
        <FaultNote fault={outcome.fault} said={outcome.said} />
      </>
    );
  return (
    <p className="text-sm text-ink-2">
      {t('last', { when })}
      <Brought outcome={outcome} />
    </p>
  );
}

function Brought({ outcome }: { outcome: Exclude<PullOutcome, { kind: 'failed' }> }) {
  const t = useTranslations('performance.pulled.outcome');
  if (outcome.kind === 'unchanged') return <>. {t('unchanged')}</>;
  const { lines, rows, replaced, unknown, misfits } = outcome;
  return (
    <>
      {'. '}
      {t('written', { lines, rows, replaced })}
      {unknown > 0 ? ` ${t('unknown', { count: unknown })}` : ''}
      {misfits > 0 ? ` ${t('misfits', { count: misfits })}` : ''}
    </>
  );
}
