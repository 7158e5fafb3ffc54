'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { SectionHeading } from '@/components/ui/panel';
import { SidePanel } from '@/components/ui/side-panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { AuditAnchors } from '@/lib/domain/audit/schema';
import { apiResponse } from '@/lib/platform/http/client';
import { headHref } from './head-href';
import { NewReceiver } from './new-receiver';
import { auditQueries } from './queries';
import { useReceiverState } from './use-receiver-state';

/** Who gets the daily heads, with what came of the newest one, and the heads themselves. */
export function ReceiversPanel({
  project,
  anchors: { receivers, heads, isMailSet },
  onClose,
}: {
  project: string;
  anchors: AuditAnchors;
  onClose: () => void;
}) {
  const t = useTranslations('audit.receivers');
  const format = useFormat();
  const stateOf = useReceiverState();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => apiResponse(`/api/audit-receivers/${id}`, { method: 'DELETE', project }),
    onSuccess: () => client.invalidateQueries({ queryKey: auditQueries.anchors(project).queryKey }),
  });
  return (
    <SidePanel open onOpen={(open) => (open ? undefined : onClose())} title={t('title')}>
      <p className="mb-4 text-sm text-ink-2">{t('why')}</p>
      {receivers.length === 0 ? null : (
        <ul className="mb-6 flex flex-col gap-3">
          {receivers.map((receiver) => (
            <li key={receiver.id} className="flex items-start gap-3 border-b border-line pb-3 text-sm">
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                {receiver.shown}
                <span className="block text-xs text-ink-3">{stateOf(receiver)}</span>
              </span>
              <Button
                size="sm"
                aria-label={t('removeOf', { where: receiver.shown })}
                busy={remove.isPending && remove.variables === receiver.id}
                onClick={() => remove.mutate(receiver.id)}
              >
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {remove.isError ? <InlineError error={remove.error} title={t('notRemoved')} /> : null}
      <NewReceiver project={project} isMailSet={isMailSet} />
      <section aria-label={t('heads')} className="mt-7">
        <SectionHeading title={t('heads')} hint={t('headsHint', { count: heads.length })} />
        <ul className="flex flex-col gap-1 text-sm">
          {heads.map(({ day, events }) => (
            <li key={day}>
              <a href={headHref(project, day)} download className="link">
                {t('head', { day, events: format.number(events), count: events })}
              </a>
            </li>
          ))}
        </ul>
      </section>
    </SidePanel>
  );
}
