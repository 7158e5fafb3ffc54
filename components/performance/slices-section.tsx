'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { MOST_SLICE_COLUMNS, type Performance, type Slices } from '@/lib/domain/performance/schema';
import { FairnessSection } from './fairness-section';
import { type PerformanceSearch, sliceSettingsQuery, slicesQuery } from './queries';
import { SliceChooser } from './slice-chooser';
import { SliceTable } from './slice-table';
import { useBlockWords } from './use-block-words';
import { useWindowText } from './use-measure-words';
import { WeakestTable } from './weakest-table';

/** Where is the model worse than elsewhere, and for whom? */
export function SlicesSection({
  of,
  search,
  performance,
  mayChoose,
}: {
  of: { project: string; model: string };
  search: PerformanceSearch;
  performance: Performance;
  mayChoose: boolean;
}) {
  const t = useTranslations('performance.slices');
  const format = useFormat();
  const shownWindow = useWindowText(performance).short;
  const [isChoosing, setChoosing] = useState(false);
  const query = useQuery(slicesQuery(of.project, of.model, search));
  const slices = query.data;
  const blocks = useBlockWords(slices ?? performance);
  const hint =
    slices && slices.days > 0 && slices.columns.length > 0
      ? t('hint', { window: shownWindow, n: format.number(slices.n), effective: blocks.effective })
      : undefined;
  const choose =
    mayChoose && !isChoosing ? <Button onClick={() => setChoosing(true)}>{t('choose')}</Button> : undefined;
  const hasColumns = (slices?.columns.length ?? 0) > 0;
  return (
    <>
      <Section label={t('title')}>
        <SectionHeading title={t('title')} hint={hint} actions={hasColumns ? choose : undefined} />
        <div className="flex flex-col gap-4">
          {isChoosing ? <Chooser of={of} onDone={() => setChoosing(false)} /> : null}
          <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-72 w-full" />}>
            {(found) =>
              found.columns.length === 0 ? (
                isChoosing ? null : (
                  <Panel flush>
                    <EmptyState title={t('empty.title')} action={choose}>
                      {t(mayChoose ? 'empty.body' : 'empty.ask', { most: MOST_SLICE_COLUMNS })}
                    </EmptyState>
                  </Panel>
                )
              ) : (
                <>
                  {found.isPending ? (
                    <Note kind="busy" title={t('pending.title')}>
                      {t('pending.what')}
                    </Note>
                  ) : null}
                  {found.n > 0 ? <SliceTable model={of.model} slices={found} /> : <NothingCounted slices={found} />}
                </>
              )
            }
          </QueryPanel>
        </div>
      </Section>
      {slices && hasColumns && slices.n > 0 ? (
        <>
          <WeakestTable slices={slices} window={shownWindow} />
          <FairnessSection
            slices={slices}
            window={shownWindow}
            isRegression={performance.result?.kind === 'numbers'}
            onChoose={mayChoose ? () => setChoosing(true) : undefined}
          />
        </>
      ) : null}
    </>
  );
}

function NothingCounted({ slices }: { slices: Slices }) {
  const t = useTranslations('performance.slices.nothing');
  if (slices.isPending) return null;
  return (
    <Panel flush>
      <EmptyState title={t('title')}>{t('body')}</EmptyState>
    </Panel>
  );
}

function Chooser({ of, onDone }: { of: { project: string; model: string }; onDone: () => void }) {
  const t = useTranslations('performance.slices.chooser');
  const query = useQuery(sliceSettingsQuery(of.project, of.model));
  return (
    <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-40 w-full" />}>
      {(settings) => <SliceChooser of={of} settings={settings} onDone={onDone} />}
    </QueryPanel>
  );
}
