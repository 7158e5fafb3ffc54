'use client';
import { shortId } from '@/components/ui/format';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { FailedTest, RegressionResult } from '@/lib/domain/validation/schema';
import { type AnswerWords, useTestWords } from './test-words';

const hrefOf = (project: string) => (row: { rowId: string }) => `/p/${project}/predictions/${row.rowId}`;

/** What this version answers otherwise than it must. */
export function FailedTests({
  project,
  result,
  words,
}: {
  project: string;
  result: RegressionResult;
  words: AnswerWords;
}) {
  const t = useTranslations('validation.regression');
  const format = useFormat();
  const write = useTestWords(words);
  const columns: Column<FailedTest>[] = [
    { key: 'row', header: t('row'), cell: ({ rowId }) => <code title={rowId}>{shortId(rowId)}</code> },
    { key: 'expected', header: t('expected'), cell: (test) => write.expected(test) },
    {
      key: 'answered',
      header: t('answered'),
      cell: (test) => <span className="font-semibold text-bad">{write.answered(test.answered, test.tolerance)}</span>,
    },
  ];
  return (
    <div>
      <SectionHeading
        level={3}
        title={t('failures')}
        hint={t('shown', { shown: format.number(result.failures.length), all: format.number(result.failed) })}
      />
      <Panel flush>
        <Table
          label={t('failures')}
          columns={columns}
          rows={result.failures}
          rowKey={({ testId }) => testId}
          href={hrefOf(project)}
        />
      </Panel>
    </div>
  );
}

type Unfit = RegressionResult['unfitTests'][number];

/** Rows that this version cannot be asked. */
export function UnfitTests({ project, result }: { project: string; result: RegressionResult }) {
  const t = useTranslations('validation.regression');
  const format = useFormat();
  const columns: Column<Unfit>[] = [
    { key: 'row', header: t('row'), cell: ({ rowId }) => <code title={rowId}>{shortId(rowId)}</code> },
    { key: 'reason', header: t('why'), phone: 'wide', cell: ({ reason }) => <code>{reason}</code> },
  ];
  return (
    <div>
      <SectionHeading
        level={3}
        title={t('unfitTitle')}
        hint={t('shown', { shown: format.number(result.unfitTests.length), all: format.number(result.unfit) })}
      />
      <Panel flush>
        <Table
          label={t('unfitTitle')}
          columns={columns}
          rows={result.unfitTests}
          rowKey={({ testId }) => testId}
          href={hrefOf(project)}
        />
      </Panel>
    </div>
  );
}
