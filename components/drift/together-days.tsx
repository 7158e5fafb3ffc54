'use client';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftTogether } from '@/lib/domain/drift/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import { type OutsideDay, outsideDays } from './prepare-together';

const FIRST_SHOWN = 10;

/** Days outside the learnt bands with the columns to blame, the newest first. */
export function TogetherDays({ together }: { together: DriftTogether }) {
  const t = useTranslations('drift.together.days');
  const names = useTranslations('drift.together.charts');
  const format = useFormat();
  const rows = outsideDays(together);
  const columns: Column<OutsideDay>[] = [
    { key: 'day', header: t('day'), cell: ({ day }) => format.day(noonOf(day.day)) },
    { key: 'measure', header: t('measure'), cell: ({ name }) => names(name) },
    {
      key: 'value',
      header: t('value'),
      align: 'right',
      cell: ({ measured: { value, band } }) => (
        <span>
          {value === null ? '–' : format.score(value)}
          {band ? (
            <span className="block whitespace-nowrap text-xs text-ink-3">
              {t('band', { low: format.score(band.low), high: format.score(band.high) })}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      key: 'blamed',
      header: t('blamed'),
      cell: ({ name, measured }) => (
        <ul className="flex flex-col gap-0.5 py-2">
          {measured.blamed.map(({ name: column, title, now, learnt }) => {
            const write = (value: number) =>
              name === 'classifier' ? format.percent(value) : format.number(value, { digits: 2 });
            return (
              <li key={column} className="[overflow-wrap:anywhere]">
                {t(name === 'classifier' ? 'gain' : 'off', {
                  column: title || column,
                  now: write(now),
                  learnt: write(learnt),
                })}
              </li>
            );
          })}
        </ul>
      ),
    },
    {
      key: 'rows',
      header: t('rows'),
      align: 'right',
      phone: 'hide',
      cell: ({ day }) => format.number(day.measuredRows),
    },
  ];
  if (rows.length === 0)
    return (
      <Panel>
        <State kind="ok">{t('none')}</State>
      </Panel>
    );
  const left = rows.length - FIRST_SHOWN;
  return (
    <div>
      <SectionHeading level={3} title={t('title')} />
      <Panel flush>
        <Table
          label={t('title')}
          columns={columns}
          rows={rows.slice(0, FIRST_SHOWN)}
          rowKey={({ day, name }) => `${day.day}/${name}`}
        />
      </Panel>
      <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
        {left > 0 ? `${t('more', { count: left })} ` : ''}
        {t('reading')}
      </p>
    </div>
  );
}
