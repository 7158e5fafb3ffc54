'use client';
import { CopyId } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { AuditEvent } from '@/lib/domain/people/schema';

function Values({ title, value }: { title: string; value: unknown }) {
  const t = useTranslations('people.events');
  return (
    <div className="min-w-0">
      <h2 className="mb-1 text-xs text-ink-3">{title}</h2>
      {value === null || value === undefined ? (
        <p className="text-sm text-ink-3">{t('nothing')}</p>
      ) : (
        <pre className="rounded-md bg-sunken px-3 py-2.5 text-xs leading-5 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
          {JSON.stringify(value, null, 2)}
        </pre>
      )}
    </div>
  );
}

/** What an event changed, and the ids that lead to it. */
export function EventDetail({ event }: { event: AuditEvent }) {
  const t = useTranslations('people.events');
  const format = useFormat();
  const items = [
    { key: 'at', term: t('at'), value: format.exact(event.at) },
    { key: 'code', term: t('code'), value: <code>{event.action}</code> },
    { key: 'object', term: t('object'), value: <CopyId id={event.object} shown={event.object} what={t('object')} /> },
    {
      key: 'request',
      term: t('request'),
      value: <CopyId id={event.requestId} shown={event.requestId} what={t('request')} />,
    },
  ];
  return (
    <div className="flex flex-col gap-4 [&_span]:whitespace-normal">
      <div className="grid gap-4 md:grid-cols-2">
        <Values title={t('before')} value={event.before} />
        <Values title={t('after')} value={event.after} />
      </div>
      <DefinitionList items={items} />
    </div>
  );
}
