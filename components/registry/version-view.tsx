'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { modelHref, versionHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { Panel, Section } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { CardView } from '@/lib/domain/cards/schema';
import type { Model, OverlayView, Version } from '@/lib/domain/registry/schema';
import type { ValidationReports, VersionValidation } from '@/lib/domain/validation/schema';
import { EvidenceStepper } from './evidence-stepper';
import { FindingsList } from './findings-list';
import { registryQueries } from './queries';
import { VersionActions } from './version-actions';
import { VersionFile } from './version-file';
import { VersionProbe } from './version-probe';
import { VersionSignature } from './version-signature';

/** One version: what it is, what proves it, what was found in it. */
export function VersionView({
  project,
  model,
  number,
  reports,
  validation,
  card,
  mayManage,
  mayOverride,
  notice,
  training,
}: {
  project: string;
  model: Model;
  number: number;
  reports: ValidationReports;
  validation: VersionValidation;
  card: CardView;
  mayManage: boolean;
  mayOverride: boolean;
  /** Why there is no file, of a model that is served elsewhere. */
  notice: ReactNode;
  /** What it was trained on. */
  training: ReactNode;
}) {
  const t = useTranslations('registry.version');
  const version = useQuery(registryQueries.version(project, model.name, number));
  const overlay = useQuery(registryQueries.overlay(project, model.name, number));
  return (
    <QueryPanel query={version}>
      {(found) => (
        <QueryPanel query={overlay}>
          {(names) =>
            model.elsewhere ? (
              <>
                <PageHeader
                  title={t('title', { number })}
                  sentence={t('sentenceElsewhere', { number, model: model.name })}
                  actions={
                    mayManage ? (
                      <LinkButton href={`${versionHref(project, model.name, number)}/columns`}>
                        {t('nameColumns')}
                      </LinkButton>
                    ) : undefined
                  }
                />
                <div className="flex max-w-3xl flex-col gap-4">
                  {notice}
                  <VersionSignature version={found} overlay={names} />
                </div>
              </>
            ) : (
              <>
                <Header
                  project={project}
                  model={model}
                  version={found}
                  mayManage={mayManage}
                  mayOverride={mayOverride}
                />
                {found.servedBy === 'upstream' ? (
                  <ServiceVersion project={project} model={model.name} version={found} overlay={names} />
                ) : (
                  <>
                    <Panel>
                      <EvidenceStepper
                        project={project}
                        model={model.name}
                        version={found}
                        overlay={names}
                        reports={reports}
                        validation={validation}
                        card={card}
                        mayManage={mayManage}
                      />
                    </Panel>
                    <div className="mt-8 grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
                      <div className="min-w-0">
                        <FindingsList
                          project={project}
                          model={model.name}
                          version={found}
                          overlay={names}
                          mayManage={mayManage}
                        />
                        <Section>
                          <VersionProbe version={found} />
                        </Section>
                      </div>
                      <div className="flex min-w-0 flex-col gap-4">
                        {training}
                        <VersionFile version={found} />
                        <VersionSignature version={found} overlay={names} />
                      </div>
                    </div>
                  </>
                )}
              </>
            )
          }
        </QueryPanel>
      )}
    </QueryPanel>
  );
}

/** A version without a file: the running service behind the gateway answers. */
function ServiceVersion({
  project,
  model,
  version,
  overlay,
}: {
  project: string;
  model: string;
  version: Version;
  overlay: OverlayView;
}) {
  const t = useTranslations('registry.version');
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Note
        kind="info"
        title={t('service')}
        actions={<TextLink href={`${modelHref(project, model)}/in-front`}>{t('openService')}</TextLink>}
      >
        {t('serviceNext')}
      </Note>
      <VersionSignature version={version} overlay={overlay} />
    </div>
  );
}

function Header({
  project,
  model,
  version,
  mayManage,
  mayOverride,
}: {
  project: string;
  model: Model;
  version: Version;
  mayManage: boolean;
  mayOverride: boolean;
}) {
  const t = useTranslations('registry.version');
  const format = useFormat();
  const state = !version.loaded ? 'out' : version.isChampion ? 'champion' : 'in';
  return (
    <PageHeader
      title={t('title', { number: version.number })}
      state={
        <State kind={state === 'out' ? 'off' : 'ok'} pill>
          {t(`states.${state}`)}
        </State>
      }
      sentence={t('sentence', { person: version.createdBy, time: format.dayTime(version.createdAt), state })}
      actions={
        <VersionActions
          project={project}
          model={model}
          version={version}
          mayManage={mayManage}
          mayOverride={mayOverride}
        />
      }
    />
  );
}
