'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { InlineError } from '@/components/ui/inline-error';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { feedbackQueries } from './queries';

const SHOWN = 4;

/** The newest that people said about a model. */
export function RecentFeedback({
  project,
  model,
  classes,
}: {
  project: string;
  model: string;
  classes: readonly { label: string; name: string }[];
}) {
  const t = useTranslations('feedback');
  const format = useFormat();
  const query = useInfiniteQuery(feedbackQueries.list(project, model));
  const list = query.data?.pages[0]?.feedback.slice(0, SHOWN) ?? [];
  const nameOf = (label: string) => classes.find((one) => one.label === label)?.name ?? label;
  return (
    <Panel>
      <SectionHeading
        title={t('recent.title')}
        actions={
          list.length > 0 ? (
            <TextLink className="text-sm" href={`/p/${project}/models/${encodeURIComponent(model)}/feedback`}>
              {t('recent.all')}
            </TextLink>
          ) : undefined
        }
      />
      {query.isPending ? <SkeletonRows rows={2} /> : null}
      {query.isError ? <InlineError error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && list.length === 0 ? <p className="text-sm text-ink-2">{t('recent.none')}</p> : null}
      <ul className="flex flex-col divide-y divide-line text-sm">
        {list.map((one) => (
          <li key={one.id} className="flex items-start gap-2.5 py-2 first:pt-0 last:pb-0">
            {one.verdict === 'right' ? (
              <ThumbsUp aria-hidden="true" className="mt-0.5 shrink-0 text-ok" />
            ) : (
              <ThumbsDown aria-hidden="true" className="mt-0.5 shrink-0 text-bad" />
            )}
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <TextLink href={`/p/${project}/predictions/${one.rowId}`}>{t(`judge.${one.verdict}`)}</TextLink>
              {one.expected ? `, ${t('recent.expected', { value: nameOf(one.expected) })}` : null}
              {one.reason ? <span className="block text-ink-2">{one.reason}</span> : null}
              <span className="block text-xs text-ink-3">
                {one.givenBy}, <span title={format.exact(one.createdAt)}>{format.ago(one.createdAt)}</span>
              </span>
            </div>
          </li>
        ))}
      </ul>
      {list.length > 0 ? <p className="mt-3 text-xs text-ink-3">{t('counts.people')}</p> : null}
    </Panel>
  );
}
