'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Notification, NotificationPage } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { notificationsQuery } from './notifications-query';

/** What the signed-in person was told, with the number of what they have not read. */
export function NotificationBell() {
  const t = useTranslations('shell.notifications');
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const query = useQuery(notificationsQuery);
  const read = useMutation({
    mutationFn: (ids: string[] | undefined) =>
      api('/api/me/notifications/read', { method: 'POST', body: ids ? { ids } : {} }),
    onSettled: () => client.invalidateQueries({ queryKey: notificationsQuery.queryKey }),
  });
  const { notifications = [], unread = 0 }: Partial<NotificationPage> = query.data ?? {};
  return (
    <Popover
      align="end"
      open={isOpen}
      onOpen={setIsOpen}
      title={t('title')}
      trigger={
        <button
          type="button"
          aria-label={t('button', { count: unread })}
          className="relative inline-flex size-control items-center justify-center rounded-md hover:bg-sunken hover:text-ink"
        >
          <Bell aria-hidden="true" />
          {unread > 0 ? (
            <span
              aria-hidden="true"
              className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-primary px-1 text-center text-[0.625rem] leading-4 font-semibold text-on-ink"
            >
              {unread > 99 ? '99+' : unread}
            </span>
          ) : null}
        </button>
      }
    >
      {notifications.length === 0 ? <p className="text-ink-2">{t('none')}</p> : null}
      <ul className="flex max-h-80 flex-col divide-y divide-line overflow-y-auto">
        {notifications.map((one) => (
          <li key={one.id}>
            <Line
              one={one}
              onOpen={() => {
                setIsOpen(false);
                if (one.readAt === null) read.mutate([one.id]);
              }}
            />
          </li>
        ))}
      </ul>
      {unread > 0 ? (
        <div className="mt-3">
          <Button size="sm" busy={read.isPending} onClick={() => read.mutate(undefined)}>
            {t('readAll')}
          </Button>
        </div>
      ) : null}
    </Popover>
  );
}

function Line({ one, onOpen }: { one: Notification; onOpen: () => void }) {
  const t = useTranslations('shell.notifications');
  const format = useFormat();
  const sentence = useSentence();
  return (
    <Link href={one.link} onClick={onOpen} className="block py-2 hover:underline">
      <span className={one.readAt === null ? 'font-semibold' : 'text-ink-2'}>{sentence(one)}</span>
      <span className="block text-xs text-ink-3" title={format.exact(one.createdAt)}>
        {format.ago(one.createdAt)}
        {one.readAt === null ? ` · ${t('new')}` : ''}
      </span>
    </Link>
  );
}

/** What a notification says. */
function useSentence(): (one: Notification) => string {
  const t = useTranslations('shell.notifications');
  const format = useFormat();
  return ({ kind, values: { model = '', outcome = '', value = '', version = '', name = '', day = '' } }) => {
    switch (kind) {
      case 'feedback-settled': {
        const known = outcome === 'label' || outcome === 'inputs-wrong' ? outcome : 'cannot-tell';
        return t(`settled.${known}`, { model, value });
      }
      case 'answer-fixed':
        return t('fixed', { model, version, value });
      case 'answer-learnt':
        return t('learnt', { model, version, value, day: format.day(day) });
      case 'thread-comment':
      case 'thread-resolved':
      case 'thread-reopened':
        return t(`thread.${kind}`, { model, name });
      case 'promotion-paused':
        return t('promotionPaused', { model, version });
    }
  };
}
