'use client';
import { useQuery } from '@tanstack/react-query';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { ProgressBar } from '@/components/ui/progress';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { QueueReviewers } from '@/lib/domain/review/schema';
import { reviewQueries } from './queries';

/** How far each person is with what they were given; nothing where nobody was given anything. */
export function AssignedSection({ project, queue }: { project: string; queue: string }) {
  const t = useTranslations('review.assigned');
  const format = useFormat();
  const query = useQuery(reviewQueries.reviewers(project, queue));
  const rows = query.data?.reviewers.filter(({ assigned: { open, done } }) => open + done > 0) ?? [];
  if (!query.data || rows.length === 0) return null;
  const columns: Column<QueueReviewers['reviewers'][number]>[] = [
    { key: 'name', header: t('person'), cell: ({ name }) => name },
    {
      key: 'progress',
      header: t('progress'),
      cell: ({ name, assigned: { open, done } }) => (
        <span className="block w-40">
          <ProgressBar label={t('of', { name })} share={done / (open + done)} tone="ok" />
        </span>
      ),
    },
    { key: 'done', header: t('done'), align: 'right', cell: ({ assigned }) => format.number(assigned.done) },
    { key: 'open', header: t('open'), align: 'right', cell: ({ assigned }) => format.number(assigned.open) },
  ];
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('rest', { n: format.number(query.data.unassigned) })} />
      <Panel flush>
        <Table label={t('title')} columns={columns} rows={rows} rowKey={({ id }) => id} />
      </Panel>
    </Section>
  );
}
