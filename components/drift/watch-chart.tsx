'use client';
import { useRouter } from 'next/navigation';
import { ChartCard } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftWatch } from '@/lib/domain/drift/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import { isTogether, onceIn, rarityOf, watchedDays } from './prepare-watch';

const DAY_MS = 86_400_000;

/** How unusual each day is, against how unusual it must be to raise an alarm. */
export function WatchChart({
  watch,
  model,
  rowsHref,
}: {
  watch: DriftWatch;
  model: string;
  /** Where the rows of watched days are; a report leads nowhere. */
  rowsHref?: (from: string, to: string) => string;
}) {
  const router = useRouter();
  const t = useTranslations('drift.watch.chart');
  const format = useFormat();
  const days = watchedDays(watch);
  const rows = days.reduce((sum, day) => sum + day.rows, 0);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const window = t('window', { from: format.day(noonOf(first.day)), to: format.day(noonOf(last.day)) });
  const once = (rarity: number) => t('once', { times: onceIn(rarity) });
  return (
    <ChartCard
      title={t('title')}
      per={t('per')}
      n={rows}
      effectiveN={days.length}
      window={window}
      summary={t('summary', { alarms: watch.alarms, days: days.length, window })}
      csvName={`${model}-drift-days`}
      table={{
        columns: [
          { key: 'day', header: t('day') },
          { key: 'p', header: t('p'), align: 'right' },
          { key: 'window', header: t('length'), align: 'right' },
          { key: 'rows', header: t('rows'), align: 'right' },
          { key: 'alarm', header: t('alarm') },
          { key: 'moved', header: t('moved') },
        ],
        rows: days.map((day) => ({
          day: day.day,
          p: day.p,
          window: day.window,
          rows: day.rows,
          alarm: day.isAlarm ? t('yes') : '',
          moved: [
            ...new Set(
              day.moved.map((moved) =>
                isTogether(moved) ? t('together') : moved.isAnswer ? t('answers') : moved.name,
              ),
            ),
          ].join(' '),
        })),
        shown: (key, value, { day }) =>
          key === 'rows' && rowsHref && typeof value === 'number' && value > 0 ? (
            <TextLink href={rowsHref(String(day), String(day))}>{format.number(value)}</TextLink>
          ) : key === 'day' ? (
            format.day(noonOf(String(value)))
          ) : typeof value !== 'number' ? (
            value
          ) : key === 'p' ? (
            format.pValue(value)
          ) : (
            format.number(value)
          ),
      }}
    >
      <LineChart
        series={[
          {
            key: 'rarity',
            label: t('series'),
            colour: 'now',
            points: days.map((day) => ({ t: noonOf(day.day), value: rarityOf(day.p ?? 1), n: day.rows })),
          },
        ]}
        write={once}
        writeTick={(rarity) => (Number.isInteger(rarity) ? once(rarity) : '')}
        writeTime={(moment) => format.day(moment)}
        threshold={{ value: rarityOf(watch.level), label: t('threshold', { times: Math.round(1 / watch.level) }) }}
        bucketMs={DAY_MS}
        {...(rowsHref
          ? {
              onPick: (moment: number) => {
                const day = new Date(moment).toISOString().slice(0, 10);
                router.push(rowsHref(day, day));
              },
            }
          : {})}
        fromZero
        gapLabel={t('noRows')}
      />
    </ChartCard>
  );
}
