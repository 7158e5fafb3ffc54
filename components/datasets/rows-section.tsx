'use client';
import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/shell/query-panel';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetCell, DatasetColumn, DatasetVersion } from '@/lib/domain/datasets/schema';
import { datasetQueries } from './queries';

/** More columns side by side help nobody; the file has all. */
const SHOWN_COLUMNS = 40;

/** The first 100 rows. */
export function RowsSection({ project, version }: { project: string; version: DatasetVersion }) {
  const t = useTranslations('datasets.rows');
  const format = useFormat();
  const query = useQuery(datasetQueries.rows(project, version.datasetId, version.number));
  const written = ({ type }: DatasetColumn, cell: DatasetCell) => {
    if (cell === null) return <Dash />;
    if (type === 'time' && typeof cell === 'number') return format.exact(new Date(cell));
    return typeof cell === 'number' ? format.number(cell) : String(cell).slice(0, 80);
  };
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t('hint', {
          shown: format.number(Math.min(100, version.rows)),
          all: format.number(version.rows),
          columns: Math.min(SHOWN_COLUMNS, version.columns.length),
          allColumns: version.columns.length,
        })}
      />
      <Panel flush>
        <QueryPanel query={query}>
          {({ columns, rows }) => (
            <div className="max-h-96 overflow-auto">
              <Table
                label={t('title')}
                tight
                phone="scroll"
                columns={columns.slice(0, SHOWN_COLUMNS).map((column, i) => ({
                  key: column.name,
                  header: column.name,
                  ...(column.type === 'number' || column.type === 'integer' ? { align: 'right' as const } : {}),
                  cell: ({ cells }: { cells: DatasetCell[] }) => (
                    <span className="whitespace-nowrap">{written(column, cells[i] ?? null)}</span>
                  ),
                }))}
                rows={rows.map((cells, at) => ({ at, cells }))}
                rowKey={({ at }) => String(at)}
              />
            </div>
          )}
        </QueryPanel>
      </Panel>
    </Section>
  );
}
