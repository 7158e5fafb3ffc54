'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNow } from 'use-intl';
import { QueryPanel } from '@/components/shell/query-panel';
import { Note } from '@/components/ui/note';
import { Section, SectionHeading } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { StatRow } from '@/components/ui/stat';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftFeature, DriftSettings, DriftWatch } from '@/lib/domain/drift/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import { daysHref } from './prepare-behind';
import { watchedDays } from './prepare-watch';
import { driftQueries } from './queries';
import type { OfVersion } from './reference-form';
import { TryChange } from './try-change';
import { WatchAlarms } from './watch-alarms';
import { WatchChart } from './watch-chart';
import { WatchSettings } from './watch-settings';

/** Day by day: is anything out of the ordinary, and how often would chance alone say so? */
export function WatchSection({
  of,
  mayEdit,
  features,
}: {
  of: OfVersion;
  mayEdit: boolean;
  features: readonly DriftFeature[];
}) {
  const t = useTranslations('drift.watch');
  const [tried, setTried] = useState<DriftSettings | null>(null);
  const query = useQuery(driftQueries.watch(of.project, of.model, of.version, tried));
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint')} />
      <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-[420px] w-full" />}>
        {(watch) => (
          <div className="flex flex-col gap-4">
            {tried ? (
              <Note kind="info" title={t('tried.title')}>
                {t('tried.what')}
              </Note>
            ) : null}
            {watchedDays(watch).length === 0 ? <Learning watch={watch} /> : <Verdict watch={watch} of={of} />}
            {mayEdit ? (
              <WatchSettings
                key={JSON.stringify(watch.settings)}
                of={of}
                watch={watch}
                tried={tried}
                onTry={setTried}
              />
            ) : null}
            <TryChange of={of} watch={watch} tried={tried} features={features} />
          </div>
        )}
      </QueryPanel>
    </Section>
  );
}

function Learning({ watch: { learning, basis } }: { watch: DriftWatch }) {
  const t = useTranslations('drift.watch');
  return (
    <Note kind="off" title={t('learning.title', { days: learning.days, wanted: learning.wanted })}>
      {t('learning.what', { wanted: learning.wanted })} {t(`basis.${basis}`)}
    </Note>
  );
}

function Verdict({ watch, of }: { watch: DriftWatch; of: OfVersion }) {
  const t = useTranslations('drift.watch');
  const format = useFormat();
  const watched = watchedDays(watch);
  const now = useNow();
  const rowsHref = (from: string, to: string) => daysHref(of, watch.basis, { from, to, now });
  const { settings, learning, alarms, expectedFalseAlarms, shuffled } = watch;
  return (
    <>
      <StatRow
        stats={[
          {
            key: 'alarms',
            label: t('facts.alarms'),
            value: format.number(alarms),
            detail: t('facts.watched', { days: watched.length }),
            tone: watched.at(-1)?.isAlarm ? 'bad' : undefined,
          },
          {
            key: 'false',
            label: t('facts.false'),
            value: format.number(expectedFalseAlarms, { digits: 1 }),
            detail: t('facts.budget', { alarms: settings.falseAlarms }),
          },
          {
            key: 'learnt',
            label: t('facts.learnt'),
            value: format.number(learning.days),
            unit: t('facts.days'),
            detail:
              settings.against === 'before'
                ? t('facts.before')
                : t('facts.span', {
                    from: learning.from ? format.day(noonOf(learning.from)) : '–',
                    to: learning.to ? format.day(noonOf(learning.to)) : '–',
                    rows: learning.rows,
                  }),
          },
          {
            key: 'shuffled',
            label: t('facts.shuffled'),
            value: shuffled ? format.number(shuffled.alarms, { digits: 1 }) : '–',
            detail: shuffled ? t('facts.runs', { runs: shuffled.runs }) : t('facts.notShuffled'),
          },
        ]}
      />
      <WatchChart watch={watch} model={of.model} rowsHref={rowsHref} />
      <WatchAlarms watch={watch} rowsHref={rowsHref} />
      <p className="max-w-[112ch] text-xs text-ink-3">
        {t('reading')} {t(`basis.${watch.basis}`)}
      </p>
    </>
  );
}
