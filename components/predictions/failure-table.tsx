'use client';
import { CopyId } from '@/components/ui/copy-button';
import { shortId } from '@/components/ui/format';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { FailedCall } from '@/lib/domain/predictions/schema';
import { CallerName } from './row-cells';

/** Calls that were refused or failed, with the sentence that the caller got. */
export function FailureTable({ failures }: { failures: readonly FailedCall[] }) {
  const t = useTranslations('predictions.columns');
  const format = useFormat();
  const columns: Column<FailedCall>[] = [
    { key: 'at', header: t('time'), cell: (row) => <span title={format.exact(row.at)}>{format.dayTime(row.at)}</span> },
    { key: 'status', header: t('status'), cell: (row) => <span className="font-semibold text-bad">{row.status}</span> },
    { key: 'message', header: t('reason'), phone: 'wide', cell: (row) => row.message },
    { key: 'version', header: t('version'), cell: (row) => (row.version === null ? <Dash /> : `v${row.version}`) },
    { key: 'protocol', header: t('protocol'), cell: (row) => <code>{row.protocol}</code> },
    { key: 'caller', header: t('caller'), cell: (row) => <CallerName caller={row.caller} /> },
    {
      key: 'request',
      header: t('request'),
      cell: (row) =>
        row.requestId ? <CopyId id={row.requestId} shown={shortId(row.requestId)} what={t('request')} /> : <Dash />,
    },
  ];
  return <Table label={t('failures')} columns={columns} rows={failures} rowKey={(row) => row.id} tight />;
}
