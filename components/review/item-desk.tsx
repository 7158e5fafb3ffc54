'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { EyeOff, FlaskConical, GraduationCap, Lock } from 'lucide-react';
import { useMemo, useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { shortId } from '@/components/ui/format';
import { InlineError } from '@/components/ui/inline-error';
import { Markdown } from '@/components/ui/markdown';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Badge } from '@/components/ui/state';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReviewItem } from '@/lib/domain/review/schema';
import { DecisionForm } from './decision-form';
import { ItemFacts } from './item-facts';
import { reviewQueries, takeBack } from './queries';
import { Revealed } from './revealed';
import { WhatFollows } from './what-follows';

/** The item that the person holds, with the form that decides it and what follows from that. */
export function ItemDesk({
  project,
  queue,
  itemId,
  onItem,
}: {
  project: string;
  queue: string;
  itemId: string | null;
  onItem: (id: string | null) => void;
}) {
  const t = useTranslations('review');
  const client = useQueryClient();
  const [last, setLast] = useState<ReviewItem | null>(null);
  const query = useQuery(reviewQueries.current(project, queue, itemId));
  const renew = async () => {
    await client.invalidateQueries({ queryKey: reviewQueries.queues(project).queryKey });
    await client.invalidateQueries({ queryKey: [...reviewQueries.all(project), 'items', queue] });
    await client.invalidateQueries({
      predicate: ({ queryKey }) => ['predictions', 'performance', 'feedback'].includes(String(queryKey[0])),
    });
  };
  const next = async () => {
    onItem(null);
    await client.resetQueries({ queryKey: reviewQueries.current(project, queue, null).queryKey });
    void renew();
  };
  const undo = useMutation({
    mutationFn: (item: ReviewItem) => takeBack(project, item.id),
    onSuccess: async (item) => {
      setLast(null);
      onItem(item.id);
      await client.resetQueries({ queryKey: reviewQueries.current(project, queue, item.id).queryKey });
      void renew();
    },
  });
  const item = query.data?.item ?? null;
  // A new item begins its own clock.
  const shownAtMs = useMemo(() => (item ? Date.now() : 0), [item]);
  if (query.isPending)
    return (
      <Panel flush>
        <SkeletonRows rows={8} />
      </Panel>
    );
  if (query.isError) return <InlineError error={query.error} onRetry={() => void next()} />;
  const lastLine = last ? <Revealed item={last} project={project} /> : null;
  if (!item)
    return (
      <div className="flex flex-col gap-4">
        {lastLine}
        <Panel flush>
          <EmptyState title={t('empty.title')}>{t('empty.body')}</EmptyState>
        </Panel>
      </div>
    );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_16rem]">
      <div className="flex min-w-0 flex-col gap-4">
        {lastLine}
        {undo.isError ? <InlineError error={undo.error} /> : null}
        {/* Clipped and not hidden: the form stays in sight at the end of the window. */}
        <Panel flush className="overflow-clip!">
          <ItemHead item={item} project={project} />
          <ItemFacts item={item} project={project} />
          <Blindness item={item} />
          <RevealedThread item={item} project={project} />
          {item.own && item.own.decision !== 'skip' ? (
            <div className="p-5">
              <Revealed item={item} project={project} />
            </div>
          ) : (
            <DecisionForm
              key={item.id}
              project={project}
              item={item}
              shownAtMs={shownAtMs}
              onSaved={({ item: saved }) => {
                setLast(saved);
                void next();
              }}
              onUndo={last ? () => undo.mutate(last) : null}
            />
          )}
        </Panel>
      </div>
      <WhatFollows item={item} />
    </div>
  );
}

/** What people say to each other about the row, where it may be known. */
function RevealedThread({ item, project }: { item: ReviewItem; project: string }) {
  const t = useTranslations('review.revealed');
  const format = useFormat();
  const comments = item.revealed?.thread.entries.filter(({ kind }) => kind === 'comment') ?? [];
  if (comments.length === 0) return null;
  return (
    <section aria-label={t('thread')} className="border-t border-line px-5 py-3">
      <p className="text-sm">
        <b className="font-semibold">{t('thread')}</b>{' '}
        <TextLink href={`/p/${project}/predictions/${item.rowId}`}>{t('threadOpen')}</TextLink>
      </p>
      <ol className="mt-1.5 flex flex-col gap-2">
        {comments.map(({ id, author, at, text }) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            <p className="text-xs text-ink-3">
              {author}, <span title={format.exact(at)}>{format.ago(at)}</span>
            </p>
            <Markdown text={text} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function ItemHead({ item, project }: { item: ReviewItem; project: string }) {
  const t = useTranslations('review.item');
  const format = useFormat();
  return (
    <div className="flex flex-wrap items-start gap-3 px-5 py-4">
      <div className="min-w-0">
        <h2 className="text-lg font-semibold">
          {format.exact(item.at)} <span className="font-normal text-ink-2">{item.entity}</span>
        </h2>
        <p className="mt-0.5 text-xs text-ink-3">
          {item.model.name}, {t('row')} <code title={item.rowId}>{shortId(item.rowId)}</code>
          {item.revealed ? (
            <>
              {' · '}
              <TextLink href={`/p/${project}/predictions/${item.rowId}`}>{t('open')}</TextLink>
            </>
          ) : null}
        </p>
      </div>
      <span className="ml-auto flex flex-wrap justify-end gap-2">
        <Badge
          tone="line"
          icon={
            item.destination === 'exam' ? <FlaskConical aria-hidden="true" /> : <GraduationCap aria-hidden="true" />
          }
        >
          {t(item.destination)}
        </Badge>
        {item.heldUntil ? (
          <Badge tone="info" icon={<Lock aria-hidden="true" />}>
            {t('held', { time: format.time(item.heldUntil) })}
          </Badge>
        ) : null}
      </span>
    </div>
  );
}

function Blindness({ item }: { item: ReviewItem }) {
  const t = useTranslations('review.blind');
  const decisions = useTranslations('review.decision');
  if (item.state === 'disputed')
    return (
      <div className="border-t border-line p-5 pb-0">
        <Note kind="warn" title={t('disputed')}>
          {item.revealed?.reviews
            .filter(({ takenBackAt, decision }) => takenBackAt === null && decision !== 'skip')
            .map(({ value, note, decision }) => `${value ?? decisions(decision)}${note ? ` (${note})` : ''}`)
            .join(' · ')}
        </Note>
      </div>
    );
  if (item.revealed !== null) return null;
  return (
    <p className="flex items-start gap-3 border-t border-line bg-sunken px-5 py-3 text-sm text-ink-2">
      <EyeOff aria-hidden="true" className="mt-0.5 shrink-0 text-ink-3" />
      <span>
        <b className="font-semibold text-ink">{t('title')}</b> {t('body')}
      </span>
    </p>
  );
}
