'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { StatRow } from '@/components/ui/stat';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { VersionRegression } from '@/lib/domain/validation/schema';
import { type OfVersion, runRegression, validationQueries } from './queries';
import { FailedTests, LearntTests, UnfitTests } from './regression-failures';
import { RegressionTests } from './regression-tests';
import type { AnswerWords } from './test-words';

/** Rows that every version must answer right: how this one does, and the rows themselves. */
export function RegressionSection({ of, words, mayManage }: { of: OfVersion; words: AnswerWords; mayManage: boolean }) {
  const t = useTranslations('validation.regression');
  const client = useQueryClient();
  const query = useQuery(validationQueries.regression(of));
  const run = useMutation({
    mutationFn: () => runRegression(of),
    onSettled: () => client.invalidateQueries({ queryKey: validationQueries.all(of.project) }),
  });
  const isAny = (query.data?.tests ?? 0) > 0;
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t('hint')}
        id="regression"
        actions={
          mayManage && isAny ? (
            <Button size="sm" busy={run.isPending} onClick={() => run.mutate()}>
              {t('run')}
            </Button>
          ) : undefined
        }
      />
      {run.isError ? (
        <div className="mb-3">
          <InlineError error={run.error} title={t('runFailed')} />
        </div>
      ) : null}
      <QueryPanel
        query={query}
        isEmpty={({ tests }) => tests === 0}
        empty={
          <Panel flush>
            <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>
          </Panel>
        }
      >
        {(found) => (
          <div className="flex flex-col gap-4">
            <Standing found={found} number={of.number} />
            {found.report && found.report.result.failed > 0 ? (
              <FailedTests project={of.project} result={found.report.result} words={words} />
            ) : null}
            {found.report && found.report.result.unfit > 0 ? (
              <UnfitTests project={of.project} result={found.report.result} />
            ) : null}
            {found.report && found.report.result.learnt > 0 ? (
              <LearntTests project={of.project} number={of.number} result={found.report.result} words={words} />
            ) : null}
            <RegressionTests project={of.project} model={of.model} words={words} mayManage={mayManage} />
          </div>
        )}
      </QueryPanel>
    </Section>
  );
}

function Standing({ found, number }: { found: VersionRegression; number: number }) {
  const t = useTranslations('validation.regression');
  const format = useFormat();
  const { report, blocking, champion, failure, isCurrent } = found;
  const pending =
    failure === null ? (
      <Note kind="busy">{t(report ? 'stale' : 'untested', { tests: found.tests })}</Note>
    ) : (
      <Note kind="warn" title={t('notRun')} detail={failure}>
        {t('triedAgain')}
      </Note>
    );
  if (!report) return pending;
  const { result } = report;
  const ran = { time: format.dayTime(report.createdAt), tests: format.number(result.tests) };
  const detail = result.settings === 0 ? t('detail', ran) : t('detailSettings', { ...ran, number: result.settings });
  return (
    <>
      {isCurrent ? null : pending}
      {blocking !== null && blocking > 0 && champion !== null ? (
        <Note kind="bad" title={t('blocked', { count: blocking, number, champion })}>
          {t('blockedNext')}
        </Note>
      ) : null}
      <StatRow
        stats={[
          { key: 'tests', label: t('tests'), value: format.number(result.tests), detail },
          {
            key: 'passed',
            label: t('passed'),
            value: format.number(result.passed),
            detail: t('of', { tests: format.number(result.tests) }),
          },
          {
            key: 'failed',
            label: t('failed'),
            value: format.number(result.failed),
            detail: t('of', { tests: format.number(result.tests) }),
            tone: result.failed > 0 ? 'bad' : undefined,
          },
          {
            key: 'unfit',
            label: t('unfit'),
            value: format.number(result.unfit),
            detail: t('unfitHint'),
            tone: result.unfit > 0 ? 'warn' : undefined,
          },
          {
            key: 'learnt',
            label: t('learnt'),
            value: result.trainingKnown ? format.number(result.learnt) : '–',
            detail: t(result.trainingKnown ? 'learntHint' : 'overlapUnknown'),
          },
        ]}
      />
    </>
  );
}
