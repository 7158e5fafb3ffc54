'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReviewItem } from '@/lib/domain/review/schema';
import { api } from '@/lib/platform/http/client';
import { reviewQueries } from './queries';

/** Sends a row of the log to one of its model's queues. */
export function SendToReview({ project, model, rowId }: { project: string; model: string; rowId: string }) {
  const t = useTranslations('review.send');
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const queues = (useQuery(reviewQueries.queues(project)).data?.queues ?? []).filter(
    (queue) => queue.model.name === model,
  );
  const queue = queues.find(({ id }) => id === chosen) ?? queues[0];
  const send = useMutation({
    mutationFn: (id: string) =>
      api<ReviewItem>(`/api/review-queues/${id}/items`, { method: 'POST', project, body: { row: rowId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: reviewQueries.all(project) }),
  });
  return (
    <section>
      <SectionHeading title={t('title')} />
      {queue ? (
        <div className="flex flex-wrap items-center gap-2">
          {queues.length > 1 ? (
            <Select
              label={t('to')}
              value={queue.id}
              onValue={setChosen}
              options={queues.map(({ id, name }) => ({ value: id, label: name }))}
            />
          ) : null}
          <Button busy={send.isPending} onClick={() => send.mutate(queue.id)}>
            {t('do')}
          </Button>
        </div>
      ) : (
        <p className="text-sm text-ink-2">
          {t('none')} <TextLink href={`/p/${project}/review`}>{t('make')}</TextLink>
        </p>
      )}
      <div role="status" className="mt-2 text-sm">
        {send.data ? (
          <TextLink href={`/p/${project}/review?queue=${send.data.queue.id}&item=${send.data.id}`}>
            {t('sent', { name: send.data.queue.name })}
          </TextLink>
        ) : null}
      </div>
      {send.isError ? <InlineError error={send.error} title={t('failed')} /> : null}
    </section>
  );
}
