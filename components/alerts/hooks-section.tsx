'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Badge } from '@/components/ui/state';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Hook } from '@/lib/domain/alerts/schema';
import { HookPanel } from './hook-panel';
import { alertQueries } from './queries';

/** Where the project tells of new feedback and of decisions. */
export function HooksSection({ project }: { project: string }) {
  const t = useTranslations('alerts.hooks');
  const query = useQuery(alertQueries.hooks(project));
  const [opened, setOpened] = useState<string | 'new' | null>(null);
  const hook = query.data?.webhooks.find(({ id }) => id === opened) ?? null;
  const add = (
    <Button kind="main" icon={<Plus aria-hidden="true" />} onClick={() => setOpened('new')}>
      {t('add')}
    </Button>
  );
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} actions={query.data && query.data.webhooks.length > 0 ? add : undefined} />
      <Panel flush>
        <QueryPanel
          query={query}
          errorTitle={t('notLoaded')}
          isEmpty={({ webhooks }) => webhooks.length === 0}
          empty={
            <EmptyState title={t('emptyTitle')} action={add}>
              {t('empty')}
            </EmptyState>
          }
        >
          {({ webhooks }) => <HookTable hooks={webhooks} onOpen={setOpened} />}
        </QueryPanel>
      </Panel>
      {opened === 'new' || hook ? (
        <HookPanel key={opened} project={project} hook={hook} onClose={() => setOpened(null)} />
      ) : null}
    </Section>
  );
}

function HookTable({ hooks, onOpen }: { hooks: readonly Hook[]; onOpen: (id: string) => void }) {
  const t = useTranslations('alerts.hooks');
  const format = useFormat();
  const columns: Column<Hook>[] = [
    {
      key: 'name',
      header: t('name'),
      cell: ({ name, host, enabled }) => (
        <>
          {name} {enabled ? null : <Badge tone="line">{t('off')}</Badge>}
          <span className="block text-xs text-ink-3">{host}</span>
        </>
      ),
    },
    {
      key: 'events',
      header: t('events'),
      phone: 'wide',
      cell: ({ events }) => events.map((event) => t(`event.${event}`)).join(', '),
    },
    {
      key: 'sent',
      header: t('lastWeek'),
      align: 'right',
      cell: ({ deliveries: { sent, waiting, failed } }) =>
        t('counts', {
          sent: format.number(sent),
          waiting: format.number(waiting),
          failed: format.number(failed),
        }),
    },
    {
      key: 'open',
      header: '',
      align: 'right',
      cell: ({ id, name }) => (
        <Button size="sm" aria-label={t('openOf', { name })} onClick={() => onOpen(id)}>
          {t('open')}
        </Button>
      ),
    },
  ];
  return <Table label={t('title')} columns={columns} rows={hooks} rowKey={({ id }) => id} />;
}
