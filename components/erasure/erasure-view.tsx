'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Erasure } from '@/lib/domain/erasure/schema';
import { EraseForm } from './erase-form';
import { erasureQueries } from './queries';

/** Erases what belongs to one person, and lists what was erased. */
export function ErasureView({ project, name, header }: { project: string; name: string; header: ReactNode }) {
  const t = useTranslations('erasure');
  const query = useQuery(erasureQueries.list(project));
  return (
    <>
      {header}
      <EraseForm project={project} name={name} />
      <QueryPanel query={query} errorTitle={t('notLoaded')}>
        {({ erasures }) => <Done erasures={erasures} />}
      </QueryPanel>
    </>
  );
}

function Done({ erasures }: { erasures: readonly Erasure[] }) {
  const t = useTranslations('erasure');
  const format = useFormat();
  const columns: Column<Erasure>[] = [
    {
      key: 'at',
      header: t('at'),
      cell: ({ createdAt }) => <span title={format.exact(createdAt)}>{format.dayTime(createdAt)}</span>,
    },
    { key: 'by', header: t('what'), cell: ({ by }) => t(`bys.${by}`) },
    { key: 'who', header: t('who'), cell: ({ createdBy }) => createdBy },
    { key: 'rows', header: t('rows'), align: 'right', cell: ({ rows }) => format.number(rows) },
    {
      key: 'proof',
      header: t('proof'),
      cell: ({ proof }) => <code title={proof}>{proof.slice(0, 12)}</code>,
    },
  ];
  return (
    <Section label={t('done')}>
      <SectionHeading title={t('done')} hint={t('doneHint')} />
      <Panel flush>
        {erasures.length === 0 ? (
          <p className="px-5 py-4 text-sm text-ink-2">{t('none')}</p>
        ) : (
          <Table label={t('done')} columns={columns} rows={erasures} rowKey={({ id }) => id} />
        )}
      </Panel>
    </Section>
  );
}
