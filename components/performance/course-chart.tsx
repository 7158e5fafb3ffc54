'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { useNow } from 'use-intl';
import { ChartCard } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import { useTableViews } from '@/components/shell/use-table-views';
import { Section } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Performance } from '@/lib/domain/performance/schema';
import { bucketMsOf, coursePoints } from './prepare-course';
import { effectiveN } from './use-block-words';
import { type Metric, metricsOf, unitOf, useUtcDay, useWindowText, useWriteMeasure } from './use-measure-words';

/** One measure day by day, or week by week in long windows. */
export function CourseChart({ model, performance }: { model: string; performance: Performance }) {
  const t = useTranslations('performance.course');
  const names = useTranslations('performance.measures');
  const format = useFormat();
  const day = useUtcDay();
  const now = useNow();
  const shownWindow = useWindowText(performance).short;
  const write = useWriteMeasure(unitOf(performance));
  const views = useTableViews();
  const metrics = metricsOf(performance);
  const [asked, setAsked] = useQueryState('measure', parseAsString);
  const metric: Metric = metrics.find((known) => known === asked) ?? metrics[0] ?? 'accuracy';
  const points = coursePoints(performance, metric);
  const labelled = points.filter(({ n }) => n > 0).length;
  const name = names(`names.${metric}`);
  return (
    <Section label={t('title')}>
      <ChartCard
        title={t('title')}
        per={t(performance.course.bucket)}
        {...(unitOf(performance) ? { unit: unitOf(performance) } : {})}
        n={performance.n}
        effectiveN={effectiveN(performance)}
        window={shownWindow}
        summary={t('summary', { name, points: labelled, window: shownWindow })}
        csvName={`${model}-${metric}`}
        {...views('course')}
        actions={
          <Select
            label={t('measure')}
            value={metric}
            onValue={(next) => void setAsked(next === metrics[0] ? null : next)}
            options={metrics.map((value) => ({ value, label: names(`names.${value}`) }))}
          />
        }
        note={t('note')}
        table={{
          columns: [
            { key: 'at', header: t('from') },
            { key: 'value', header: name, align: 'right' },
            { key: 'n', header: t('rows'), align: 'right' },
          ],
          rows: points.map(({ at, value, n }) => ({ at, value, n })),
          shown: (key, value) =>
            key === 'at'
              ? day(String(value))
              : typeof value !== 'number'
                ? '–'
                : key === 'n'
                  ? format.number(value)
                  : write(metric, value),
        }}
      >
        {points.filter(({ value }) => value !== null).length < 2 ? (
          <p className="grid min-h-28 place-items-center rounded-md bg-sunken px-4 text-center text-sm text-ink-2">
            {t(`single.${performance.course.bucket}`)}
          </p>
        ) : (
          <LineChart
            series={[{ key: metric, label: name, colour: 'now', points }]}
            write={(value) => write(metric, value)}
            writeTime={day}
            bucketMs={bucketMsOf(performance.course)}
            now={now.getTime()}
            gapLabel={t('noLabels')}
          />
        )}
      </ChartCard>
    </Section>
  );
}
