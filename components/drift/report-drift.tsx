'use client';
import { useNamed } from '@/components/shell/use-named';
import { Note } from '@/components/ui/note';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { MonitoringReport, ReportedDrift } from '@/lib/domain/reports/schema';
import { DriftStateWord } from './drift-state';
import { watchedDays } from './prepare-watch';
import { TogetherDays } from './together-days';
import { TogetherCharts } from './together-section';
import { WatchAlarms } from './watch-alarms';
import { WatchChart } from './watch-chart';

/** The farthest columns say what moved; the document has all of them. */
const SHOWN_COLUMNS = 20;

/** Drift of a report: alarms day by day, and the columns that moved. */
export function ReportDrift({ drift, model }: { drift: MonitoringReport['drift']; model: string }) {
  const t = useTranslations('reports');
  const format = useFormat();
  if (!drift) return <Note kind="off">{t('noChampion')}</Note>;
  const { watch, together, columns } = drift;
  if (!watch.hasReference) return <Note kind="off">{t('noReference', { version: watch.version })}</Note>;
  const judged = watchedDays(watch).length;
  return (
    <div className="flex flex-col gap-4">
      {judged === 0 ? (
        <Note kind="off">{t('learning', { days: watch.learning.days, wanted: watch.learning.wanted })}</Note>
      ) : (
        <>
          <p className="text-lg text-pretty">
            {t('alarms', {
              alarms: watch.alarms,
              days: judged,
              expected: format.number(watch.expectedFalseAlarms, { digits: 1 }),
            })}
          </p>
          <WatchChart watch={watch} model={model} />
          <WatchAlarms watch={watch} />
        </>
      )}
      {together && together.days.length > 0 ? (
        <>
          <TogetherCharts together={together} model={model} />
          <TogetherDays together={together} />
        </>
      ) : null}
      {watch.basis === 'own-time' ? (
        <p className="text-xs text-ink-3">{t('ownTime', { days: watch.days.length })}</p>
      ) : null}
      {columns.length > 0 ? <Columns columns={columns} /> : null}
    </div>
  );
}

function Columns({ columns }: { columns: readonly ReportedDrift[] }) {
  const t = useTranslations('reports');
  const named = useNamed();
  const format = useFormat();
  const share = ({ rows, nulls }: { rows: number; nulls: number }) => (rows === 0 ? null : nulls / rows);
  const table: Column<ReportedDrift>[] = [
    {
      key: 'column',
      header: t('column'),
      cell: (column) => {
        const { name, title } = named(column);
        return <span className="[overflow-wrap:anywhere]">{title || name}</span>;
      },
    },
    {
      key: 'psi',
      header: t('psi'),
      align: 'right',
      cell: ({ psi }) => (psi === null ? <Dash /> : format.score(psi)),
    },
    {
      key: 'distance',
      header: t('distance'),
      align: 'right',
      cell: ({ jensenShannon }) => (jensenShannon === null ? <Dash /> : format.score(jensenShannon)),
    },
    {
      key: 'nulls',
      header: t('nulls'),
      align: 'right',
      cell: ({ current, reference }) => {
        const [now, before] = [share(current), share(reference)];
        return (
          <span>
            {now === null ? <Dash /> : format.percent(now)}
            {before === null ? null : (
              <span className="ml-1 text-xs text-ink-3">{t('was', { share: format.percent(before) })}</span>
            )}
          </span>
        );
      },
    },
    {
      key: 'compared',
      header: t('compared'),
      align: 'right',
      cell: ({ current }) => format.number(current.compared),
    },
    { key: 'state', header: t('state'), cell: ({ state }) => <DriftStateWord state={state} /> },
  ];
  const left = columns.length - SHOWN_COLUMNS;
  return (
    <div>
      <SectionHeading level={3} title={t('columns')} hint={t('columnsHint')} />
      <Panel flush>
        <Table
          label={t('columns')}
          columns={table}
          rows={columns.slice(0, SHOWN_COLUMNS)}
          rowKey={({ name }) => name}
          tight
        />
      </Panel>
      {left > 0 ? <p className="mt-3 text-xs text-ink-3">{t('moreColumns', { count: left })}</p> : null}
    </div>
  );
}
