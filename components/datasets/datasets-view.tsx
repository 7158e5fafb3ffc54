'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, ScrollText } from 'lucide-react';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Panel } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Dataset } from '@/lib/domain/datasets/schema';
import { BuildsList } from './builds-list';
import { datasetQueries } from './queries';
import { useSourceWords } from './use-source-words';

/** The datasets of a project: which rows, from where. */
export function DatasetsView({ project, mayMake, command }: { project: string; mayMake: boolean; command: string }) {
  const t = useTranslations('datasets');
  const format = useFormat();
  const sourceOf = useSourceWords();
  const query = useQuery(datasetQueries.list(project));
  const base = `/p/${project}/datasets`;
  const columns: Column<Dataset>[] = [
    { key: 'name', header: t('list.name'), cell: ({ name }) => name },
    {
      key: 'version',
      header: t('list.version'),
      cell: ({ newest, versions }) => t('list.versionOf', { number: newest.number, count: versions }),
    },
    { key: 'rows', header: t('list.rows'), align: 'right', cell: ({ newest }) => format.number(newest.rows) },
    { key: 'columns', header: t('list.columns'), align: 'right', cell: ({ newest }) => newest.columns.length },
    { key: 'target', header: t('list.target'), cell: ({ newest }) => newest.roles.target ?? <Dash /> },
    {
      key: 'cutOff',
      header: t('list.cutOff'),
      cell: ({ newest }) => (newest.cutOff ? format.dayTime(newest.cutOff) : <Dash />),
    },
    { key: 'source', header: t('list.source'), cell: ({ newest }) => sourceOf(newest.source) },
    {
      key: 'made',
      header: t('list.made'),
      cell: ({ newest }) => t('list.madeBy', { when: format.ago(newest.createdAt), who: newest.createdBy }),
    },
  ];
  const actions = mayMake ? (
    <>
      <LinkButton href={`${base}/from-predictions`} icon={<ScrollText aria-hidden="true" />}>
        {t('fromPredictions.open')}
      </LinkButton>
      <LinkButton kind="main" href={`${base}/new`} icon={<Plus aria-hidden="true" />}>
        {t('upload.open')}
      </LinkButton>
    </>
  ) : null;
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} actions={actions} />
      <BuildsList project={project} mayMake={mayMake} />
      <Panel flush>
        <QueryPanel
          query={query}
          isEmpty={({ datasets }) => datasets.length === 0}
          empty={
            <EmptyState
              title={t('empty.title')}
              action={actions ?? undefined}
              command={{ label: t('empty.command'), code: command }}
            >
              {t('empty.body')}
            </EmptyState>
          }
        >
          {({ datasets }) => (
            <Table
              label={t('title')}
              columns={columns}
              rows={datasets}
              rowKey={({ id }) => id}
              href={({ id }) => `${base}/${id}`}
            />
          )}
        </QueryPanel>
      </Panel>
    </>
  );
}
