'use client';
import { useNow } from 'use-intl';
import { ChartCard } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import { useTableViews } from '@/components/shell/use-table-views';
import { Section } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Agreement } from '@/lib/domain/review/schema';

const DAY_MS = 86_400_000;

/** What waited at the end of each UTC day, and what was settled on it. */
export function BurnDown({ found, name }: { found: Agreement; name: string }) {
  const t = useTranslations('review.people');
  const format = useFormat();
  const now = useNow();
  const views = useTableViews();
  // A point stands at noon, so that every time zone writes the day it belongs to.
  const pointsOf = (key: 'waiting' | 'settled') =>
    found.course.map((one) => ({ t: Date.parse(one.day) + DAY_MS / 2, value: one[key] }));
  const items = found.course.reduce((sum, { added }) => sum + added, 0);
  return (
    <Section label={t('course')}>
      <ChartCard
        title={t('course')}
        per={t('day')}
        unit={t('rows')}
        n={items}
        window={t('window', { n: found.days })}
        summary={t('courseSummary', { n: format.number(found.course.at(-1)?.waiting ?? 0) })}
        csvName={`${name}-burn-down`}
        {...views('course')}
        table={{
          columns: [
            { key: 'day', header: t('day') },
            { key: 'added', header: t('added'), align: 'right' },
            { key: 'settled', header: t('settled'), align: 'right' },
            { key: 'waiting', header: t('waiting'), align: 'right' },
          ],
          rows: found.course,
          shown: (_, value) => (typeof value === 'number' ? format.number(value) : String(value)),
        }}
      >
        <LineChart
          series={[
            { key: 'waiting', label: t('waiting'), colour: 'now', points: pointsOf('waiting') },
            { key: 'settled', label: t('settled'), colour: 'reference', points: pointsOf('settled') },
          ]}
          write={(value) => format.number(value)}
          writeTime={(at) => format.day(at)}
          bucketMs={DAY_MS}
          now={now.getTime()}
          gapLabel=""
        />
      </ChartCard>
    </Section>
  );
}
