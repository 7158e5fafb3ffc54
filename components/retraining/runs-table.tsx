'use client';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { TrainingRun } from '@/lib/domain/retraining/schema';
import { RunState } from './run-state';
import { useReasonWords } from './use-reason-words';
import { useRunWords } from './use-run-words';

/** Runs of a model; each leads to its page. */
export function RunsTable({ runs, base, label }: { runs: readonly TrainingRun[]; base: string; label: string }) {
  const t = useTranslations('retraining');
  const format = useFormat();
  const words = useRunWords();
  const reason = useReasonWords();
  return (
    <Table
      label={label}
      rows={runs}
      rowKey={(run) => run.id}
      href={(run) => `${base}/${run.number}`}
      columns={[
        { key: 'run', header: t('runs.run'), cell: (run) => t('runs.number', { number: run.number }) },
        {
          key: 'state',
          header: t('runs.state'),
          cell: (run) =>
            run.state === 'running' || run.state === 'claimed' ? (
              <span className="inline-flex items-center gap-2">
                <RunState run={run} />
                <span className="text-ink-3">{format.percent(run.progress, { digits: 0 })}</span>
              </span>
            ) : (
              <RunState run={run} />
            ),
        },
        {
          key: 'result',
          header: t('runs.result'),
          phone: 'wide',
          cell: (run) => (run.problem ? words.problem(run.problem) : words.headline(run)),
        },
        {
          key: 'version',
          header: t('runs.version'),
          align: 'right',
          cell: (run) => (run.versionNumber === null ? '' : `v${run.versionNumber}`),
        },
        {
          key: 'rows',
          header: t('runs.rows'),
          align: 'right',
          cell: (run) => (run.pinned ? format.number(run.pinned.rows) : ''),
        },
        { key: 'took', header: t('runs.took'), align: 'right', cell: (run) => words.took(run) ?? '' },
        {
          key: 'started',
          header: t('runs.started'),
          cell: (run) => (
            <span>
              {format.dayTime(run.createdAt)}
              <span className="block text-xs text-ink-3">
                {run.startedBy.reason ? reason(run.startedBy.reason) : run.startedBy.name}
              </span>
            </span>
          ),
        },
      ]}
    />
  );
}
