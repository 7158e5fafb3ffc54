'use client';
import { useMutation } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { State } from '@/components/ui/state';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { MEASURES, type RuleTrial, type TriedIncident } from '@/lib/domain/alerts/schema';
import { api } from '@/lib/platform/http/client';
import { definitionOf, type RuleDraft } from './rule-draft';
import { useAlertWords } from './use-alert-words';

/** What the rule would have done in the last 28 days, before it is saved. An answer is gone once the rule is another one. */
export function TryRule({
  project,
  draft,
  onTry,
}: {
  project: string;
  draft: RuleDraft;
  /** Whether the draft can be sent; else its faults are shown. */
  onTry: () => boolean;
}) {
  const t = useTranslations('alerts.form');
  const body = { ...definitionOf(draft), model: draft.model };
  const tried = JSON.stringify(body);
  const trial = useMutation({
    mutationFn: async () => ({
      tried,
      found: await api<RuleTrial>('/api/alert-rules/backtest', { method: 'POST', project, body }),
    }),
  });
  if (!MEASURES[draft.measure].replays) return <p className="text-xs text-ink-3">{t('tryNot')}</p>;
  const found = trial.data?.tried === tried ? trial.data.found : null;
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button
          icon={<History aria-hidden="true" />}
          busy={trial.isPending}
          onClick={() => (onTry() ? trial.mutate() : undefined)}
        >
          {t('try')}
        </Button>
        <span className="text-xs text-ink-3">{t('tryHint')}</span>
      </div>
      <div aria-live="polite" className="w-full">
        {found ? <Trial found={found} draft={draft} /> : null}
        {trial.isError ? <InlineError error={trial.error} title={t('tryFailed')} /> : null}
      </div>
    </div>
  );
}

function Trial({ found, draft }: { found: RuleTrial; draft: RuleDraft }) {
  const t = useTranslations('alerts.form');
  const levels = useTranslations('alerts.level');
  const format = useFormat();
  const words = useAlertWords();
  const lasted = ({ minutes }: TriedIncident) => words.minutes(Math.max(1, Math.round(minutes)));
  if (found.evaluations === 0) return <p className="text-sm">{t('tryEmpty')}</p>;
  const span = { from: format.dayTime(found.from), to: format.dayTime(found.to), evaluations: found.evaluations };
  return (
    <div className="flex flex-col gap-3 rounded-md bg-sunken p-4">
      <p className="text-sm font-semibold">
        {found.longest
          ? t('tryFound', { ...span, incidents: found.incidents, alerts: found.alerts, longest: lasted(found.longest) })
          : t('tryNone', span)}
      </p>
      {found.first.length > 0 ? (
        <>
          <Table
            label={t('tryTitle')}
            rows={found.first}
            rowKey={({ openedAt }) => openedAt}
            columns={[
              { key: 'opened', header: t('tryOpened'), cell: ({ openedAt }) => format.dayTime(openedAt) },
              {
                key: 'lasted',
                header: t('tryLasted'),
                align: 'right',
                cell: (incident) =>
                  incident.closedAt === null ? t('tryOpen', { duration: lasted(incident) }) : lasted(incident),
              },
              {
                key: 'value',
                header: t('tryValue'),
                align: 'right',
                cell: ({ value }) => (value === null ? '–' : words.value(draft.measure, value)),
              },
              {
                key: 'level',
                header: t('tryLevel'),
                cell: ({ level }) => <State kind={level === 'alert' ? 'bad' : 'warn'}>{levels(level)}</State>,
              },
            ]}
          />
          <p className="text-xs text-ink-3">{t('tryList', { shown: found.first.length, all: found.incidents })}</p>
        </>
      ) : null}
      {found.withoutVerdict > 0 ? (
        <p className="text-xs text-ink-3">{t('trySilent', { count: found.withoutVerdict })}</p>
      ) : null}
      {found.hourlyBefore ? (
        <p className="text-xs text-ink-3">{t('tryHourly', { time: format.dayTime(found.hourlyBefore) })}</p>
      ) : null}
    </div>
  );
}
