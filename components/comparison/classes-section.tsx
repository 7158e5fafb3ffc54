'use client';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ComparedScores, Comparison } from '@/lib/domain/comparison/schema';
import { useScoreWords } from './use-score-words';

/** The difference of each class of the label; grey where its interval includes zero. */
export function ClassesSection({ comparison, scores }: { comparison: Comparison; scores: ComparedScores }) {
  const t = useTranslations('comparison.classes');
  const format = useFormat();
  const write = useScoreWords(scores);
  if (scores.classes.length === 0) return null;
  const isProven = ({ low, high }: ComparedScores['difference']) =>
    low !== null && high !== null && (low > 0 || high < 0);
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint', { a: comparison.a.version, b: comparison.b.version })} />
      <Panel flush>
        <Table
          label={t('title')}
          rows={scores.classes}
          rowKey={({ label }) => label}
          tight
          columns={[
            { key: 'class', header: t('class'), cell: ({ name }) => <span className="font-semibold">{name}</span> },
            { key: 'n', header: t('n'), align: 'right', cell: ({ n }) => format.number(n) },
            { key: 'days', header: t('days'), align: 'right', cell: ({ days }) => format.number(days) },
            { key: 'won', header: t('won'), align: 'right', cell: ({ won }) => format.number(won) },
            { key: 'lost', header: t('lost'), align: 'right', cell: ({ lost }) => format.number(lost) },
            {
              key: 'difference',
              header: t('difference'),
              align: 'right',
              cell: ({ difference }) => (
                <span className={isProven(difference) ? 'font-semibold' : 'text-ink-3'}>
                  {write.change(difference.value)}
                </span>
              ),
            },
            {
              key: 'interval',
              header: t('interval'),
              align: 'right',
              cell: ({ difference }) => write.interval(difference) ?? <Dash />,
            },
          ]}
        />
      </Panel>
      <p className="mt-3 max-w-[112ch] text-xs text-ink-3">{t('note')}</p>
    </Section>
  );
}
