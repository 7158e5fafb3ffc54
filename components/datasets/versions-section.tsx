'use client';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetView } from '@/lib/domain/datasets/schema';

/** All versions of a dataset, newest first. */
export function VersionsSection({ project, view }: { project: string; view: DatasetView }) {
  const t = useTranslations('datasets.versions');
  const format = useFormat();
  const { dataset, versions, version } = view;
  const columns: Column<DatasetView['versions'][number]>[] = [
    { key: 'number', header: t('number'), cell: ({ number }) => t('name', { number }) },
    { key: 'rows', header: t('rows'), align: 'right', cell: ({ rows }) => format.number(rows) },
    { key: 'columns', header: t('columns'), align: 'right', cell: (row) => format.number(row.columns) },
    { key: 'cutOff', header: t('cutOff'), cell: ({ cutOff }) => (cutOff ? format.dayTime(cutOff) : <Dash />) },
    { key: 'exam', header: t('exam'), align: 'right', cell: ({ examLeftOut }) => format.number(examLeftOut) },
    { key: 'sha', header: 'sha256', phone: 'hide', cell: ({ sha256 }) => <code>{sha256.slice(0, 12)}</code> },
    {
      key: 'made',
      header: t('made'),
      cell: ({ createdAt, createdBy }) => t('madeBy', { when: format.dayTime(createdAt), who: createdBy }),
    },
  ];
  // A file does not say what of it belongs to exams.
  const isOfLog = version.source.kind === 'query';
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint')} />
      <Panel flush>
        <Table
          label={t('title')}
          markedKey={String(version.number)}
          columns={columns.filter(({ key }) => isOfLog || key !== 'exam')}
          rows={versions}
          rowKey={({ number }) => String(number)}
          href={({ number }) => `/p/${project}/datasets/${dataset.id}?version=${number}`}
        />
      </Panel>
    </Section>
  );
}
