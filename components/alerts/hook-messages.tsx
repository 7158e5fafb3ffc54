'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { SectionHeading } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Timeline } from '@/components/ui/timeline';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Hook, TestDeliveries } from '@/lib/domain/alerts/schema';
import { api } from '@/lib/platform/http/client';
import { DeliveryLine } from './delivery-line';
import { alertQueries } from './queries';

/** What was sent to a webhook in the last week and what came of it, with the button that sends a test. */
export function HookMessages({ project, hook }: { project: string; hook: Hook }) {
  const t = useTranslations('alerts.hooks');
  const form = useTranslations('alerts.form');
  const format = useFormat();
  const client = useQueryClient();
  const query = useQuery(alertQueries.hookDeliveries(project, hook.id));
  const test = useMutation({
    mutationFn: () => api<TestDeliveries>(`/api/webhooks/${hook.id}/test`, { method: 'POST', project }),
    onSuccess: () => client.invalidateQueries({ queryKey: alertQueries.all(project) }),
  });
  return (
    <section aria-label={t('messages')} className="mt-7">
      <SectionHeading
        title={t('messages')}
        hint={t('messagesHint')}
        actions={
          <Button size="sm" icon={<Send aria-hidden="true" />} busy={test.isPending} onClick={() => test.mutate()}>
            {form('test')}
          </Button>
        }
      />
      {test.isError ? <InlineError error={test.error} title={form('notTested')} /> : null}
      <QueryPanel
        query={query}
        skeleton={<SkeletonRows rows={3} />}
        isEmpty={({ deliveries }) => deliveries.length === 0}
        empty={<p className="text-sm text-ink-3">{t('nothingSent')}</p>}
      >
        {({ deliveries }) => (
          <Timeline
            label={t('messages')}
            entries={deliveries.map((delivery) => ({
              key: delivery.id,
              time: <span title={format.exact(delivery.createdAt)}>{format.ago(delivery.createdAt)}</span>,
              children: <DeliveryLine delivery={delivery} />,
            }))}
          />
        )}
      </QueryPanel>
    </section>
  );
}
