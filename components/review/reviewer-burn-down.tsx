'use client';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { ChartCard } from '@/components/charts/chart-card';
import { QueryPanel } from '@/components/shell/query-panel';
import { useTableViews } from '@/components/shell/use-table-views';
import { Section } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReviewerBurnDown as BurnDownOfOne, QueueReviewers } from '@/lib/domain/review/schema';
import { BurnDownLines } from './burn-down-lines';
import { reviewQueries } from './queries';

/** One person's part of a queue by day, of whom one chooses; at first of who has most of it. */
export function ReviewerBurnDown({ project, queue, name }: { project: string; queue: string; name: string }) {
  const t = useTranslations('review.ofPerson');
  const [asked, setAsked] = useQueryState('reviewer', parseAsString);
  const { data } = useQuery(reviewQueries.reviewers(project, queue));
  const reviewers = data?.reviewers ?? [];
  const chosen = asked ?? busiest(reviewers)?.id ?? null;
  const query = useQuery({ ...reviewQueries.burnDown(project, queue, chosen ?? ''), enabled: chosen !== null });
  if (chosen === null) return null;
  return (
    <Section label={t('title')}>
      <div className="mb-3">
        <Select
          label={t('choose')}
          value={chosen}
          onValue={(id) => void setAsked(id)}
          options={optionsOf(reviewers, query.data?.reviewer)}
          className="min-w-56"
        />
      </div>
      <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<SkeletonRows rows={6} />}>
        {(found) => <Chart found={found} name={name} />}
      </QueryPanel>
    </Section>
  );
}

const busiest = (reviewers: QueueReviewers['reviewers']) =>
  reviewers.toSorted((a, b) => b.assigned.open + b.assigned.done - a.assigned.open - a.assigned.done)[0];

/** Also who is asked for by the address and has left the project. */
function optionsOf(reviewers: QueueReviewers['reviewers'], shown: BurnDownOfOne['reviewer'] | undefined) {
  const others = shown && !reviewers.some(({ id }) => id === shown.id) ? [shown] : [];
  return [...reviewers, ...others].map(({ id, name }) => ({ value: id, label: name }));
}

function Chart({ found, name }: { found: BurnDownOfOne; name: string }) {
  const t = useTranslations('review.ofPerson');
  const format = useFormat();
  const views = useTableViews();
  const given = found.course.reduce((sum, one) => sum + one.given, found.before);
  const others = found.course.reduce((sum, one) => sum + one.others, 0);
  const person = found.reviewer.name;
  return (
    <ChartCard
      title={t('titleOf', { person })}
      per={t('day')}
      unit={t('rows')}
      n={given + others}
      window={t('window', { n: found.days })}
      summary={t('summary', { person, open: found.course.at(-1)?.open ?? 0, given, others })}
      note={t('note')}
      csvName={`${name}-burn-down-${person}`}
      {...views('person')}
      table={{
        columns: [
          { key: 'day', header: t('day') },
          ...(['given', 'decided', 'left', 'open', 'others'] as const).map((key) => ({
            key,
            header: t(key),
            align: 'right' as const,
          })),
        ],
        rows: found.course,
        shown: (_, value) => (typeof value === 'number' ? format.number(value) : String(value)),
      }}
    >
      <BurnDownLines
        course={found.course}
        left={{ key: 'open', label: t('open'), countOf: ({ open }) => open }}
        done={{ key: 'decided', label: t('decided'), countOf: (one) => one.decided + one.others }}
      />
    </ChartCard>
  );
}
