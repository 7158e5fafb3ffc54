'use client';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Incident } from '@/lib/domain/alerts/schema';
import { IncidentState } from './incident-state';
import { useAlertWords } from './use-alert-words';

export function IncidentsTable({
  project,
  incidents,
  readAtMs,
}: {
  project: string;
  incidents: readonly Incident[];
  /** When they were read: what is open has lasted until then. */
  readAtMs: number;
}) {
  const t = useTranslations('alerts.incidents');
  const format = useFormat();
  const words = useAlertWords();
  const lasted = ({ openedAt, closedAt }: Incident) => {
    const endMs = closedAt === null ? readAtMs : Date.parse(closedAt);
    const duration = format.duration(Math.max(0, endMs - Date.parse(openedAt)));
    return closedAt === null ? t('soFar', { duration }) : duration;
  };
  const columns: Column<Incident>[] = [
    {
      key: 'rule',
      header: t('rule'),
      className: 'min-w-44',
      cell: ({ rule, model }) => (
        <span className="flex flex-col py-1.5">
          <span className="[overflow-wrap:anywhere]">{rule.name}</span>
          <span className="text-xs font-normal text-ink-3 [overflow-wrap:anywhere]">{model.name}</span>
        </span>
      ),
    },
    { key: 'state', header: t('state'), cell: (incident) => <IncidentState incident={incident} /> },
    {
      key: 'what',
      header: t('what'),
      className: 'min-w-60',
      phone: 'wide',
      cell: ({ rule, latest }) => (
        <span className="block py-1.5 text-ink-2 max-md:py-0">{words.finding(rule.definition, latest)}</span>
      ),
    },
    {
      key: 'opened',
      header: t('opened'),
      className: 'whitespace-nowrap',
      cell: ({ openedAt }) => <span title={format.exact(openedAt)}>{format.dayTime(openedAt)}</span>,
    },
    { key: 'lasted', header: t('lasted'), className: 'whitespace-nowrap', cell: lasted },
    {
      key: 'who',
      header: t('who'),
      cell: ({ acknowledged, closedAt }) =>
        acknowledged ? (
          <span className="[overflow-wrap:anywhere]">{acknowledged.by}</span>
        ) : (
          <span className="text-ink-3">{closedAt === null ? t('nobody') : '–'}</span>
        ),
    },
  ];
  return (
    <Table
      label={t('title')}
      columns={columns}
      rows={incidents}
      rowKey={({ id }) => id}
      href={({ id }) => `/p/${project}/alerts/${id}`}
    />
  );
}
