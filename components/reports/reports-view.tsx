'use client';
import { useQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ModelReports, PastReport } from '@/lib/domain/reports/schema';
import { reportQueries } from './queries';
import { SchedulePanel } from './schedule-panel';

/** When reports are made by themselves, and those that were. Not on paper. */
export function ReportsView({
  project,
  model,
  here,
  mayManage,
}: {
  project: string;
  model: string;
  /** Address of the page of reports. */
  here: string;
  mayManage: boolean;
}) {
  const t = useTranslations('reports');
  const query = useQuery(reportQueries.list(project, model));
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="no-print mt-8">
      <Section label={t('schedule.title')}>
        <SectionHeading
          title={t('schedule.title')}
          actions={
            mayManage && query.data ? (
              <Button icon={<CalendarClock aria-hidden="true" />} onClick={() => setIsOpen(true)}>
                {t(query.data.schedule ? 'schedule.change' : 'schedule.set')}
              </Button>
            ) : null
          }
        />
        <QueryPanel query={query} errorTitle={t('past.notLoaded')}>
          {(found) => (
            <div className="flex flex-col gap-4">
              <ScheduleSentence found={found} />
              <div>
                <SectionHeading level={3} title={t('past.title')} hint={t('past.hint')} />
                <Panel flush>
                  {found.reports.length === 0 ? (
                    <p className="px-5 py-4 text-sm text-ink-2 max-md:px-4">
                      {t(found.schedule ? 'past.empty' : 'past.emptyOff')}
                    </p>
                  ) : (
                    <PastReports reports={found.reports} here={here} />
                  )}
                </Panel>
              </div>
            </div>
          )}
        </QueryPanel>
      </Section>
      {isOpen && query.data ? (
        <SchedulePanel project={project} model={model} found={query.data} onClose={() => setIsOpen(false)} />
      ) : null}
    </div>
  );
}

function ScheduleSentence({ found: { schedule } }: { found: ModelReports }) {
  const t = useTranslations('reports.schedule');
  const format = useFormat();
  if (!schedule) return <p className="text-sm text-ink-2">{t('none')}</p>;
  const { every, weekday, hour, mailTo, enabled, dueAt } = schedule;
  const days = { 1: '1', 2: '2', 3: '3', 4: '4', 5: '5', 6: '6', 7: '7' } as const;
  const day = days[weekday as keyof typeof days];
  const sentences = [
    every === 'week' ? t('week', { day: t(`days.${day}`), hour: String(hour) }) : t('month', { hour: String(hour) }),
    enabled ? t('next', { when: format.dayTime(dueAt) }) : t('off'),
    ...(mailTo.length > 0 ? [t('mails', { count: mailTo.length })] : []),
  ];
  return <p className="text-sm text-ink-2">{sentences.join(' ')}</p>;
}

function PastReports({ reports, here }: { reports: readonly PastReport[]; here: string }) {
  const t = useTranslations('reports.past');
  const all = useTranslations('reports');
  const format = useFormat();
  const columns: Column<PastReport>[] = [
    {
      key: 'window',
      header: t('window'),
      cell: ({ from, to }) => all('window', { from: format.dayTime(from), to: format.dayTime(to) }),
    },
    { key: 'made', header: t('made'), cell: ({ madeAt }) => format.dayTime(madeAt) },
    {
      key: 'mail',
      header: t('mail'),
      cell: ({ mails }) => (mails.sent + mails.waiting + mails.failed === 0 ? t('noMail') : t('mails', mails)),
    },
  ];
  return (
    <Table
      label={t('title')}
      columns={columns}
      rows={reports}
      rowKey={({ id }) => id}
      href={({ id }) => `${here}?saved=${id}`}
    />
  );
}
