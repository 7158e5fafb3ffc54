'use client';
import { useQuery } from '@tanstack/react-query';
import { Keyboard, Plus, Settings2 } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { useShortcutSettings } from '@/components/shell/shortcut-provider';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineError } from '@/components/ui/inline-error';
import { Panel } from '@/components/ui/panel';
import { ProgressBar } from '@/components/ui/progress';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Queue } from '@/lib/domain/review/schema';
import { AgreementView } from './agreement-view';
import { AssignDialog } from './assign-dialog';
import { AssignedSection } from './assigned-section';
import { ExportDialog } from './export-dialog';
import { GoldSection } from './gold-section';
import { ImportDialog } from './import-dialog';
import { InsightView } from './insight-view';
import { ItemDesk } from './item-desk';
import { reviewQueries } from './queries';
import { QueuePanel } from './queue-panel';
import { ReviewerBurnDown } from './reviewer-burn-down';
import { SettledTable } from './settled-table';
import { WaitingList } from './waiting-list';

const VIEWS = ['waiting', 'settled', 'people', 'insight'] as const;

/** The review place of a project: a queue, the item that the person holds, and what was decided. */
export function ReviewView({
  project,
  models,
  may,
}: {
  project: string;
  models: readonly string[];
  may: { decide: boolean; manage: boolean };
}) {
  const t = useTranslations('review');
  const query = useQuery(reviewQueries.queues(project));
  const [asked, setAsked] = useQueryStates({
    queue: parseAsString,
    item: parseAsString,
    view: parseAsStringLiteral(VIEWS).withDefault('waiting'),
  });
  const [edited, setEdited] = useState<Queue | 'new' | null>(null);
  const queues = query.data?.queues ?? [];
  const queue = queues.find(({ id }) => id === asked.queue) ?? fullest(queues);
  const panel = edited ? (
    <QueuePanel
      project={project}
      models={models}
      queue={edited === 'new' ? null : edited}
      onClose={() => setEdited(null)}
      onSaved={(id) => void setAsked({ queue: id, item: null })}
    />
  ) : null;
  if (query.isPending)
    return (
      <Panel flush>
        <SkeletonRows rows={8} />
      </Panel>
    );
  if (query.isError) return <InlineError error={query.error} onRetry={() => void query.refetch()} />;
  if (!queue)
    return (
      <>
        <PageHeader title={t('title')} sentence={t('sentence')} />
        <Panel flush>
          <EmptyState
            title={t('noQueues.title')}
            action={
              may.manage && models.length > 0 ? (
                <Button kind="main" onClick={() => setEdited('new')}>
                  {t('queue.new')}
                </Button>
              ) : undefined
            }
          >
            {t('noQueues.body')}
          </EmptyState>
        </Panel>
        {panel}
      </>
    );
  return (
    <>
      <PageHeader
        title={t('title')}
        state={<Progress queue={queue} />}
        sentence={t('sentence')}
        actions={
          <>
            <Keys />
            {may.manage ? (
              <>
                <AssignDialog
                  project={project}
                  queue={queue}
                  item={asked.item}
                  onAssigned={() => void setAsked({ queue: queue.id, item: null })}
                />
                <Button icon={<Settings2 aria-hidden="true" />} onClick={() => setEdited(queue)}>
                  {t('queue.change')}
                </Button>
                <Button icon={<Plus aria-hidden="true" />} onClick={() => setEdited('new')}>
                  {t('queue.new')}
                </Button>
              </>
            ) : null}
          </>
        }
      />
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Select
          label={t('queue.choose')}
          value={queue.id}
          onValue={(id) => void setAsked({ queue: id, item: null })}
          options={queues.map((one) => ({ value: one.id, label: `${one.model.name}: ${one.name}` }))}
          className="min-w-56"
        />
        <Segmented
          label={t('view')}
          choices={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
          value={asked.view}
          onValue={(view) => void setAsked({ view })}
        />
        {asked.view === 'settled' ? (
          <span className="ml-auto flex flex-wrap gap-3">
            {may.manage ? <ImportDialog key={queue.id} project={project} queue={queue.id} /> : null}
            <ExportDialog queue={queue.id} />
          </span>
        ) : null}
      </div>
      {asked.view === 'settled' ? (
        <SettledTable project={project} queue={queue.id} />
      ) : asked.view === 'people' ? (
        <>
          <AgreementView project={project} queue={queue.id} name={queue.name} />
          <ReviewerBurnDown project={project} queue={queue.id} name={queue.name} />
          <AssignedSection project={project} queue={queue.id} />
          {may.manage ? <GoldSection project={project} queue={queue} /> : null}
        </>
      ) : asked.view === 'insight' ? (
        <InsightView project={project} model={queue.model} />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[15rem_minmax(0,1fr)]">
          <WaitingList
            project={project}
            queue={queue.id}
            current={asked.item}
            onItem={(item) => void setAsked({ item })}
          />
          {may.decide ? (
            <ItemDesk
              key={queue.id}
              project={project}
              queue={queue.id}
              itemId={asked.item}
              onItem={(item) => void setAsked({ queue: queue.id, item })}
            />
          ) : null}
        </div>
      )}
      {panel}
    </>
  );
}

/** Where most waits. */
const fullest = (queues: readonly Queue[]): Queue | undefined =>
  queues.toSorted((a, b) => b.counts.open + b.counts.disputed - a.counts.open - a.counts.disputed)[0];

function Progress({ queue }: { queue: Queue }) {
  const t = useTranslations('review');
  const format = useFormat();
  const { open, disputed, settled } = queue.counts;
  const all = open + disputed + settled;
  return (
    <span className="flex flex-wrap items-center gap-3 text-sm text-ink-3">
      {t('left', { n: format.number(open + disputed) })}
      <span className="w-40">
        <ProgressBar label={t('progress')} share={all === 0 ? 0 : settled / all} tone="ok" />
      </span>
      {t('done', { settled: format.number(settled), all: format.number(all) })}
      {disputed > 0 ? t('disputed', { n: format.number(disputed) }) : null}
    </span>
  );
}

function Keys() {
  const t = useTranslations('review');
  const { openSheet } = useShortcutSettings();
  return (
    <Button kind="quiet" icon={<Keyboard aria-hidden="true" />} onClick={openSheet}>
      {t('keys')}
    </Button>
  );
}
