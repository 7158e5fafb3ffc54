'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { shortId } from '@/components/ui/format';
import { InlineError } from '@/components/ui/inline-error';
import { LinkButton } from '@/components/ui/link-button';
import { Panel } from '@/components/ui/panel';
import { ShowMore } from '@/components/ui/show-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatRow } from '@/components/ui/stat';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Feedback, FeedbackPage } from '@/lib/domain/feedback/schema';
import { feedbackQueries } from './queries';

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
  const query = useInfiniteQuery(feedbackQueries.list(project, model));
  if (query.isPending)
    return (
      <Panel flush>
        <SkeletonRows rows={6} />
      </Panel>
    );
  if (query.isError) return <InlineError error={query.error} onRetry={() => void query.refetch()} />;
  const [first] = query.data.pages;
  const list = query.data.pages.flatMap(({ feedback }) => feedback);
  if (list.length === 0)
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
      <Panel flush className="mt-4">
        <FeedbackTable project={project} list={list} classes={classes} />
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

function FeedbackTable({
  project,
  list,
  classes,
}: {
  project: string;
  list: readonly Feedback[];
  classes: readonly { label: string; name: string }[];
}) {
  const t = useTranslations('feedback.columns');
  const words = useTranslations('feedback.judge');
  const format = useFormat();
  const nameOf = (label: string) => classes.find((one) => one.label === label)?.name ?? label;
  const columns: Column<Feedback>[] = [
    {
      key: 'time',
      header: t('time'),
      cell: (row) => <span title={format.exact(row.createdAt)}>{format.ago(row.createdAt)}</span>,
    },
    {
      key: 'verdict',
      header: t('verdict'),
      cell: (row) => (
        <span className="inline-flex items-center gap-1.5">
          {row.verdict === 'right' ? (
            <ThumbsUp aria-hidden="true" className="text-ok" />
          ) : (
            <ThumbsDown aria-hidden="true" className="text-bad" />
          )}
          {words(row.verdict)}
        </span>
      ),
    },
    { key: 'expected', header: t('expected'), cell: (row) => (row.expected ? nameOf(row.expected) : <Dash />) },
    { key: 'reason', header: t('reason'), phone: 'wide', cell: (row) => row.reason || <Dash /> },
    {
      key: 'outcome',
      header: t('outcome'),
      phone: 'wide',
      cell: (row) => <Outcome outcome={row.outcome} nameOf={nameOf} />,
    },
    { key: 'giver', header: t('giver'), cell: (row) => row.givenBy },
    { key: 'row', header: t('row'), cell: (row) => <code title={row.rowId}>{shortId(row.rowId)}</code> },
  ];
  return (
    <Table
      label={t('table')}
      columns={columns}
      rows={list}
      rowKey={(row) => row.id}
      href={(row) => `/p/${project}/predictions/${row.rowId}`}
    />
  );
}

function Outcome({ outcome, nameOf }: { outcome: Feedback['outcome']; nameOf: (label: string) => string }) {
  const t = useTranslations('feedback.outcomes');
  const format = useFormat();
  if (!outcome) return <span className="text-ink-3">{t('waiting')}</span>;
  const { decision, value, settledAt, toldAt, fixedVersion } = outcome;
  return (
    <span title={format.exact(settledAt)}>
      {decision === 'label' ? t('label', { value: nameOf(value ?? '') }) : t(decision)}
      <span className="block text-xs text-ink-3">
        {fixedVersion === null
          ? toldAt
            ? t('told', { time: format.ago(toldAt) })
            : t('notTold')
          : t('fixed', { version: fixedVersion })}
      </span>
    </span>
  );
}
