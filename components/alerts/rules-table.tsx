'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { InlineError } from '@/components/ui/inline-error';
import { State } from '@/components/ui/state';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type AlertRule, LEAST_DAYS } from '@/lib/domain/alerts/schema';
import { api } from '@/lib/platform/http/client';
import { alertQueries } from './queries';
import { useAlertWords } from './use-alert-words';

export function RulesTable({
  project,
  rules,
  onEdit,
}: {
  project: string;
  rules: readonly AlertRule[];
  /** Null where the person may only look. */
  onEdit: ((id: string) => void) | null;
}) {
  const t = useTranslations('alerts.rules');
  const client = useQueryClient();
  const words = useAlertWords();
  const check = useMutation({
    mutationFn: (id: string) => api<AlertRule>(`/api/alert-rules/${id}/check`, { method: 'POST', project }),
    onSuccess: async () => {
      showSuccess(t('checked'));
      await client.invalidateQueries({ queryKey: alertQueries.all(project) });
    },
  });
  const columns: Column<AlertRule>[] = [
    {
      key: 'name',
      header: t('name'),
      className: 'min-w-44',
      cell: ({ name, model, version, owner }) => (
        <span className="flex flex-col py-1.5">
          <span className="font-semibold [overflow-wrap:anywhere]">{name}</span>
          <span className="text-xs text-ink-3 [overflow-wrap:anywhere]">
            {[model.name, words.version(version), owner].join(' · ')}
          </span>
        </span>
      ),
    },
    {
      key: 'watches',
      header: t('watches'),
      className: 'min-w-60',
      phone: 'wide',
      cell: (rule) => <span className="block py-1.5 text-ink-2 max-md:py-0">{words.rule(rule)}</span>,
    },
    { key: 'state', header: t('state'), cell: (rule) => <RuleState project={project} rule={rule} /> },
    { key: 'now', header: t('now'), align: 'right', cell: (rule) => <LastValue rule={rule} /> },
    { key: 'channels', header: t('channels'), cell: (rule) => <Channels rule={rule} /> },
  ];
  if (onEdit)
    columns.push({
      key: 'actions',
      header: t('actions'),
      hideHeader: true,
      align: 'right',
      phone: 'wide',
      cell: ({ id, name, enabled }) => (
        <span className="inline-flex items-center gap-1">
          {enabled ? (
            <IconButton
              label={t('checkOf', { name })}
              icon={<RefreshCw aria-hidden="true" />}
              onClick={() => check.mutate(id)}
            />
          ) : null}
          <Button size="sm" aria-label={t('editOf', { name })} onClick={() => onEdit(id)}>
            {t('edit')}
          </Button>
        </span>
      ),
    });
  return (
    <>
      {check.isError ? (
        <div className="p-5">
          <InlineError error={check.error} title={t('notChecked')} />
        </div>
      ) : null}
      <Table label={t('title')} columns={columns} rows={rules} rowKey={({ id }) => id} />
    </>
  );
}

function RuleState({ project, rule }: { project: string; rule: AlertRule }) {
  const t = useTranslations('alerts.level');
  const { openIncident, enabled, last } = rule;
  if (openIncident)
    return (
      <TextLink href={`/p/${project}/alerts/${openIncident.id}`}>
        <State kind={openIncident.level === 'alert' ? 'bad' : 'warn'}>{t(openIncident.level)}</State>
      </TextLink>
    );
  if (!enabled) return <State kind="off">{t('off')}</State>;
  if (!last) return <State kind="busy">{t('new')}</State>;
  if (last.because === 'learning') return <State kind="unsure">{t('learning')}</State>;
  if (last.verdict === null) return <State kind="off">{t('none')}</State>;
  if (last.verdict === 'ok') return <State kind="ok">{t('ok')}</State>;
  return <State kind={last.verdict === 'alert' ? 'bad' : 'warn'}>{t(last.verdict)}</State>;
}

function LastValue({ rule: { last, measure } }: { rule: AlertRule }) {
  const t = useTranslations('alerts.rules');
  const format = useFormat();
  const words = useAlertWords();
  if (!last) return <span className="text-ink-3">–</span>;
  const isToday = format.day(last.at) === format.day(format.now);
  return (
    <span className="flex flex-col items-end py-1.5 max-md:items-start">
      <span>{last.value === null ? '–' : words.value(measure, last.value)}</span>
      <span className="max-w-44 text-xs text-pretty whitespace-normal text-ink-3" title={format.exact(last.at)}>
        {[
          last.because === 'learning'
            ? t('learning', { missing: Math.max(1, LEAST_DAYS - (last.learnt?.days ?? 0)) })
            : words.counted(measure, last.n),
          t('lastChecked', { when: isToday ? format.time(last.at) : format.dayTime(last.at) }),
        ]
          .filter((part) => part !== null)
          .join(', ')}
      </span>
    </span>
  );
}

function Channels({ rule: { webhook, mailTo, mutedUntil } }: { rule: AlertRule }) {
  const t = useTranslations('alerts.rules');
  const names = useTranslations('alerts.form.formats');
  const format = useFormat();
  const isMuted = mutedUntil !== null && new Date(mutedUntil) > format.now;
  return (
    <span className="flex flex-col py-1.5">
      <span>{webhook ? names(webhook.format) : t('inApp')}</span>
      {webhook ? (
        <span title={new URL(webhook.url).host} className="max-w-40 truncate text-xs text-ink-3">
          {new URL(webhook.url).host}
        </span>
      ) : null}
      {mailTo.length > 0 ? <span className="text-xs text-ink-3">{t('mails', { count: mailTo.length })}</span> : null}
      {isMuted ? (
        <span className="text-xs whitespace-nowrap text-warn max-md:whitespace-normal">
          {t('muted', { time: format.dayTime(mutedUntil) })}
        </span>
      ) : null}
    </span>
  );
}
