'use client';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useQueryState } from 'nuqs';
import { Button } from '@/components/ui/button';
import { CopyId } from '@/components/ui/copy-button';
import { shortId } from '@/components/ui/format';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { AuditEvent } from '@/lib/domain/people/schema';
import { EventDetail } from './event-detail';
import { useActionSentence } from './use-action-sentence';

/** `model:iris/3` without its uuid's middle: people know names, not ids. */
function shortObject(object: string): string {
  return object.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => shortId(id));
}

export function EventsTable({ events }: { events: readonly AuditEvent[] }) {
  const t = useTranslations('people.events');
  const format = useFormat();
  const sentence = useActionSentence();
  const [open, setOpen] = useQueryState('open');
  const columns: Column<AuditEvent>[] = [
    {
      key: 'at',
      header: t('at'),
      className: 'whitespace-nowrap',
      cell: ({ at }) => <span title={format.exact(at)}>{format.dayTime(at)}</span>,
    },
    {
      key: 'who',
      header: t('who'),
      cell: ({ actorName, actorKind }) => (
        <span className="flex flex-col py-1">
          <span className="[overflow-wrap:anywhere]">{actorName}</span>
          {actorKind === 'key' || actorKind === 'system' ? (
            <span className="text-xs text-ink-3">{t(`kind.${actorKind}`)}</span>
          ) : null}
        </span>
      ),
    },
    {
      key: 'what',
      header: t('what'),
      cell: ({ action, reason }) => (
        <span className="flex flex-col py-1">
          <span>{sentence(action) ?? <code>{action}</code>}</span>
          {reason ? (
            <span className="text-xs text-ink-3 [overflow-wrap:anywhere]">{t('because', { reason })}</span>
          ) : null}
        </span>
      ),
    },
    {
      key: 'object',
      header: t('object'),
      phone: 'wide',
      cell: ({ object }) => (
        <code title={object} className="[overflow-wrap:anywhere]">
          {shortObject(object)}
        </code>
      ),
    },
    {
      key: 'hash',
      header: t('hash'),
      cell: ({ hash }) => <CopyId id={hash} shown={shortId(hash)} what={t('hash')} />,
    },
    {
      key: 'detail',
      header: t('detail'),
      hideHeader: true,
      phone: 'wide',
      align: 'right',
      cell: ({ id }) => {
        const isOpen = open === id;
        return (
          <Button
            kind="quiet"
            size="sm"
            aria-expanded={isOpen}
            icon={isOpen ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
            onClick={() => void setOpen(isOpen ? null : id)}
          >
            {t('detail')}
          </Button>
        );
      },
    },
  ];
  return (
    <Table
      label={t('title')}
      columns={columns}
      rows={events}
      rowKey={({ id }) => id}
      openKey={open}
      expanded={(event) => <EventDetail event={event} />}
    />
  );
}
