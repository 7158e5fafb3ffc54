'use client';
import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import type { SignatureReading } from '@/lib/domain/registry/schema';
import { EvaluationForm } from './evaluation-form';
import { EvaluationReportView } from './evaluation-report-view';
import { type OfVersion, validationQueries } from './queries';

/** How right is it on rows whose truth is known, beside the simplest rules? */
export function EvaluationView({
  of,
  columns,
  task,
  classNames,
  mayManage,
}: {
  of: OfVersion;
  columns: readonly string[];
  task: SignatureReading['task'];
  classNames: Readonly<Record<string, string>>;
  mayManage: boolean;
}) {
  const t = useTranslations('validation.evaluation');
  const reports = useQuery(validationQueries.reports(of));
  if (task === 'tensors')
    return (
      <>
        <PageHeader title={t('title')} />
        <Note kind="info">{t('noReading')}</Note>
      </>
    );
  const empty = (
    <Panel flush>
      <EmptyState title={t('emptyTitle')}>{mayManage ? t('empty') : t('emptyAsk')}</EmptyState>
    </Panel>
  );
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <QueryPanel query={reports} isEmpty={({ evaluation }) => evaluation === null} empty={empty}>
        {({ evaluation }) =>
          evaluation ? <EvaluationReportView project={of.project} report={evaluation} classNames={classNames} /> : null
        }
      </QueryPanel>
      {mayManage ? (
        <Section>
          <SectionHeading title={reports.data?.evaluation ? t('again') : t('evaluate')} />
          <EvaluationForm of={of} columns={columns} />
        </Section>
      ) : null}
    </>
  );
}
