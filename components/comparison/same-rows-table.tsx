'use client';
import { SectionHeading } from '@/components/ui/panel';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ComparedScores, Comparison } from '@/lib/domain/comparison/schema';

interface Line {
  key: 'bothRight' | 'won' | 'lost' | 'bothWrong' | 'nearer' | 'farther' | 'same';
  rows: number;
  days: string;
}

/** Rows by who was right, or by who was nearer to the label. */
export function SameRowsTable({ comparison, scores }: { comparison: Comparison; scores: ComparedScores }) {
  const t = useTranslations('comparison.sameRows');
  const format = useFormat();
  const { rows, byDay, measure } = scores;
  const numbers = { a: comparison.a.version, b: comparison.b.version };
  const lines: Line[] =
    measure === 'accuracy'
      ? [
          { key: 'bothRight', rows: rows.bothRight, days: '' },
          { key: 'won', rows: rows.won, days: t('days', { days: byDay.won }) },
          { key: 'lost', rows: rows.lost, days: t('days', { days: byDay.lost }) },
          { key: 'bothWrong', rows: rows.bothWrong, days: '' },
        ]
      : [
          { key: 'nearer', rows: rows.won, days: t('days', { days: byDay.won }) },
          { key: 'farther', rows: rows.lost, days: t('days', { days: byDay.lost }) },
          { key: 'same', rows: rows.bothRight, days: '' },
        ];
  return (
    <section aria-label={t('title')} className="min-w-0">
      <SectionHeading title={t('title')} hint={t('n', { n: scores.n })} />
      <Table
        label={t('title')}
        rows={lines}
        rowKey={({ key }) => key}
        phone="scroll"
        tight
        columns={[
          { key: 'who', header: t('who'), cell: ({ key }) => t(`lines.${key}`, numbers) },
          {
            key: 'rows',
            header: t('rows'),
            align: 'right',
            cell: (line) => (
              <span className="block py-1">
                <span className="block">{format.number(line.rows)}</span>
                {line.days ? <span className="block text-xs text-ink-3">{line.days}</span> : null}
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}
