'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineError } from '@/components/ui/inline-error';
import { LinkButton } from '@/components/ui/link-button';
import { Panel } from '@/components/ui/panel';
import { ShowMore } from '@/components/ui/show-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatRow } from '@/components/ui/stat';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { FeedbackPage } from '@/lib/domain/feedback/schema';
import { FeedbackFilters } from './feedback-filters';
import { FeedbackTable } from './feedback-table';
import { feedbackQueries } from './queries';
import { useFeedbackFilter } from './use-feedback-filter';

/** What people say about a model, newest first, with the counts of all of it. */
export function FeedbackView({
  project,
  model,
  classes,
}: {
  project: string;
  model: string;
  classes: readonly { label: string; name: string }[];
}) {
  const t = useTranslations('feedback');
  const [filter, setFilter] = useFeedbackFilter();
  const query = useInfiniteQuery({
    ...feedbackQueries.list(project, model, filter),
    placeholderData: (last) => last,
  });
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (query.isPending)
    return (
      <Panel flush>
        <SkeletonRows rows={6} />
      </Panel>
    );
  if (query.isError) return <InlineError error={query.error} onRetry={() => void query.refetch()} />;
  const [first] = query.data.pages;
  const list = query.data.pages.flatMap(({ feedback }) => feedback);
  if (list.length === 0 && !isFiltered)
    return (
      <Panel flush>
        <EmptyState
          title={t('empty.title')}
          action={
            <LinkButton kind="main" href={`/p/${project}/models/${encodeURIComponent(model)}/try`}>
              {t('empty.action')}
            </LinkButton>
          }
        >
          {t('empty.body')}
        </EmptyState>
      </Panel>
    );
  return (
    <>
      {first ? <Counts {...first.counts} answered={first.answered} /> : null}
      <div className="mt-6 mb-3 flex flex-wrap items-end gap-2">
        {first ? <FeedbackFilters page={first} filter={filter} onFilter={setFilter} /> : null}
      </div>
      <Panel flush>
        {list.length === 0 ? (
          <p className="px-5 py-4 text-sm text-ink-2">{t('noneFits')}</p>
        ) : (
          <FeedbackTable project={project} list={list} classes={classes} />
        )}
        <ShowMore query={query}>{t('more')}</ShowMore>
      </Panel>
    </>
  );
}

function Counts({ right, wrong, answered }: FeedbackPage['counts'] & Pick<FeedbackPage, 'answered'>) {
  const t = useTranslations('feedback.counts');
  const format = useFormat();
  const n = right + wrong;
  const detail = t('detail', { n: format.number(n) });
  return (
    <>
      <Answered {...answered} />
      <StatRow
        stats={[
          { key: 'right', label: t('right'), value: format.number(right), detail },
          { key: 'wrong', label: t('wrong'), value: format.number(wrong), detail, tone: wrong > 0 ? 'bad' : undefined },
          {
            key: 'share',
            label: t('share'),
            value: format.percent(right / Math.max(1, n)),
            detail,
            tone: n < 30 ? 'quiet' : undefined,
          },
        ]}
      />
      <p className="mt-2 text-xs text-ink-3">{t('people')}</p>
    </>
  );
}

/** The headline: complaints of people that were closed with an answer to them. */
function Answered({ all, days28 }: FeedbackPage['answered']) {
  const t = useTranslations('feedback.answered');
  const format = useFormat();
  const share = ({ complaints, told }: { complaints: number; told: number }) =>
    complaints === 0 ? '–' : format.percent(told / complaints);
  const detail = ({ complaints, told }: { complaints: number; told: number }) =>
    t('detail', { told: format.number(told), n: format.number(complaints) });
  return (
    <section aria-label={t('title')} className="mb-4">
      <StatRow
        stats={[
          {
            key: 'all',
            label: t('all'),
            value: share(all),
            detail: detail(all),
            tone: all.complaints < 30 ? 'quiet' : undefined,
          },
          {
            key: 'recent',
            label: t('recent'),
            value: share(days28),
            detail: detail(days28),
            tone: days28.complaints < 30 ? 'quiet' : undefined,
          },
        ]}
      />
      <p className="mt-2 text-xs text-ink-3">{t('hint')}</p>
    </section>
  );
}
