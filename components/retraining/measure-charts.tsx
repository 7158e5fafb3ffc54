'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { prepareSteps } from '@/components/charts/prepare-steps';
import { XyChart } from '@/components/charts/xy-chart';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { RunDetail } from '@/lib/domain/retraining/schema';
import { useRunWords } from './use-run-words';

const MOST = 12;

/** What a trainer outside told at its steps, a chart for each measure. */
export function MeasureCharts({ run }: { run: RunDetail }) {
  const t = useTranslations('retraining.outside');
  const format = useFormat();
  const words = useRunWords();
  const lines = prepareSteps(run.outside?.measures ?? []);
  if (lines.length === 0 || !run.outside) return null;
  const { claimedAt } = run.outside;
  const until = run.finishedAt === null ? t('now') : format.exact(run.finishedAt);
  return (
    <div className="mt-4 flex flex-col gap-4">
      <div className="grid gap-4 lg:grid-cols-2">
        {lines.slice(0, MOST).map(({ name, points }) => {
          const [first, last] = [points[0], points.at(-1)];
          const title = words.metricName(name);
          return (
            <ChartCard
              key={name}
              level={3}
              title={title}
              per={t('perStep')}
              unit={t('asTold')}
              n={points.length}
              window={t('told', { from: format.exact(claimedAt), until })}
              summary={t('summary', {
                measure: title,
                first: first?.x ?? 0,
                from: format.figures(first?.y ?? 0, 4),
                last: last?.x ?? 0,
                to: format.figures(last?.y ?? 0, 4),
              })}
              csvName={`run-${run.number}-${name.replace(/[^A-Za-z0-9]+/g, '-')}`}
              table={{
                columns: [
                  { key: 'step', header: t('atStep'), align: 'right' },
                  { key: 'value', header: title, align: 'right' },
                ],
                rows: points.map(({ x, y }) => ({ step: x, value: y })),
              }}
            >
              <XyChart
                label={title}
                points={points}
                xTitle={t('atStep')}
                writeX={(value) => format.number(value)}
                writeY={(value) => format.figures(value, 3)}
                height={220}
              />
            </ChartCard>
          );
        })}
      </div>
      {lines.length > MOST ? (
        <p className="text-xs text-ink-3">{t('firstOf', { shown: MOST, total: lines.length })}</p>
      ) : null}
    </div>
  );
}
