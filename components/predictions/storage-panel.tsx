'use client';
import { useQuery } from '@tanstack/react-query';
import { ChartCard } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import { QueryPanel } from '@/components/shell/query-panel';
import { useTableViews } from '@/components/shell/use-table-views';
import { Section, SectionHeading } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Storage } from '@/lib/domain/predictions/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import { storageQuery } from './queries';

/** What the log takes on disk, day by day, and when the disk is full. */
export function StoragePanel() {
  const t = useTranslations('predictions.storage');
  const query = useQuery(storageQuery());
  return (
    <Section label={t('title')}>
      <QueryPanel query={query} errorTitle={t('errorTitle')}>
        {(storage) => (
          <>
            <SectionHeading title={t('title')} hint={t('hint')} />
            <StorageFacts storage={storage} />
          </>
        )}
      </QueryPanel>
    </Section>
  );
}

function StorageFacts({ storage }: { storage: Storage }) {
  const t = useTranslations('predictions.storage');
  const format = useFormat();
  const views = useTableViews();
  const { days, bytes, calls, bytesPerDay, recentDays, disk, fullAt, levelBytes } = storage;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-pretty text-sm">
        {t('now', { bytes: format.bytes(bytes), days: days.length, calls: format.number(calls) })}{' '}
        {calls > 0 ? t('perCall', { bytes: format.bytes(bytes / calls) }) : ''}{' '}
        {bytesPerDay === null
          ? t('noRate')
          : t('rate', {
              bytes: format.bytes(bytesPerDay),
              days: recentDays,
              level: format.bytes(levelBytes ?? 0),
            })}{' '}
        {disk === null
          ? t('noDisk')
          : fullAt === null
            ? t(bytesPerDay === null ? 'free' : 'fits', {
                free: format.bytes(disk.freeBytes),
                total: format.bytes(disk.totalBytes),
              })
            : null}
      </p>
      {fullAt !== null && disk ? (
        <p className="text-pretty text-sm font-semibold">
          {t('full', { day: format.day(fullAt), free: format.bytes(disk.freeBytes) })}
        </p>
      ) : null}
      <ChartCard
        title={t('chart')}
        per={t('perDay')}
        n={calls}
        window={t('window', { days: days.length })}
        summary={t('summary', { days: days.length, bytes: format.bytes(bytes) })}
        csvName="log-on-disk"
        {...views('storage')}
        table={{
          columns: [
            { key: 'day', header: t('day') },
            { key: 'bytes', header: t('bytes'), align: 'right' },
            { key: 'calls', header: t('calls'), align: 'right' },
          ],
          rows: days,
          shown: (key, value) =>
            key === 'day'
              ? format.day(noonOf(String(value)))
              : key === 'bytes'
                ? format.bytes(Number(value))
                : format.number(Number(value)),
        }}
      >
        <LineChart
          series={[
            {
              key: 'bytes',
              label: t('bytes'),
              colour: 'now',
              points: days.map((day) => ({ t: noonOf(day.day), value: day.bytes })),
            },
          ]}
          write={(value) => format.bytes(value)}
          bucketMs={86_400_000}
          fromZero
        />
      </ChartCard>
    </div>
  );
}
