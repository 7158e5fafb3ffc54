'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { HeatStrip } from '@/components/charts/heat-strip';
import { useTableViews } from '@/components/shell/use-table-views';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ClassDetailsProps } from './class-details';
import { confusionGrid, confusionRows } from './prepare-confusion';
import { effectiveN } from './use-block-words';
import { useWindowText } from './use-measure-words';

/** Labels down, answers across. */
export function ConfusionChart({ model, performance, result }: ClassDetailsProps) {
  const t = useTranslations('performance.confusion');
  const format = useFormat();
  const shownWindow = useWindowText(performance).short;
  const views = useTableViews();
  const { names, values, isPart } = confusionGrid(result);
  const right = result.confusion.reduce((sum, [label, answer, rows]) => sum + (label === answer ? rows : 0), 0);
  const all = result.confusion.reduce((sum, [, , rows]) => sum + rows, 0);
  return (
    <ChartCard
      title={t('title')}
      unit={t('unit')}
      n={performance.n}
      effectiveN={effectiveN(performance)}
      window={shownWindow}
      summary={t('summary', { right: format.number(Math.round(right)), all: format.number(Math.round(all)) })}
      csvName={`${model}-confusion`}
      {...views('confusion')}
      note={isPart ? `${t('note')} ${t('part', { shown: names.length, total: result.classes.length })}` : t('note')}
      table={{
        columns: [
          { key: 'label', header: t('label') },
          { key: 'predicted', header: t('predicted') },
          { key: 'rows', header: t('rows'), align: 'right' },
          { key: 'share', header: t('share'), align: 'right' },
        ],
        rows: confusionRows(result),
        shown: (key, value) =>
          typeof value !== 'number'
            ? (value ?? '–')
            : key === 'share'
              ? format.percent(value)
              : format.number(Math.round(value)),
      }}
    >
      <HeatStrip
        label={t('title')}
        corner={t('corner')}
        columns={names}
        rows={names}
        values={values}
        write={(value) => format.number(Math.round(value))}
        toneOf={(row, column) => (row === column ? 'now' : 'bad')}
      />
    </ChartCard>
  );
}
