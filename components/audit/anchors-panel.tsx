'use client';
import { useQuery } from '@tanstack/react-query';
import { Download, Send } from 'lucide-react';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button, buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { AuditAnchors } from '@/lib/domain/audit/schema';
import { headHref } from './head-href';
import { auditQueries } from './queries';
import { ReceiversPanel } from './receivers-panel';
import { useReceiverState } from './use-receiver-state';

/** When the end of the trail was signed last, and who outside holds it. */
export function AnchorsPanel({ project }: { project: string }) {
  const t = useTranslations('audit.anchors');
  const [isOpen, setIsOpen] = useState(false);
  const query = useQuery(auditQueries.anchors(project));
  return (
    <section aria-label={t('title')} className="mb-5">
      <Panel>
        <QueryPanel query={query} errorTitle={t('notLoaded')} skeleton={<SkeletonRows rows={2} />}>
          {(anchors) => (
            <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
              <Summary anchors={anchors} />
              <span className="ml-auto flex flex-wrap gap-2 max-md:ml-0">
                {anchors.heads[0] ? (
                  <a href={headHref(project, anchors.heads[0].day)} download className={buttonClass('outlined')}>
                    <Download aria-hidden="true" />
                    {t('download')}
                  </a>
                ) : null}
                <Button icon={<Send aria-hidden="true" />} onClick={() => setIsOpen(true)}>
                  {t('manage')}
                </Button>
              </span>
              {isOpen ? <ReceiversPanel project={project} anchors={anchors} onClose={() => setIsOpen(false)} /> : null}
            </div>
          )}
        </QueryPanel>
      </Panel>
    </section>
  );
}

function Summary({ anchors: { heads, receivers } }: { anchors: AuditAnchors }) {
  const t = useTranslations('audit.anchors');
  const format = useFormat();
  const stateOf = useReceiverState();
  const [head] = heads;
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1 text-sm max-md:basis-full">
      <p className="[overflow-wrap:anywhere]">
        {head
          ? t('signed', {
              at: format.exact(head.at),
              events: format.number(head.events),
              count: head.events,
              key: head.fingerprint,
            })
          : t('none')}
      </p>
      {receivers.length === 0 ? (
        <p className="text-ink-3">{t('nobody')}</p>
      ) : (
        <ul className="flex flex-col gap-0.5 text-ink-2">
          {receivers.map((receiver) => (
            <li key={receiver.id} className="[overflow-wrap:anywhere]">
              {t('line', { where: receiver.shown, state: stateOf(receiver) })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
