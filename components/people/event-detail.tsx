'use client';
import { CopyId } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { AuditEvent } from '@/lib/domain/people/schema';
import { type Difference, prepareDifference } from './prepare-difference';

/** Why, what an event changed field by field, and the ids and hashes that lead to it. */
export function EventDetail({ event }: { event: AuditEvent }) {
  const t = useTranslations('people.events');
  const format = useFormat();
  const fields = prepareDifference(event.before, event.after);
  const columns: Column<Difference>[] = [
    { key: 'path', header: t('field'), phone: 'wide', cell: ({ path }) => <code>{path || t('value')}</code> },
    { key: 'before', header: t('before'), cell: ({ before }) => <Value text={before} /> },
    { key: 'after', header: t('after'), cell: ({ after }) => <Value text={after} /> },
  ];
  const items = [
    ...(event.reason ? [{ key: 'reason', term: t('reason'), value: event.reason }] : []),
    { key: 'at', term: t('at'), value: format.exact(event.at) },
    { key: 'code', term: t('code'), value: <code>{event.action}</code> },
    { key: 'object', term: t('object'), value: <CopyId id={event.object} shown={event.object} what={t('object')} /> },
    {
      key: 'request',
      term: t('request'),
      value: <CopyId id={event.requestId} shown={event.requestId} what={t('request')} />,
    },
    { key: 'number', term: t('number'), value: event.id },
    { key: 'hash', term: t('hash'), value: <CopyId id={event.hash} shown={event.hash} what={t('hash')} /> },
    {
      key: 'previous',
      term: t('previousHash'),
      value: <CopyId id={event.previousHash} shown={event.previousHash} what={t('previousHash')} />,
    },
  ];
  return (
    <div className="flex flex-col gap-4 [&_span]:whitespace-normal">
      {fields.length === 0 ? (
        <p className="text-sm text-ink-3">{t('noDifference')}</p>
      ) : (
        <Table label={t('difference')} columns={columns} rows={fields} rowKey={({ path }) => path} tight />
      )}
      <DefinitionList items={items} />
    </div>
  );
}

const Value = ({ text }: { text: string | null }) =>
  text === null ? <Dash /> : <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</span>;
