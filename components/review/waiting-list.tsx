'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { FlaskConical, GraduationCap, Lock, TriangleAlert, UserRoundCheck } from 'lucide-react';
import { InlineError } from '@/components/ui/inline-error';
import { Panel } from '@/components/ui/panel';
import { ShowMore } from '@/components/ui/show-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { reviewQueries } from './queries';

/** What waits in a queue, most useful first. Why it is useful stays hidden, so that nobody is led by it. */
export function WaitingList({
  project,
  queue,
  current,
  onItem,
}: {
  project: string;
  queue: string;
  current: string | null;
  onItem: (id: string) => void;
}) {
  const t = useTranslations('review.waiting');
  const format = useFormat();
  const query = useInfiniteQuery(reviewQueries.items(project, queue, 'waiting'));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel flush className="max-lg:hidden">
      <p className="border-b border-line px-4 py-3 text-xs text-ink-3">{t('title')}</p>
      {query.isPending ? <SkeletonRows rows={6} /> : null}
      {query.isError ? <InlineError error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data && items.length === 0 ? <p className="px-4 py-3 text-sm text-ink-3">{t('none')}</p> : null}
      <ul className="max-h-[36rem] overflow-y-auto p-1.5">
        {items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              aria-current={item.id === current ? 'true' : undefined}
              onClick={() => onItem(item.id)}
              className={clsx(
                'flex w-full items-start gap-2.5 rounded-md px-2.5 py-2 text-left text-sm',
                item.id === current ? 'bg-accent-soft' : 'hover:bg-sunken',
              )}
            >
              <span className="mt-0.5 text-ink-3">
                {item.destination === 'exam' ? (
                  <FlaskConical aria-hidden="true" />
                ) : (
                  <GraduationCap aria-hidden="true" />
                )}
              </span>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">
                  {format.dayTime(item.at)}
                  {item.entity ? `, ${item.entity}` : ''}
                </span>
                <span className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-3">
                  {t(item.destination)}
                  {item.state === 'disputed' ? (
                    <span className="inline-flex items-center gap-1 text-warn">
                      <TriangleAlert aria-hidden="true" className="size-3!" /> {t('disputed')}
                    </span>
                  ) : null}
                  {item.isHeld ? (
                    <span className="inline-flex items-center gap-1">
                      <Lock aria-hidden="true" className="size-3!" /> {t('held')}
                    </span>
                  ) : null}
                  {item.isAssigned ? (
                    <span className="inline-flex items-center gap-1 text-ink-2">
                      <UserRoundCheck aria-hidden="true" className="size-3!" /> {t('forYou')}
                    </span>
                  ) : item.assignedTo.length > 0 ? (
                    <span className="truncate">{t('forOthers', { names: item.assignedTo.join(', ') })}</span>
                  ) : null}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <ShowMore query={query}>{t('more')}</ShowMore>
    </Panel>
  );
}
