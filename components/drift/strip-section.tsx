'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ChartCard } from '@/components/charts/chart-card';
import { HeatStrip } from '@/components/charts/heat-strip';
import { QueryPanel } from '@/components/shell/query-panel';
import { useNamed } from '@/components/shell/use-named';
import { useTableViews } from '@/components/shell/use-table-views';
import { Section } from '@/components/ui/panel';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type DriftStrip, PSI_MUCH } from '@/lib/domain/drift/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import { stripRows } from './prepare-strip';
import { driftQueries } from './queries';
import type { OfVersion } from './reference-form';

/** How far each column was from the reference, period by period. */
export function StripSection({ of }: { of: OfVersion }) {
  const t = useTranslations('drift.strip');
  const query = useQuery(driftQueries.strip(of.project, of.model, of.version));
  return (
    <Section label={t('title')}>
      <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-72 w-full" />}>
        {(strip) => (strip.periods.length === 0 ? null : <Strip model={of.model} strip={strip} />)}
      </QueryPanel>
    </Section>
  );
}

function Strip({ model, strip: found }: { model: string; strip: DriftStrip }) {
  const t = useTranslations('drift.strip');
  const format = useFormat();
  const views = useTableViews();
  const strip = { ...found, columns: found.columns.map(useNamed()) };
  const [what, setWhat] = useState<'psi' | 'nullShare'>('psi');
  const rows = stripRows(strip, what);
  const write = (value: number) =>
    what === 'psi' ? format.number(value, { digits: 2 }) : format.percent(value, { digits: 0 });
  const day = (text: string) => format.day(noonOf(text));
  const [first, last] = [strip.periods[0]?.from ?? '', strip.periods.at(-1)?.from ?? ''];
  return (
    <ChartCard
      title={t('title')}
      per={t(`per.${strip.bucket}`)}
      n={strip.periods.reduce((sum, period) => sum + period.rows, 0)}
      effectiveN={strip.periods.length}
      window={t('window', { from: day(first), to: day(last) })}
      summary={t('summary', { columns: rows.length, periods: strip.periods.length })}
      csvName={`${model}-drift-strip`}
      {...views('strip')}
      actions={
        <Segmented
          label={t('what')}
          value={what}
          onValue={setWhat}
          choices={[
            { value: 'psi', label: t('psi') },
            { value: 'nullShare', label: t('nulls') },
          ]}
        />
      }
      note={
        rows.length < strip.columns.length ? t('part', { shown: rows.length, total: strip.columns.length }) : t('note')
      }
      table={{
        columns: [
          { key: 'column', header: t('column') },
          { key: 'from', header: t('from') },
          { key: 'psi', header: t('psi'), align: 'right' },
          { key: 'nullShare', header: t('nulls'), align: 'right' },
          { key: 'rows', header: t('rows'), align: 'right' },
        ],
        rows: strip.columns.flatMap((column) =>
          strip.periods.map((period, at) => ({
            column: column.title || column.name,
            from: period.from,
            psi: column.psi[at] ?? null,
            nullShare: column.nullShare[at] ?? null,
            rows: period.rows,
          })),
        ),
        shown: (key, value) =>
          value === null
            ? '–'
            : key === 'from'
              ? day(String(value))
              : key === 'psi'
                ? format.number(Number(value), { digits: 3 })
                : key === 'nullShare'
                  ? format.percent(Number(value), { digits: 1 })
                  : key === 'rows'
                    ? format.number(Number(value))
                    : String(value),
      }}
    >
      <HeatStrip
        label={t('title')}
        corner={t('column')}
        columns={strip.periods.map(({ from }) => day(from))}
        rows={rows.map(({ name }) => name)}
        values={rows.map(({ values }) => values)}
        write={write}
        most={what === 'psi' ? 2 * PSI_MUCH : 1}
        toneOf={(row, column) => (what === 'psi' && (rows[row]?.values[column] ?? 0) > PSI_MUCH ? 'bad' : 'now')}
      />
    </ChartCard>
  );
}
