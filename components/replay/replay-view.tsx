'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import { replayQueries } from './queries';
import { ReplayForm } from './replay-form';
import { ReplayResultSections } from './replay-result';
import { ReplayTable } from './replay-table';

/** Asks a version for a past window, and shows what came out. */
export function ReplayView({
  project,
  model,
  versions,
}: {
  project: string;
  model: string;
  versions: readonly number[];
}) {
  const t = useTranslations('replay');
  const list = useQuery(replayQueries.list(project, model));
  const [chosen, choose] = useState<string | null>(null);
  return (
    <>
      <PageHeader title={t('heading')} sentence={t('sentence')} />
      <ReplayForm project={project} model={model} versions={versions} onStarted={choose} />
      <Section label={t('list.title')}>
        <SectionHeading title={t('list.title')} />
        <QueryPanel
          query={list}
          isEmpty={({ replays }) => replays.length === 0}
          empty={
            <Panel flush>
              <EmptyState title={t('list.none')}>{t('list.noneHint')}</EmptyState>
            </Panel>
          }
        >
          {({ replays }) => {
            const shown = replays.find(({ id }) => id === chosen) ?? replays.find(({ result }) => result !== null);
            return (
              <>
                <Panel flush>
                  <ReplayTable project={project} model={model} replays={replays} shown={shown?.id} onShow={choose} />
                </Panel>
                {shown?.state === 'failed' ? (
                  <div className="mt-4">
                    <Note kind="bad">{shown.message}</Note>
                  </div>
                ) : null}
                {shown?.result ? <ReplayResultSections project={project} replay={shown} result={shown.result} /> : null}
              </>
            );
          }}
        </QueryPanel>
      </Section>
    </>
  );
}
