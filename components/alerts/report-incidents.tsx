'use client';
import { Panel } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { useTranslations } from '@/components/ui/use-translations';
import type { MonitoringReport } from '@/lib/domain/reports/schema';
import { IncidentsTable } from './incidents-table';

/** Incidents of a report: those that were open at some time in its window. */
export function ReportIncidents({ project, report }: { project: string; report: MonitoringReport }) {
  const t = useTranslations('reports');
  const { incidents, isCut, madeAt } = report;
  if (incidents.length === 0)
    return (
      <Panel>
        <State kind="ok">{t('noIncidents')}</State>
      </Panel>
    );
  return (
    <>
      <Panel flush>
        <IncidentsTable project={project} incidents={incidents} readAtMs={Date.parse(madeAt)} />
      </Panel>
      {isCut ? <p className="mt-3 text-xs text-ink-3">{t('cut', { count: incidents.length })}</p> : null}
    </>
  );
}
