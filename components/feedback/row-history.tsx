'use client';
import { useQuery } from '@tanstack/react-query';
import { SectionHeading } from '@/components/ui/panel';
import { Timeline } from '@/components/ui/timeline';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { feedbackQueries } from './queries';
import { SaidDetails } from './said-details';

/** What was said of a row and was changed or withdrawn since; nothing where nothing was. */
export function RowHistory({
  project,
  rowId,
  classes,
}: {
  project: string;
  rowId: string;
  classes: readonly { label: string; name: string }[];
}) {
  const t = useTranslations('feedback.history');
  const words = useTranslations('feedback.judge');
  const format = useFormat();
  const { data } = useQuery(feedbackQueries.ofRow(project, rowId));
  const nameOf = (label: string) => classes.find((one) => one.label === label)?.name ?? label;
  if (!data || data.history.length === 0) return null;
  return (
    <section className="mt-7">
      <SectionHeading title={t('title')} hint={t('hint')} />
      <Timeline
        label={t('title')}
        entries={data.history.map((past) => ({
          key: `${past.feedbackId} ${past.endedAt}`,
          time: <span title={format.exact(past.endedAt)}>{format.ago(past.endedAt)}</span>,
          children: (
            <>
              {t(past.how, { name: past.givenBy })} {words(past.verdict)}
              {past.severity ? `, ${words(`severities.${past.severity}`)}` : ''}
              {past.expected ? `, ${t('expected', { value: nameOf(past.expected) })}` : ''}
              {past.reason ? <span className="block text-ink-2">“{past.reason}”</span> : null}
              <SaidDetails fields={past.fields} scores={past.scores} />
            </>
          ),
        }))}
      />
    </section>
  );
}
