'use client';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Pagination } from '@/components/ui/pagination';
import { Panel, Section } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Model, Version } from '@/lib/domain/registry/schema';
import type { ValidationReports } from '@/lib/domain/validation/schema';
import { DeleteModel } from './delete-model';
import { DeploymentForm } from './deployment-form';
import { VERSIONS_A_PAGE } from './versions-page-size';
import { VersionsTable } from './versions-table';

export type VersionRow = { version: Version; reports: ValidationReports };

/** The versions of a model, newest first: what is there, what serves. */
export function VersionsView({
  project,
  model,
  rows,
  page,
  mayUpload,
  mayManage,
  mayOverride,
  traffic,
}: {
  project: string;
  model: Model;
  rows: readonly VersionRow[];
  /** Counted from 1. */
  page: number;
  mayUpload: boolean;
  mayManage: boolean;
  mayOverride: boolean;
  /** What the versions did, side by side. */
  traffic: ReactNode;
}) {
  const t = useTranslations('registry.versions');
  const words = useTranslations('ui.pages');
  const format = useFormat();
  const base = modelHref(project, model.name);
  const total = model.versions.length;
  const from = (page - 1) * VERSIONS_A_PAGE;
  const hrefOf = (other: number) => `${base}/versions${other === 1 ? '' : `?page=${other}`}`;
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={
          model.elsewhere
            ? t('sentenceElsewhere', { model: model.name, count: total })
            : model.champion === null
              ? t('sentenceNone', { model: model.name, count: total })
              : t('sentence', {
                  model: model.name,
                  count: total,
                  number: model.champion,
                  serving: String(model.serving),
                })
        }
        actions={
          mayUpload && !model.elsewhere ? (
            <LinkButton kind="main" href={`${base}/versions/new`} icon={<Plus aria-hidden="true" />}>
              {t('new')}
            </LinkButton>
          ) : undefined
        }
      />
      <Panel flush>
        {rows.length === 0 ? (
          <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
        ) : (
          <VersionsTable rows={rows} base={base} isElsewhere={model.elsewhere} />
        )}
        {total > VERSIONS_A_PAGE ? (
          <Pagination
            beforeHref={page > 1 ? hrefOf(page - 1) : undefined}
            nextHref={from + rows.length < total ? hrefOf(page + 1) : undefined}
            shown={words('shown', {
              from: format.number(from + 1),
              to: format.number(from + rows.length),
              total: format.number(total),
            })}
          />
        ) : null}
      </Panel>
      {model.champion === null ? null : <Section>{traffic}</Section>}
      {mayManage && model.champion !== null && !model.elsewhere ? (
        <Section>
          <DeploymentForm
            key={JSON.stringify([model.champion, model.deployment])}
            project={project}
            model={model}
            mayOverride={mayOverride}
          />
        </Section>
      ) : null}
      {mayManage ? (
        <Section>
          <DeleteModel project={project} model={model} />
        </Section>
      ) : null}
    </>
  );
}
