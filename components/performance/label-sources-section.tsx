'use client';
import { useQuery } from '@tanstack/react-query';
import { DatabaseZap } from 'lucide-react';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import { type LabelSourceView, MAX_LABEL_SOURCES } from '@/lib/domain/feedback/schema';
import { LabelSourceItem } from './label-source-item';
import { LabelSourcePanel } from './label-source-panel';
import { labelSourcesQuery } from './label-source-queries';

/** Where labels are pulled from by themselves, with what became of it. Those who may not change it see it once there is one. */
export function LabelSourcesSection({ of, mayManage }: { of: { project: string; model: string }; mayManage: boolean }) {
  const t = useTranslations('performance.pulled');
  const query = useQuery(labelSourcesQuery(of));
  const [open, setOpen] = useState<LabelSourceView | 'new' | null>(null);
  const count = query.data?.sources.length ?? 0;
  if (!mayManage && count === 0) return null;
  const add = (
    <Button icon={<DatabaseZap aria-hidden="true" />} onClick={() => setOpen('new')}>
      {t('add')}
    </Button>
  );
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t('hint')}
        actions={mayManage && count > 0 && count < MAX_LABEL_SOURCES ? add : null}
      />
      <QueryPanel query={query} errorTitle={t('errorTitle')}>
        {({ sources }) => (
          <Panel flush>
            {sources.length === 0 ? (
              <EmptyState title={t('emptyTitle')} action={add}>
                {t('empty')}
              </EmptyState>
            ) : (
              <ul className="divide-y divide-line">
                {sources.map((source) => (
                  <LabelSourceItem
                    key={source.id}
                    of={of}
                    source={source}
                    onChange={mayManage ? () => setOpen(source) : null}
                  />
                ))}
              </ul>
            )}
          </Panel>
        )}
      </QueryPanel>
      {mayManage && count >= MAX_LABEL_SOURCES ? (
        <p className="mt-2 text-xs text-ink-3">{t('full', { most: MAX_LABEL_SOURCES })}</p>
      ) : null}
      {open ? <LabelSourcePanel of={of} saved={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </Section>
  );
}
