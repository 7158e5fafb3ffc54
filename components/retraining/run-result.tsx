'use client';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { RunOutcome, TrainingRun } from '@/lib/domain/retraining/schema';
import { useRunWords } from './use-run-words';

const COLUMNS_SHOWN = 20;

/** What came out of a run: measures of parts that were not learnt from, columns by importance, the file held against its trainer. */
export function RunResult({ run, outcome }: { run: TrainingRun; outcome: RunOutcome }) {
  const t = useTranslations('retraining.result');
  const format = useFormat();
  const words = useRunWords();
  const { crossValidation, parity, rows } = outcome;
  const figure = (value: number | null | undefined) => (value == null ? '' : format.figures(value, 4));
  const largest = outcome.importance[0]?.mean ?? 0;
  return (
    <>
      <Section label={t('title')}>
        <SectionHeading
          title={t('title')}
          hint={t('learnt', { rows: rows.learnt, left: rows.withoutTarget, held: rows.heldOut })}
        />
        <div className="flex flex-col gap-3">
          {run.pinned ? (
            <Note kind="info">
              {t('parity', {
                agreed: parity.agreed,
                rows: parity.rows,
                difference: parity.largestDifference === null ? '–' : parity.largestDifference.toExponential(1),
              })}
            </Note>
          ) : null}
          {outcome.isConverged ? null : <Note kind="warn">{t('notConverged')}</Note>}
          {outcome.takesSameInputs === false ? <Note kind="warn">{t('otherInputs')}</Note> : null}
          {outcome.dropped.length > 0 ? (
            <Note kind="warn">{t('dropped', { columns: outcome.dropped.map(({ column }) => column).join(', ') })}</Note>
          ) : null}
        </div>
      </Section>
      {crossValidation ? (
        <Section label={t('folds')}>
          <SectionHeading title={t('folds')} hint={t(`by.${crossValidation.by}`)} />
          <Panel flush>
            <Table
              label={t('folds')}
              rows={crossValidation.folds.map((fold, i) => ({ ...fold, number: i + 1 }))}
              rowKey={(fold) => String(fold.number)}
              columns={[
                { key: 'fold', header: t('fold'), cell: (fold) => format.number(fold.number) },
                { key: 'learnt', header: t('learntRows'), align: 'right', cell: (fold) => format.number(fold.learnt) },
                { key: 'judged', header: t('judgedRows'), align: 'right', cell: (fold) => format.number(fold.judged) },
                ...Object.keys(crossValidation.metrics).map((metric) => ({
                  key: metric,
                  header: words.metricName(metric),
                  align: 'right' as const,
                  cell: (fold: { metrics: Record<string, number | null> }) => figure(fold.metrics[metric]),
                })),
              ]}
            />
            <p className="border-t border-line px-5 py-3 text-sm text-ink-2 max-md:px-4">
              {Object.entries(crossValidation.metrics)
                .map(([metric, { mean, deviation }]) =>
                  t('mean', { metric: words.metricName(metric), mean: figure(mean), deviation: figure(deviation) }),
                )
                .join(' · ')}
            </p>
          </Panel>
          <p className="mt-2 text-xs text-ink-3">{t('foldsNote')}</p>
        </Section>
      ) : null}
      {outcome.importance.length > 0 ? (
        <Section label={t('importance')}>
          <SectionHeading title={t('importance')} hint={t('importanceHint')} />
          <Panel flush>
            <Table
              label={t('importance')}
              rows={outcome.importance.slice(0, COLUMNS_SHOWN)}
              rowKey={({ column }) => column}
              columns={[
                { key: 'column', header: t('column'), cell: ({ column }) => <code>{column}</code> },
                {
                  key: 'share',
                  header: t('share'),
                  phone: 'hide',
                  className: 'w-1/2',
                  cell: ({ mean }) => (
                    <span
                      aria-hidden="true"
                      className="block h-2 rounded-sm bg-[var(--current)]"
                      style={{ width: `${largest > 0 ? Math.max(0, (100 * mean) / largest) : 0}%` }}
                    />
                  ),
                },
                { key: 'growth', header: t('growth'), align: 'right', cell: ({ mean }) => format.figures(mean, 3) },
              ]}
            />
          </Panel>
        </Section>
      ) : null}
    </>
  );
}
