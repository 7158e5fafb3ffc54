'use client';
import { Badge, State } from '@/components/ui/state';
import { Amount, type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { VersionRow } from './versions-view';

export function VersionsTable({
  rows,
  base,
  isElsewhere,
}: {
  rows: readonly VersionRow[];
  base: string;
  /** Another server runs them: they have no file. */
  isElsewhere: boolean;
}) {
  const t = useTranslations('registry.versions');
  const withoutFile = useElsewhereColumns();
  const all = useVersionColumns();
  const columns = isElsewhere ? withoutFile : all;
  return (
    <Table
      label={t('title')}
      columns={columns}
      rows={rows}
      rowKey={({ version }) => version.id}
      href={({ version }) => `${base}/versions/${version.number}`}
    />
  );
}

function useElsewhereColumns(): Column<VersionRow>[] {
  const t = useTranslations('registry.versions');
  const columns = useVersionColumns();
  const nameThere: Column<VersionRow> = {
    key: 'name-there',
    header: t('columns.nameThere'),
    cell: ({ version: { nameElsewhere } }) =>
      nameElsewhere === null ? <Dash /> : <code className="[overflow-wrap:anywhere]">{nameElsewhere}</code>,
  };
  return columns.flatMap((column): Column<VersionRow>[] => {
    if (column.key === 'number') return [column, nameThere];
    if (column.key === 'state') return [{ ...column, cell: () => <State kind="info">{t('elsewhere')}</State> }];
    return column.key === 'uploaded' ? [column] : [];
  });
}

function useVersionColumns(): Column<VersionRow>[] {
  const t = useTranslations('registry.versions');
  const format = useFormat();
  return [
    {
      key: 'number',
      header: t('columns.version'),
      cell: ({ version }) => (
        <span className="inline-flex items-center gap-2">
          {`v${version.number}`}
          {version.isChampion ? <Badge tone="accent">{t('champion')}</Badge> : null}
        </span>
      ),
    },
    {
      key: 'state',
      header: t('columns.state'),
      cell: ({ version }) => (
        <State kind={version.loaded ? 'ok' : 'off'}>{version.loaded ? t('inService') : t('outOfService')}</State>
      ),
    },
    {
      key: 'file',
      header: t('columns.file'),
      phone: 'wide',
      cell: ({ version }) =>
        version.servedBy === 'upstream' ? (
          t('service')
        ) : (
          <code className="[overflow-wrap:anywhere]">{version.filename}</code>
        ),
    },
    {
      key: 'size',
      header: t('columns.size'),
      align: 'right',
      cell: ({ version }) => {
        const [value, unit] = format.bytes(version.sizeBytes).split('\u00a0');
        return <Amount value={value} unit={unit} />;
      },
    },
    {
      key: 'uploaded',
      header: t('columns.uploaded'),
      cell: ({ version }) => (
        <span className="block py-1.5 max-md:py-0">
          <span className="block">{version.createdBy}</span>
          <time dateTime={version.createdAt} title={format.exact(version.createdAt)} className="text-xs text-ink-3">
            {format.ago(version.createdAt)}
          </time>
        </span>
      ),
    },
    {
      key: 'evaluation',
      header: t('columns.evaluation'),
      align: 'right',
      cell: ({ reports }) => <EvaluationCell row={reports.evaluation} />,
    },
    {
      key: 'parity',
      header: t('columns.parity'),
      align: 'right',
      cell: ({ reports }) => <ParityCell row={reports.parity} />,
    },
  ];
}

function EvaluationCell({ row }: { row: VersionRow['reports']['evaluation'] }) {
  const t = useTranslations('registry.versions');
  const format = useFormat();
  if (!row) return <span className="text-ink-3">{t('notEvaluated')}</span>;
  const { classification, regression, rows, effectiveRows } = row.result;
  const measured = classification?.accuracy ?? regression?.mae;
  if (!measured || measured.value === null) return <Dash />;
  const write = (value: number) => (classification ? format.score(value) : format.figures(value, 4));
  const interval =
    measured.low !== null && measured.high !== null ? format.between(write(measured.low), write(measured.high)) : null;
  return (
    <span className="block py-1.5 max-md:py-0">
      <span className="block font-semibold">
        {write(measured.value)}
        {regression?.unit ? <span className="text-xs font-normal text-ink-3">{` ${regression.unit}`}</span> : null}
      </span>
      <span className="block text-xs text-ink-3">
        {t(classification ? 'accuracyOf' : 'maeOf', {
          rows: format.number(rows),
          effective: format.number(effectiveRows),
        })}
      </span>
      {interval ? <span className="block text-xs text-ink-3">{interval}</span> : null}
    </span>
  );
}

function ParityCell({ row }: { row: VersionRow['reports']['parity'] }) {
  const t = useTranslations('registry.versions');
  const format = useFormat();
  if (!row) return <span className="text-ink-3">{t('notCompared')}</span>;
  const { agreed, rows } = row.result;
  return (
    <State kind={agreed === rows ? 'ok' : 'bad'}>
      {t('parity', { agreed: format.number(agreed), rows: format.number(rows) })}
    </State>
  );
}
