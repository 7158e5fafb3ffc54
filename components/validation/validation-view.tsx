'use client';
import { useQuery } from '@tanstack/react-query';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import { LoggedRows } from './logged-rows';
import { type OfVersion, validationQueries } from './queries';
import { ValidationForm } from './validation-form';
import { ValidationReport } from './validation-report';
import { ValidationRunNote } from './validation-run';

/** May a version answer callers? The newest report, and the way to the next one. */
export function ValidationView({ of, hasFile, mayManage }: { of: OfVersion; hasFile: boolean; mayManage: boolean }) {
  const t = useTranslations('validation.report');
  const logged = useTranslations('validation.logged');
  const query = useQuery(validationQueries.validation(of));
  if (!hasFile)
    return (
      <>
        <PageHeader title={t('title')} />
        <Note kind="info">{t('noFile')}</Note>
      </>
    );
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('sentence')}
        actions={<LinkButton href={`${modelHref(of.project, of.model)}/promotion/gate`}>{t('gate')}</LinkButton>}
      />
      <QueryPanel query={query}>
        {({ report, run }) => {
          const isOpen = run?.state === 'waiting' || run?.state === 'running';
          return (
            <>
              <div className="flex flex-col gap-6">
                {run ? <ValidationRunNote of={of} run={run} mayManage={mayManage} /> : null}
                {report || isOpen ? null : (
                  <Panel flush>
                    <EmptyState title={t('emptyTitle')}>{mayManage ? t('empty') : t('emptyAsk')}</EmptyState>
                  </Panel>
                )}
                {report ? (
                  <div>
                    <ValidationReport report={report} />
                  </div>
                ) : null}
              </div>
              {mayManage && !isOpen ? (
                <Section label={report ? t('again') : t('form')}>
                  <SectionHeading title={report ? t('again') : t('form')} />
                  <ValidationForm of={of} before={report?.plan ?? null} />
                </Section>
              ) : null}
              {mayManage && !isOpen ? (
                <Section label={logged('title')}>
                  <SectionHeading title={logged('title')} hint={logged('hint')} />
                  <LoggedRows of={of} before={report?.plan ?? null} />
                </Section>
              ) : null}
            </>
          );
        }}
      </QueryPanel>
    </>
  );
}
