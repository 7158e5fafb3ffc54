'use client';
import { Download } from 'lucide-react';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { Button } from '@/components/ui/button';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { TriedChange, TriedDetector } from '@/lib/domain/drift/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import { TRIED_CSV_COLUMNS, triedCsvRows } from './prepare-change';
import { onceIn, rarityOf } from './prepare-watch';

/** When each detector would have noticed the change, beside what it raises without it. */
export function TriedDetectors({ change, model }: { change: TriedChange; model: string }) {
  const t = useTranslations('drift.sandbox');
  const format = useFormat();
  const rows = change.days.reduce((sum, day) => sum + day.rows, 0);
  const write = (value: number) => format.number(value, { digits: 3 });
  const limit = ({ name, upper, lower }: TriedDetector) => {
    if (name === 'calibrated') return lower === null ? '–' : t('onceIn', { times: onceIn(rarityOf(lower)) });
    if (upper !== null && lower !== null) return t('between', { low: write(lower), high: write(upper) });
    return upper === null ? '–' : t('above', { high: write(upper) });
  };
  const columns: Column<TriedDetector>[] = [
    {
      key: 'detector',
      header: t('detector'),
      cell: ({ name }) => (
        <span>
          <span className="block font-semibold">{t(`detectors.${name}`)}</span>
          <span className="block text-xs text-ink-3">{t(`rules.${name}`)}</span>
        </span>
      ),
    },
    { key: 'limit', header: t('limit'), phone: 'hide', cell: limit },
    {
      key: 'noticed',
      header: t('noticed'),
      cell: ({ noticed, hiddenDays, hasAnswer }) =>
        noticed ? (
          <span>
            <span className="block font-semibold">{t('delay', { days: noticed.delayDays })}</span>
            <span className="block text-xs text-ink-3">{format.day(noonOf(noticed.day))}</span>
          </span>
        ) : (
          <span className="text-ink-3">
            {hasAnswer ? t('notNoticed') : t('noAnswer')}
            {hiddenDays > 0 ? <span className="block text-xs">{t('hidden', { days: hiddenDays })}</span> : null}
          </span>
        ),
    },
    {
      key: 'alarms',
      header: t('alarmDays'),
      align: 'right',
      cell: ({ alarmDays, alarms }) => (
        <span>
          {format.number(alarmDays)}
          {alarmDays > 0 ? <span className="block text-xs text-ink-3">{t('inAlarms', { alarms })}</span> : null}
        </span>
      ),
    },
    {
      key: 'own',
      header: t('columnAlarmDays'),
      align: 'right',
      phone: 'hide',
      cell: ({ columnAlarmDays }) => (columnAlarmDays === null ? <Dash /> : format.number(columnAlarmDays)),
    },
  ];
  const save = () => downloadText(`${model}-sandbox.csv`, writeCsv(TRIED_CSV_COLUMNS, triedCsvRows(change)));
  return (
    <div>
      <SectionHeading
        level={3}
        title={t('result')}
        hint={t('resultHint', { days: change.days.length, rows, from: format.day(noonOf(change.from)) })}
        actions={
          <Button size="sm" icon={<Download aria-hidden="true" />} onClick={save}>
            {t('csv')}
          </Button>
        }
      />
      <Panel flush>
        <Table label={t('result')} columns={columns} rows={change.detectors} rowKey={({ name }) => name} />
      </Panel>
    </div>
  );
}
