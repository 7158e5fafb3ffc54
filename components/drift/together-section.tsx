'use client';
import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/shell/query-panel';
import { Note } from '@/components/ui/note';
import { Section, SectionHeading } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftTogether } from '@/lib/domain/drift/schema';
import { goneDays, TOGETHER_MEASURES, watchedMeasures } from './prepare-together';
import { driftQueries } from './queries';
import type { OfVersion } from './reference-form';
import { TogetherChart } from './together-chart';
import { TogetherDays } from './together-days';

/** Do the columns still go with each other? What no column shows alone. */
export function TogetherSection({ of }: { of: OfVersion }) {
  const t = useTranslations('drift.together');
  const query = useQuery(driftQueries.together(of.project, of.model, of.version));
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint')} />
      <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-[420px] w-full" />}>
        {(together) => <Together together={together} model={of.model} />}
      </QueryPanel>
    </Section>
  );
}

function Together({ together, model }: { together: DriftTogether; model: string }) {
  const t = useTranslations('drift.together');
  const { reference, learning, waiting } = together;
  const gone = goneDays(together);
  if (!reference)
    return (
      <Note kind="off" title={t('none.title')}>
        {t('none.what')}
      </Note>
    );
  return (
    <div className="flex flex-col gap-4">
      {waiting > 0 ? <Note kind="busy">{t('waiting', { days: waiting })}</Note> : null}
      {gone > 0 ? <Note kind="unsure">{t('gone', { days: gone })}</Note> : null}
      {learning.days < learning.wanted ? (
        <Note kind="off">{t('learning', { days: learning.days, wanted: learning.wanted })}</Note>
      ) : null}
      <p className="max-w-[112ch] text-sm text-ink-2">
        {t('what', { rows: reference.rows, columns: reference.columns, days: reference.days ?? -1 })}{' '}
        {t(`watched.${watchedMeasures(together)}`)}
      </p>
      <TogetherCharts together={together} model={model} />
      <TogetherDays together={together} />
      <p className="max-w-[112ch] text-xs text-ink-3">
        {t('reading', { components: reference.components ?? 0, learnt: learning.days })}
      </p>
    </div>
  );
}

/** Both measures side by side. */
export function TogetherCharts({ together, model }: { together: DriftTogether; model: string }) {
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      {TOGETHER_MEASURES.map((name) => (
        <TogetherChart key={name} together={together} name={name} model={model} />
      ))}
    </div>
  );
}
