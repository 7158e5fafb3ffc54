'use client';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ComparedAnswers, Comparison } from '@/lib/domain/comparison/schema';

type Line = { key: string; name: string; a: string; b: string };
const SHARES = ['5', '25', '50', '75', '95'];

/** How the two answer rows without a label, and the rows on which they disagree. */
export function AnswersSection({ project, comparison }: { project: string; comparison: Comparison }) {
  const t = useTranslations('comparison.answers');
  const format = useFormat();
  const { answers } = comparison;
  if (answers.n === 0) return null;
  const versions: Column<Line>[] = [
    { key: 'a', header: t('version', { number: comparison.a.version }), align: 'right', cell: ({ a }) => a },
    { key: 'b', header: t('version', { number: comparison.b.version }), align: 'right', cell: ({ b }) => b },
  ];
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t('hint', {
          n: answers.n,
          days: answers.days,
          share: format.percent(answers.agreeing / answers.n),
        })}
      />
      <Panel flush>
        <Table
          label={t('shape')}
          rows={linesOf(answers)}
          rowKey={({ key }) => key}
          tight
          columns={[
            { key: 'name', header: answers.numbers ? t('percentile') : t('answer'), cell: ({ name }) => name },
            ...versions,
          ]}
        />
      </Panel>
      <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
        {answers.numbers
          ? t('distanceOfNumbers', {
              distance: format.figures(answers.distance ?? 0, 3),
              apart: format.figures(answers.numbers.apart, 3),
            })
          : t('distance', { distance: format.percent(answers.distance ?? 0) })}
      </p>
      {answers.disagreements.length > 0 ? (
        <div className="mt-6">
          <SectionHeading
            level={3}
            title={t('apart')}
            hint={t('apartHint', { shown: answers.disagreements.length, all: answers.n - answers.agreeing })}
          />
          <Panel flush>
            <Table
              label={t('apart')}
              rows={answers.disagreements}
              rowKey={({ rowId }) => rowId}
              href={({ rowId }) => `/p/${project}/predictions/${rowId}`}
              tight
              columns={[
                { key: 'row', header: t('row'), cell: ({ rowId }) => format.shortId(rowId) },
                { key: 'at', header: t('at'), cell: ({ at }) => format.dayTime(at) },
                { key: 'entity', header: t('entity'), cell: ({ entity }) => entity ?? '' },
                ...versions.map(({ key, header }) => ({
                  key,
                  header,
                  cell: (row: ComparedAnswers['disagreements'][number]) => (key === 'a' ? row.a : row.b),
                })),
              ]}
            />
          </Panel>
        </div>
      ) : null}
    </Section>
  );

  function linesOf({ classes, numbers, n }: ComparedAnswers): Line[] {
    const share = (count: number) => t('share', { rows: count, share: format.percent(count / n) });
    if (!numbers) return classes.map(({ label, name, a, b }) => ({ key: label, name, a: share(a), b: share(b) }));
    const write = (value: number | undefined) => (value === undefined ? '–' : format.figures(value, 4));
    return SHARES.map((key, i) => ({
      key,
      name: t('percentileOf', { share: Number(key) }),
      a: write(numbers.a[i]),
      b: write(numbers.b[i]),
    }));
  }
}
