'use client';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { shortId } from '@/components/ui/format';
import { Badge } from '@/components/ui/state';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Feedback } from '@/lib/domain/feedback/schema';
import { SaidDetails } from './said-details';

/** Feedback in a table: each line leads to its row. */
export function FeedbackTable({
  project,
  list,
  classes,
}: {
  project: string;
  list: readonly Feedback[];
  classes: readonly { label: string; name: string }[];
}) {
  const t = useTranslations('feedback.columns');
  const words = useTranslations('feedback.judge');
  const format = useFormat();
  const nameOf = (label: string) => classes.find((one) => one.label === label)?.name ?? label;
  const columns: Column<Feedback>[] = [
    {
      key: 'time',
      header: t('time'),
      cell: (row) => <span title={format.exact(row.createdAt)}>{format.ago(row.createdAt)}</span>,
    },
    {
      key: 'verdict',
      header: t('verdict'),
      cell: (row) => (
        <span className="inline-flex items-center gap-1.5">
          {row.verdict === 'right' ? (
            <ThumbsUp aria-hidden="true" className="text-ok" />
          ) : (
            <ThumbsDown aria-hidden="true" className="text-bad" />
          )}
          {words(row.verdict)}
          {row.severity && row.severity !== 'normal' ? (
            <Badge tone={row.severity === 'serious' ? 'bad' : 'plain'}>{words(`severities.${row.severity}`)}</Badge>
          ) : null}
        </span>
      ),
    },
    { key: 'expected', header: t('expected'), cell: (row) => (row.expected ? nameOf(row.expected) : <Dash />) },
    { key: 'reason', header: t('reason'), phone: 'wide', cell: (row) => <Said row={row} /> },
    {
      key: 'outcome',
      header: t('outcome'),
      phone: 'wide',
      cell: (row) => <Outcome outcome={row.outcome} nameOf={nameOf} />,
    },
    { key: 'giver', header: t('giver'), cell: (row) => row.givenBy },
    { key: 'row', header: t('row'), cell: (row) => <code title={row.rowId}>{shortId(row.rowId)}</code> },
  ];
  return (
    <Table
      label={t('table')}
      columns={columns}
      rows={list}
      rowKey={(row) => row.id}
      href={(row) => `/p/${project}/predictions/${row.rowId}`}
    />
  );
}

function Said({ row: { reason, fields, scores } }: { row: Feedback }) {
  if (!reason && fields.length === 0 && Object.keys(scores).length === 0) return <Dash />;
  return (
    <>
      {reason}
      <SaidDetails fields={fields} scores={scores} />
    </>
  );
}

function Outcome({ outcome, nameOf }: { outcome: Feedback['outcome']; nameOf: (label: string) => string }) {
  const t = useTranslations('feedback.outcomes');
  const format = useFormat();
  if (!outcome) return <span className="text-ink-3">{t('waiting')}</span>;
  const { decision, value, settledAt, toldAt, fixedVersion, learntVersion } = outcome;
  const told = toldAt ? t('told', { time: format.ago(toldAt) }) : t('notTold');
  return (
    <span title={format.exact(settledAt)}>
      {decision === 'label' ? t('label', { value: nameOf(value ?? '') }) : t(decision)}
      <span className="block text-xs text-ink-3">
        {fixedVersion !== null
          ? t('fixed', { version: fixedVersion })
          : learntVersion !== null
            ? t('learnt', { version: learntVersion })
            : told}
      </span>
    </span>
  );
}
