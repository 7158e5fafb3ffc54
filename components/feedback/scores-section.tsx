'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineError } from '@/components/ui/inline-error';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Score } from '@/lib/domain/feedback/schema';
import { NewScoreDialog } from './new-score-dialog';
import { feedbackQueries, updateScore } from './queries';
import { useScoreRange } from './use-score-range';

/** What the project asks beside right or wrong: scores are added and archived, and none is deleted. */
export function ScoresSection({ project }: { project: string }) {
  const t = useTranslations('feedback.scores');
  const client = useQueryClient();
  const query = useQuery(feedbackQueries.scores(project));
  const [isMaking, setIsMaking] = useState(false);
  const archive = useMutation({
    mutationFn: ({ id, archived }: { id: string; archived: boolean }) => updateScore(project, id, { archived }),
    onSuccess: () => client.invalidateQueries({ queryKey: feedbackQueries.all(project) }),
  });
  const add = (
    <Button kind="main" icon={<Plus aria-hidden="true" />} onClick={() => setIsMaking(true)}>
      {t('add')}
    </Button>
  );
  const table = (scores: readonly Score[]) => (
    <ScoreTable
      scores={scores}
      busy={archive.isPending}
      onArchive={({ id, archivedAt }) => archive.mutate({ id, archived: archivedAt === null })}
    />
  );
  return (
    <Section label={t('inUse')}>
      <SectionHeading title={t('inUse')} actions={query.data && query.data.scores.length > 0 ? add : undefined} />
      {archive.isError ? <InlineError error={archive.error} title={t('notSaved')} /> : null}
      <QueryPanel
        query={query}
        isEmpty={({ scores }) => scores.length === 0}
        empty={
          <Panel flush>
            <EmptyState title={t('emptyTitle')} action={add}>
              {t('empty')}
            </EmptyState>
          </Panel>
        }
      >
        {({ scores }) => {
          const asked = scores.filter(({ archivedAt }) => archivedAt === null);
          const archived = scores.filter(({ archivedAt }) => archivedAt !== null);
          return (
            <>
              <Panel flush>
                {asked.length > 0 ? table(asked) : <p className="px-5 py-4 text-sm text-ink-2">{t('allArchived')}</p>}
              </Panel>
              {archived.length > 0 ? (
                <Section label={t('archivedTitle')}>
                  <SectionHeading title={t('archivedTitle')} hint={t('archivedHint')} />
                  <Panel flush>{table(archived)}</Panel>
                </Section>
              ) : null}
            </>
          );
        }}
      </QueryPanel>
      <NewScoreDialog key={String(isMaking)} project={project} open={isMaking} onOpen={setIsMaking} />
    </Section>
  );
}

function ScoreTable({
  scores,
  busy,
  onArchive,
}: {
  scores: readonly Score[];
  busy: boolean;
  onArchive: (score: Score) => void;
}) {
  const t = useTranslations('feedback.scores');
  const rangeOf = useScoreRange();
  const format = useFormat();
  const columns: Column<Score>[] = [
    { key: 'name', header: t('name'), cell: ({ name }) => name },
    {
      key: 'kind',
      header: t('takes'),
      cell: (score) =>
        [t(`kinds.${score.kind}`), score.kind === 'category' ? score.categories.join(', ') : rangeOf(score)]
          .filter(Boolean)
          .join(': '),
    },
    { key: 'description', header: t('description'), phone: 'wide', cell: ({ description }) => description },
    {
      key: 'since',
      header: t('since'),
      cell: ({ createdAt, archivedAt }) =>
        archivedAt ? t('archivedSince', { time: format.day(archivedAt) }) : format.day(createdAt),
    },
    {
      key: 'archive',
      header: '',
      align: 'right',
      cell: (score) => (
        <Button size="sm" busy={busy} onClick={() => onArchive(score)}>
          {t(score.archivedAt ? 'restore' : 'archive')}
        </Button>
      ),
    },
  ];
  return <Table label={t('inUse')} columns={columns} rows={scores} rowKey={({ id }) => id} />;
}
