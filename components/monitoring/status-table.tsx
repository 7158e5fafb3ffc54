'use client';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Traffic } from '@/lib/domain/monitoring/schema';

const KNOWN = [
  '400',
  '401',
  '403',
  '404',
  '409',
  '413',
  '415',
  '422',
  '429',
  '499',
  '500',
  '502',
  '503',
  '504',
] as const;

/** Refused and failed calls of a window by their status. */
export function StatusTable({ traffic, failuresHref }: { traffic: Traffic; failuresHref: string }) {
  const t = useTranslations('monitoring.status');
  const format = useFormat();
  const { errorsByStatus, totals } = traffic;
  const all = totals.calls + totals.errors;
  const columns: Column<Traffic['errorsByStatus'][number]>[] = [
    { key: 'status', header: t('status'), cell: ({ status }) => <code>{status}</code> },
    {
      key: 'meaning',
      header: t('meaning'),
      phone: 'wide',
      cell: ({ status }) => {
        const known = KNOWN.find((code) => code === status);
        return known ? t(`meanings.${known}`) : t('unknown');
      },
    },
    { key: 'errors', header: t('calls'), align: 'right', cell: ({ errors }) => format.number(errors) },
    {
      key: 'share',
      header: t('share'),
      align: 'right',
      cell: ({ errors }) => format.percent(all === 0 ? 0 : errors / all, { digits: 2 }),
    },
  ];
  return (
    <Panel flush>
      <div className="px-5 pt-5 max-md:px-4 max-md:pt-4">
        <SectionHeading
          title={t('title')}
          hint={t('hint', { n: format.number(totals.errors), all: format.number(all) })}
          actions={totals.errors > 0 ? <TextLink href={failuresHref}>{t('open')}</TextLink> : undefined}
        />
      </div>
      {errorsByStatus.length === 0 ? (
        <p className="px-5 pb-5 text-sm text-ink-2 max-md:px-4 max-md:pb-4">{t('none')}</p>
      ) : (
        <Table label={t('title')} columns={columns} rows={errorsByStatus} rowKey={({ status }) => status} tight />
      )}
    </Panel>
  );
}
