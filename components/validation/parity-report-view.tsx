'use client';
import { versionHref } from '@/components/shell/addresses';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ParityCause, ParityReport, ParityResult } from '@/lib/domain/validation/schema';
import type { OfVersion } from './queries';
import { ReportMeta } from './report-meta';
import { writeDifference } from './write-difference';

/** The last comparison: how many rows agree, the first that differs, and why it likely does. */
export function ParityReportView({ of, report }: { of: OfVersion; report: ParityReport }) {
  const t = useTranslations('validation.parity');
  const format = useFormat();
  const { result } = report;
  const agrees = result.agreed === result.rows;
  const difference =
    result.largestDifference === null
      ? t('labelsOnly')
      : t('largest', { value: writeDifference(result.largestDifference, format.locale) });
  return (
    <Panel>
      <Note
        kind={agrees ? 'ok' : 'bad'}
        title={t('agreed', { agreed: format.number(result.agreed), rows: format.number(result.rows) })}
        detail={t('how', {
          columns: result.comparedWith.join(', '),
          tolerance: writeDifference(result.tolerance, format.locale),
        })}
      >
        {difference}
      </Note>
      {result.cause ? <Cause of={of} cause={result.cause} /> : null}
      {!agrees && !result.cause ? <p className="mt-3 text-md text-ink-2">{t('noCause')}</p> : null}
      {result.firstDifference ? <FirstDifference first={result.firstDifference} /> : null}
      {result.ignored.length > 0 ? (
        <p className="mt-3 text-xs text-ink-3">
          {t('ignored', { names: result.ignored.slice(0, 20).join(', '), count: result.ignored.length })}
        </p>
      ) : null}
      <ReportMeta report={report} />
    </Panel>
  );
}

function Cause({ of, cause }: { of: OfVersion; cause: ParityCause }) {
  const t = useTranslations('validation.parity');
  const columns = `${versionHref(of.project, of.model, of.number)}/columns`;
  const sentence =
    cause.kind === 'column-order'
      ? t('causes.column-order', { first: cause.columns[0], second: cause.columns[1] })
      : cause.kind === 'label-map'
        ? t('causes.label-map', {
            pairs: Object.entries(cause.mapping)
              .slice(0, 8)
              .map(([yours, here]) => `${yours} → ${here}`)
              .join(', '),
          })
        : t(`causes.${cause.kind}`);
  const goesToColumns = cause.kind === 'column-order' || cause.kind === 'label-map';
  return (
    <div className="mt-3">
      <p className="max-w-measure text-md">
        <strong className="font-semibold">{t('likely')}</strong> {sentence}
      </p>
      <p className="max-w-measure text-md text-ink-2">{t(`fixes.${cause.kind}`)}</p>
      {goesToColumns ? (
        <div className="mt-2">
          <LinkButton size="sm" href={columns}>
            {t(cause.kind === 'column-order' ? 'fixColumns' : 'nameClasses')}
          </LinkButton>
        </div>
      ) : null}
    </div>
  );
}

function FirstDifference({ first }: { first: NonNullable<ParityResult['firstDifference']> }) {
  const t = useTranslations('validation.parity');
  const format = useFormat();
  const rows = Object.entries(first.fields).map(([name, value]) => ({ name, value }));
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'name', header: t('field'), cell: ({ name }) => <code className="[overflow-wrap:anywhere]">{name}</code> },
    {
      key: 'value',
      header: t('valueSent'),
      cell: ({ value }) => <code className="[overflow-wrap:anywhere]">{value || '–'}</code>,
    },
  ];
  return (
    <div className="mt-4 rounded-md border border-line">
      <div className="px-5 py-3 text-md max-md:px-4">
        <p className="font-semibold">
          {t('first', { row: format.number(first.row), line: format.number(first.line) })}
        </p>
        <dl className="mt-1 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
          <dt className="text-ink-3">{t('here')}</dt>
          <dd>
            <code className="[overflow-wrap:anywhere]">{first.here}</code>
          </dd>
          <dt className="text-ink-3">{t('yours')}</dt>
          <dd>
            <code className="[overflow-wrap:anywhere]">{first.yours}</code>
          </dd>
        </dl>
      </div>
      <details className="border-t border-line">
        <summary className="cursor-pointer px-5 py-2.5 text-sm text-ink-2 max-md:px-4">
          {t('inputsOfRow', { count: rows.length })}
        </summary>
        <Table
          label={t('inputsOfRow', { count: rows.length })}
          columns={columns}
          rows={rows}
          rowKey={({ name }) => name}
          tight
        />
      </details>
    </div>
  );
}
