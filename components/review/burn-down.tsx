'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { useTableViews } from '@/components/shell/use-table-views';
import { Section } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Agreement } from '@/lib/domain/review/schema';
import { BurnDownLines } from './burn-down-lines';

/** What waited at the end of each UTC day, and what was settled on it. */
export function BurnDown({ found, name }: { found: Agreement; name: string }) {
  const t = useTranslations('review.people');
  const format = useFormat();
  const views = useTableViews();
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
        <BurnDownLines
          course={found.course}
          left={{ key: 'waiting', label: t('waiting'), countOf: ({ waiting }) => waiting }}
          done={{ key: 'settled', label: t('settled'), countOf: ({ settled }) => settled }}
        />
      </ChartCard>
    </Section>
  );
}
