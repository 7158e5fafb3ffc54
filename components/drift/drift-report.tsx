'use client';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { LegendItem } from '@/components/charts/chart-card';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { Button } from '@/components/ui/button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import type { SortDirection } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReferenceUpload } from '@/lib/domain/datasets/schema';
import { type Drift, PSI_MUCH, PSI_SOME } from '@/lib/domain/drift/schema';
import { CostNote } from './cost-note';
import { DriftFacts } from './drift-facts';
import { DriftNotes } from './drift-notes';
import { DriftTable } from './drift-table';
import { ImportanceNote } from './importance-note';
import { orderByCost, worstFirst } from './prepare-cost';
import { countStates, DRIFT_CSV_COLUMNS, driftCsvRows } from './prepare-feature';
import { DRIFT_ORDERS, type DriftOrder, firstByRank, importanceOf, orderFeatures } from './prepare-rank';
import { driftQueries } from './queries';
import type { OfVersion } from './reference-form';
import { ReferenceLine } from './reference-line';
import { ReportsSection } from './reports-section';
import { StripSection } from './strip-section';
import { TogetherSection } from './together-section';
import { WatchSection } from './watch-section';

const FIRST_SHOWN = 60;

export function DriftReport({
  of,
  drift,
  reference,
  onMade,
  mayEdit,
}: {
  of: OfVersion;
  drift: Drift;
  reference: NonNullable<Drift['reference']>;
  /** Null for those who may not upload. */
  onMade: ((upload: ReferenceUpload) => void) | null;
  mayEdit: boolean;
}) {
  const t = useTranslations('drift');
  const words = useTranslations('ui.chart');
  const format = useFormat();
  const [open, setOpen] = useQueryState('open', parseAsString.withOptions({ history: 'push' }));
  const [showsAll, setShowsAll] = useState(false);
  const counts = countStates(drift.features);
  const total = drift.features.length;
  const told = counts.steady + counts.some + counts.much;
  const key = told === 0 ? 'nothing' : counts.much > 0 ? 'much' : counts.some > 0 ? 'some' : 'steady';
  const [order, setOrder] = useQueryState('order', parseAsStringLiteral(DRIFT_ORDERS).withDefault('rank'));
  const { data: importance, isPending } = useQuery(driftQueries.importance(of.project, of.model, of.version));
  const known = importance?.state === 'known' ? importance : null;
  const { data: said, isPending: isCostPending } = useQuery(
    driftQueries.costs(of.project, of.model, of.version, drift),
  );
  const costs = said?.state === 'known' ? said : null;
  const isByCost = costs !== null && (order === 'cost' || order === 'cost-last');
  const byOther = known && order !== 'distance' ? 'rank' : 'distance';
  const shownOrder: DriftOrder = isByCost ? 'cost' : byOther;
  const worst = costs && worstFirst(costs);
  const best: SortDirection = worst === 'ascending' ? 'descending' : 'ascending';
  const direction = isByCost ? (order === 'cost' ? worst : best) : null;
  const first = known && firstByRank(drift.features, known);
  const features =
    costs && direction
      ? orderByCost(drift.features, costs, direction)
      : known
        ? orderFeatures(drift.features, known, byOther)
        : drift.features;
  const shown = showsAll ? features : features.slice(0, FIRST_SHOWN);
  const save = () =>
    downloadText(
      `${of.model}-v${of.version}-drift.csv`,
      writeCsv(DRIFT_CSV_COLUMNS, driftCsvRows(features, { importance: known, costs })),
    );
  return (
    <>
      <p className="mb-4 text-lg text-pretty">
        {t(`sentence.${key}`, { much: counts.much, some: counts.some, told, total })}
        {known && first
          ? ` ${t('sentence.first', {
              column: first.title || first.name,
              distance: format.score(first.jensenShannon ?? 0),
              share: format.percent(importanceOf(known, first) ?? 0),
            })}`
          : null}
      </p>
      <div className="flex flex-col gap-4">
        <ReferenceLine of={of} drift={drift} reference={reference} onMade={onMade} />
        <DriftNotes drift={drift} />
        <DriftFacts drift={drift} reference={reference} />
      </div>
      <WatchSection of={of} mayEdit={mayEdit} features={drift.features} />
      <TogetherSection of={of} />
      <StripSection of={of} />
      <Section label={t('table.title')}>
        <SectionHeading
          title={t('table.title')}
          hint={t(`table.hints.${shownOrder}`)}
          actions={
            <>
              {known || costs ? (
                <Segmented
                  label={t('table.order')}
                  choices={[
                    ...(known ? [{ value: 'rank' as const, label: t('table.byRank') }] : []),
                    { value: 'distance' as const, label: t('table.byDistance') },
                    ...(costs ? [{ value: 'cost' as const, label: t('table.byCost') }] : []),
                  ]}
                  value={shownOrder}
                  onValue={(value) => void setOrder(value)}
                />
              ) : null}
              <span className="flex gap-4 text-xs text-ink-2">
                <LegendItem colour="var(--reference)">{words('reference')}</LegendItem>
                <LegendItem colour="var(--current)" line>
                  {words('now')}
                </LegendItem>
              </span>
              <Button size="sm" icon={<Download aria-hidden="true" />} onClick={save}>
                {t('table.csv')}
              </Button>
            </>
          }
        />
        <Panel flush>
          {/* The order hangs on it: a table that is shown before would jump. */}
          {isPending || isCostPending ? (
            <Skeleton className="h-[420px] w-full" />
          ) : (
            <DriftTable
              features={shown}
              importance={known}
              costs={costs}
              sort={direction ? { key: 'cost', direction } : undefined}
              onSort={(wanted) => void setOrder(wanted.direction === worst ? 'cost' : 'cost-last')}
              open={open}
              onOpen={(name) => void setOpen(name)}
              days={drift.days}
              of={of}
              window={drift}
            />
          )}
          {shown.length < total ? (
            <div className="border-t border-line px-5 py-3">
              <Button size="sm" onClick={() => setShowsAll(true)}>
                {t('table.all', { total })}
              </Button>
            </div>
          ) : null}
        </Panel>
        <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
          {t('table.reading', {
            some: format.number(PSI_SOME, { digits: 2 }),
            much: format.number(PSI_MUCH, { digits: 2 }),
          })}
        </p>
        {importance ? <ImportanceNote importance={importance} /> : null}
        {said ? <CostNote costs={said} /> : null}
      </Section>
      <ReportsSection of={of} mayEdit={mayEdit} />
    </>
  );
}
