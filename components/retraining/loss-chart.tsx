'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { XyChart } from '@/components/charts/xy-chart';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Pinned, RunDetail } from '@/lib/domain/retraining/schema';

/** Loss after each round: of held-out rows where there are any, else of the learnt ones. */
export function LossChart({ run, pinned }: { run: RunDetail; pinned: Pinned }) {
  const t = useTranslations('retraining.losses');
  const format = useFormat();
  const { losses } = run;
  const isHeldOut = losses.some(({ validationLoss }) => validationLoss !== null);
  const points = losses.flatMap(({ round, trainLoss, validationLoss }) => {
    const y = isHeldOut ? validationLoss : trainLoss;
    return y === null ? [] : [{ x: round, y }];
  });
  const last = points.at(-1);
  if (!last) return null;
  const unit = t(`units.${pinned.method.task}`);
  const name = t(isHeldOut ? 'heldOut' : 'learnt');
  const shown = { round: last.x, rounds: losses.at(-1)?.rounds ?? last.x, loss: format.figures(last.y, 4) };
  return (
    <div className="mt-8">
      <ChartCard
        title={t('title')}
        per={name}
        unit={unit}
        n={isHeldOut ? run.outcome?.rows.heldOut : (run.outcome?.rows.learnt ?? pinned.rows)}
        window={pinned.cutOff === null ? undefined : t('until', { when: format.exact(pinned.cutOff) })}
        summary={t('summary', shown)}
        csvName={`run-${run.number}-losses`}
        table={{
          columns: [
            { key: 'round', header: t('round'), align: 'right' },
            { key: 'trainLoss', header: t('learnt'), align: 'right' },
            { key: 'validationLoss', header: t('heldOut'), align: 'right' },
          ],
          rows: losses.map(({ round, trainLoss, validationLoss }) => ({ round, trainLoss, validationLoss })),
        }}
      >
        <XyChart
          label={name}
          points={points}
          xTitle={t('round')}
          writeX={(value) => format.number(value)}
          writeY={(value) => format.figures(value, 3)}
          marks={
            run.outcome && run.outcome.keptRounds < last.x
              ? [{ x: run.outcome.keptRounds, label: t('kept', { round: run.outcome.keptRounds }) }]
              : []
          }
        />
      </ChartCard>
    </div>
  );
}
