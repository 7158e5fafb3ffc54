'use client';
import { shortId } from '@/components/ui/format';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { FailedTest, LearntTest, RegressionResult } from '@/lib/domain/validation/schema';
import { type AnswerWords, useTestWords } from './test-words';

interface OfTest {
  testId: string;
  rowId: string;
}

/** Some of `count` tests, each of which leads to its row. */
function TestTable<Test extends OfTest>({
  project,
  title,
  note,
  tests,
  count,
  columns,
}: {
  project: string;
  title: string;
  note?: string;
  tests: readonly Test[];
  count: number;
  columns: readonly Column<Test>[];
}) {
  const t = useTranslations('validation.regression');
  const format = useFormat();
  return (
    <div>
      <SectionHeading
        level={3}
        title={title}
        hint={t('shown', { shown: format.number(tests.length), all: format.number(count) })}
      />
      {note ? <p className="mb-2 text-ink-2">{note}</p> : null}
      <Panel flush>
        <Table
          label={title}
          columns={[
            { key: 'row', header: t('row'), cell: ({ rowId }) => <code title={rowId}>{shortId(rowId)}</code> },
            ...columns,
          ]}
          rows={tests}
          rowKey={({ testId }) => testId}
          href={({ rowId }) => `/p/${project}/predictions/${rowId}`}
        />
      </Panel>
    </div>
  );
}

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
  const write = useTestWords(words);
  const columns: Column<FailedTest>[] = [
    { key: 'expected', header: t('expected'), cell: (test) => write.expected(test) },
    {
      key: 'answered',
      header: t('answered'),
      cell: (test) => <span className="font-semibold text-bad">{write.answered(test.answered, test.tolerance)}</span>,
    },
  ];
  return (
    <TestTable
      project={project}
      title={t('failures')}
      tests={result.failures}
      count={result.failed}
      columns={columns}
    />
  );
}

type Unfit = RegressionResult['unfitTests'][number];

/** Rows that this version cannot be asked. */
export function UnfitTests({ project, result }: { project: string; result: RegressionResult }) {
  const t = useTranslations('validation.regression');
  const columns: Column<Unfit>[] = [
    { key: 'reason', header: t('why'), phone: 'wide', cell: ({ reason }) => <code>{reason}</code> },
  ];
  return (
    <TestTable
      project={project}
      title={t('unfitTitle')}
      tests={result.unfitTests}
      count={result.unfit}
      columns={columns}
    />
  );
}

/** What this version was trained with: neither passed nor failed. */
export function LearntTests({
  project,
  number,
  result,
  words,
}: {
  project: string;
  number: number;
  result: RegressionResult;
  words: AnswerWords;
}) {
  const t = useTranslations('validation.regression');
  const write = useTestWords(words);
  const columns: Column<LearntTest>[] = [
    { key: 'expected', header: t('expected'), cell: (test) => write.expected(test) },
    { key: 'by', header: t('why'), phone: 'wide', cell: ({ by }) => t(`learntBy.${by}`) },
  ];
  return (
    <TestTable
      project={project}
      title={t('learntTitle')}
      note={t('learntNote', { number })}
      tests={result.learntTests}
      count={result.learnt}
      columns={columns}
    />
  );
}
