'use client';
import { ChartCard, LegendItem } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftTogether } from '@/lib/domain/drift/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import { answeredDays, blamedNames, type TogetherName, togetherPoints } from './prepare-together';

const DAY_MS = 86_400_000;

/** One measure of all columns together, day by day, with the band of the days that it is held against. */
export function TogetherChart({
  together,
  name,
  model,
}: {
  together: DriftTogether;
  name: TogetherName;
  model: string;
}) {
  const t = useTranslations('drift.together.charts');
  const facts = useTranslations('drift.together.facts');
  const format = useFormat();
  const days = answeredDays(together, name);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const window = facts('window', { from: format.day(noonOf(first.day)), to: format.day(noonOf(last.day)) });
  const outside = days.filter((day) => day[name].isOutside).length;
  return (
    <ChartCard
      title={t(name)}
      per={t('per')}
      unit={t(`${name}Unit`)}
      n={days.reduce((sum, { measuredRows }) => sum + measuredRows, 0)}
      effectiveN={days.length}
      window={window}
      summary={t(`${name}Summary`, { days: days.length, window, outside })}
      csvName={`${model}-together-${name}`}
      level={3}
      legend={<LegendItem colour="color-mix(in oklab, var(--current) 14%, transparent)">{t('learnt')}</LegendItem>}
      table={{
        columns: [
          { key: 'day', header: t('day') },
          { key: 'value', header: t('value'), align: 'right' },
          { key: 'low', header: t('low'), align: 'right' },
          { key: 'high', header: t('high'), align: 'right' },
          { key: 'outside', header: t('outside') },
          { key: 'rows', header: t('rows'), align: 'right' },
          { key: 'all', header: t('all'), align: 'right' },
          { key: 'learnt', header: t('isLearnt') },
          { key: 'blamed', header: t('blamed') },
        ],
        rows: days.map((day) => ({
          day: day.day,
          value: day[name].value,
          low: day[name].band?.low ?? null,
          high: day[name].band?.high ?? null,
          outside: day[name].isOutside ? t('yes') : '',
          rows: day.measuredRows,
          all: day.rows,
          learnt: day.isLearnt ? t('isLearnt') : '',
          blamed: blamedNames(day[name]),
        })),
        shown: (key, value) =>
          key === 'day'
            ? format.day(noonOf(String(value)))
            : typeof value !== 'number'
              ? value
              : key === 'rows' || key === 'all'
                ? format.number(value)
                : format.score(value),
      }}
    >
      <LineChart
        series={[{ key: name, label: t('series'), colour: 'now', points: togetherPoints(days, name) }]}
        write={format.score}
        writeTick={(value) => format.number(value, { digits: 2 })}
        writeTime={(moment) => format.day(moment)}
        bucketMs={DAY_MS}
        syncId="together"
        gapLabel={t('noRows')}
      />
    </ChartCard>
  );
}
