'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { SectionHeading } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Badge } from '@/components/ui/state';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import { feedbackQueries, sendComment, settleThread } from './queries';
import { ThreadEntries } from './thread-entries';

/** What people say to each other about a row, with the way to answer and to settle it. */
export function ThreadPanel({ project, rowId, mayWrite }: { project: string; rowId: string; mayWrite: boolean }) {
  const t = useTranslations('feedback.thread');
  const query = useQuery(feedbackQueries.thread(project, rowId));
  return (
    <section aria-label={t('title')}>
      <SectionHeading
        title={t('title')}
        actions={
          query.data && query.data.entries.length > 0 ? (
            <Badge tone={query.data.isResolved ? 'ok' : 'plain'}>
              {t(query.data.isResolved ? 'resolved' : 'open')}
            </Badge>
          ) : undefined
        }
      />
      <QueryPanel query={query} errorTitle={t('notLoaded')} skeleton={<SkeletonRows rows={2} />}>
        {({ entries, isResolved }) => (
          <div className="flex flex-col gap-4">
            {entries.length > 0 ? (
              <ThreadEntries entries={entries} />
            ) : (
              <p className="text-sm text-ink-3">{t('nothing')}</p>
            )}
            {mayWrite ? (
              <WriteForm project={project} rowId={rowId} isResolved={isResolved} hasEntries={entries.length > 0} />
            ) : null}
          </div>
        )}
      </QueryPanel>
    </section>
  );
}

function WriteForm({
  project,
  rowId,
  isResolved,
  hasEntries,
}: {
  project: string;
  rowId: string;
  isResolved: boolean;
  hasEntries: boolean;
}) {
  const t = useTranslations('feedback.thread');
  const client = useQueryClient();
  const [text, setText] = useState('');
  const { queryKey } = feedbackQueries.thread(project, rowId);
  const send = useMutation({
    mutationFn: () => sendComment(project, rowId, text),
    onSuccess: (thread) => {
      setText('');
      client.setQueryData(queryKey, thread);
    },
  });
  const settle = useMutation({
    mutationFn: () => settleThread(project, rowId, !isResolved),
    onSuccess: (thread) => client.setQueryData(queryKey, thread),
  });
  const error = send.error ?? settle.error;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) send.mutate();
      }}
    >
      <Field label={t('write')} hint={t('hint')}>
        <Textarea rows={3} maxLength={5000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      {error ? <InlineError error={error} title={t('notSent')} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={send.isPending}>
          {t('send')}
        </Button>
        {hasEntries ? (
          <Button
            busy={settle.isPending}
            icon={isResolved ? <RotateCcw aria-hidden="true" /> : <CircleCheck aria-hidden="true" />}
            onClick={() => settle.mutate()}
          >
            {t(isResolved ? 'reopen' : 'resolve')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
