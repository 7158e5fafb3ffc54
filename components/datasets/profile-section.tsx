'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { HistogramCompare } from '@/components/charts/histogram-compare';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ColumnFacts, DatasetProfile, DatasetRoles, DatasetVersion } from '@/lib/domain/datasets/schema';
import { ColumnShape } from './column-shape';
import { drawnBins } from './drawn-bins';

const AT_ONCE = 40;

/** Every column: its type and role, what is missing, how many values, and their shape. */
export function ProfileSection({ version, profile }: { version: DatasetVersion; profile: DatasetProfile }) {
  const t = useTranslations('datasets');
  const format = useFormat();
  const [open, setOpen] = useState<string | null>(null);
  const [shown, setShown] = useState(AT_ONCE);
  const columns: Column<ColumnFacts>[] = [
    {
      key: 'name',
      header: t('column.name'),
      className: 'min-w-36',
      cell: ({ name }) => (
        <button
          type="button"
          className="link text-left font-semibold [overflow-wrap:anywhere]"
          aria-expanded={open === name}
          onClick={() => setOpen(open === name ? null : name)}
        >
          {name}
        </button>
      ),
    },
    { key: 'type', header: t('column.type'), cell: ({ type }) => t(`types.${type}`) },
    { key: 'role', header: t('column.role'), cell: ({ name }) => t(`roles.${roleOf(name, version.roles)}`) },
    {
      key: 'nulls',
      header: t('column.nulls'),
      align: 'right',
      cell: ({ nulls }) =>
        t('column.nullShare', { n: format.number(nulls), share: format.percent(nulls / version.rows) }),
    },
    { key: 'distinct', header: t('column.distinct'), align: 'right', cell: ({ distinct }) => format.number(distinct) },
    {
      key: 'middle',
      header: t('column.middle'),
      cell: (facts) => <Middle facts={facts} rows={version.rows} />,
    },
    {
      key: 'shape',
      header: t('column.shape'),
      phone: 'wide',
      className: 'w-44',
      cell: ({ shape }) =>
        shape.kind === 'number' && shape.n > 0 ? (
          <HistogramCompare reference={null} now={drawnBins(shape)} bare height={36} />
        ) : null,
    },
  ];
  const save = () =>
    downloadText(
      `${version.name}-columns.csv`,
      writeCsv(
        ['column', 'type', 'role', 'nulls', 'distinct', 'mean', 'min', 'max'],
        profile.columns.map(({ name, type, nulls, distinct, mean, shape }) => [
          name,
          type,
          roleOf(name, version.roles),
          nulls,
          distinct,
          mean,
          shape.kind === 'number' ? shape.min : null,
          shape.kind === 'number' ? shape.max : null,
        ]),
      ),
    );
  return (
    <Section label={t('profile.title')}>
      <SectionHeading
        title={t('profile.title')}
        hint={t('profile.hint', { n: format.number(version.rows) })}
        actions={<IconButton label={t('profile.csv')} icon={<Download aria-hidden="true" />} onClick={save} />}
      />
      <Panel flush>
        <Table
          label={t('profile.title')}
          columns={columns}
          rows={profile.columns.slice(0, shown)}
          rowKey={({ name }) => name}
          openKey={open}
          expanded={(facts) => <ColumnShape facts={facts} rows={version.rows} />}
        />
        {shown < profile.columns.length ? (
          <div className="border-t border-line px-5 py-3 max-md:px-4">
            <Button size="sm" onClick={() => setShown(shown + AT_ONCE)}>
              {t('column.more', { shown, all: profile.columns.length })}
            </Button>
          </div>
        ) : null}
      </Panel>
    </Section>
  );
}

function Middle({ facts: { type, mean, shape }, rows }: { facts: ColumnFacts; rows: number }) {
  const t = useTranslations('datasets.column');
  const format = useFormat();
  if (shape.kind === 'category') {
    const [first] = shape.categories;
    if (first === undefined) return null;
    return (
      <span className="line-clamp-1 [overflow-wrap:anywhere]">
        {t('mostFrequent', { value: first, share: format.percent((shape.counts[0] ?? 0) / rows) })}
      </span>
    );
  }
  if (shape.min === null || shape.max === null) return null;
  const write = (value: number) => (type === 'time' ? format.day(value) : format.number(value));
  const range = format.between(write(shape.min), write(shape.max));
  return mean === null ? range : t('meanAndRange', { mean: format.number(mean), range });
}

/** What a column is for. */
function roleOf(name: string, { target, id, time, weight, entities, features }: DatasetRoles) {
  if (name === target) return 'target';
  if (name === id) return 'id';
  if (name === time) return 'time';
  if (name === weight) return 'weight';
  if (entities.includes(name)) return 'entity';
  return features.includes(name) ? 'feature' : 'none';
}
