'use client';
import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { Section } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { useTranslations } from '@/components/ui/use-translations';
import { AnswerForm } from './answer-form';
import { BesidePanel } from './beside-panel';
import { CallPanel } from './call-panel';
import { LearntPanel } from './learnt-panel';
import { upstreamQueries } from './queries';
import { ServiceForm } from './service-form';

/** A model in front of a running service: how it is called, what was learnt, the file beside it, and moving the calls. */
export function UpstreamPage({
  project,
  model,
  url,
  mayManage,
}: {
  project: string;
  model: string;
  url: string;
  mayManage: boolean;
}) {
  const t = useTranslations('upstream');
  const query = useQuery(upstreamQueries.detail(project, model));
  const at = { project, model, mayManage };
  return (
    <QueryPanel query={query} errorTitle={t('errorTitle')}>
      {(view) => (
        <>
          <PageHeader
            title={t('title', { model })}
            state={
              <State pill kind="ok">
                {view.answers === 'service' ? t('byService') : t('byFile', { number: view.beside?.version ?? 0 })}
              </State>
            }
            sentence={t('sentence')}
          />
          <CallPanel {...at} url={url} view={view} />
          <Section>
            <BesidePanel {...at} view={view} />
          </Section>
          <Section>
            <LearntPanel view={view} />
            {view.learnt && mayManage ? <AnswerForm key={view.versionNumber} {...at} view={view} /> : null}
          </Section>
          {mayManage ? (
            <Section>
              <ServiceForm {...at} view={view} />
            </Section>
          ) : null}
        </>
      )}
    </QueryPanel>
  );
}
