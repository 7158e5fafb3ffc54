'use client';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { HistogramCompare } from '@/components/charts/histogram-compare';
import { type Column, Dash, Table, type TableSort } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftFeature, DriftImportance } from '@/lib/domain/drift/schema';
import type { DriftCosts } from '@/lib/domain/performance/schema';
import { CostCell } from './cost-cell';
import { DriftStateWord } from './drift-state';
import { FeatureDetail } from './feature-detail';
import type { DriftWindow } from './prepare-behind';
import { worstFirst } from './prepare-cost';
import { categoryBins, histogramBins, nullShares, outsideNow } from './prepare-feature';
import { importanceOf } from './prepare-rank';
import type { OfVersion } from './reference-form';

/** Columns of the inputs in the order that they are given; one of them may be open. */
export function DriftTable({
  features,
  importance,
  costs,
  sort,
  onSort,
  open,
  onOpen,
  days,
  of,
  window,
}: {
  features: readonly DriftFeature[];
  /** Null while it is not known, which shows no column of it. */
  importance: DriftImportance | null;
  /** Likewise. */
  costs: DriftCosts | null;
  sort: TableSort | undefined;
  onSort: (sort: TableSort) => void;
  open: string | null;
  onOpen: (name: string | null) => void;
  days: number;
  of: OfVersion;
  /** The window that the features are of. */
  window: DriftWindow;
}) {
  const t = useTranslations('drift.table');
  const format = useFormat();
  const importanceColumn: Column<DriftFeature> = {
    key: 'importance',
    header: t('importance'),
    align: 'right',
    cell(feature) {
      const share = importance && importanceOf(importance, feature);
      return share === null ? <Dash /> : format.percent(share);
    },
  };
  const columns: Column<DriftFeature>[] = [
    {
      key: 'name',
      header: t('column'),
      className: 'min-w-48',
      cell: (feature) => <NameCell feature={feature} isOpen={open === feature.name} onOpen={onOpen} />,
    },
    {
      key: 'shape',
      header: t('distribution'),
      phone: 'hide',
      className: 'w-40 max-[1240px]:hidden',
      cell: ({ shape }) => (
        <div aria-hidden="true" className="pointer-events-none w-36">
          <HistogramCompare
            {...(shape.kind === 'number' ? histogramBins(shape) : categoryBins(shape))}
            bare
            height={32}
          />
        </div>
      ),
    },
    {
      key: 'distance',
      header: t('distance'),
      cell: ({ jensenShannon, state }) =>
        jensenShannon === null ? <Dash /> : <Distance value={jensenShannon} isQuiet={state === 'few-rows'} />,
    },
    ...(importance ? [importanceColumn] : []),
    ...(costs?.measure
      ? [
          {
            key: 'cost',
            header: t(`cost.${costs.measure}`),
            align: 'right' as const,
            sortable: true,
            firstDirection: worstFirst(costs),
            cell: (feature: DriftFeature) => <CostCell feature={feature} costs={costs} />,
          },
        ]
      : []),
    {
      key: 'psi',
      header: t('psi'),
      align: 'right',
      cell: ({ psi }) => (psi === null ? <Dash /> : format.score(psi)),
    },
    { key: 'nulls', header: t('nulls'), align: 'right', cell: (feature) => <Nulls feature={feature} /> },
    {
      key: 'outside',
      header: t('outside'),
      align: 'right',
      cell: (feature) => {
        const { share } = outsideNow(feature);
        return share === null ? <Dash /> : format.percent(share);
      },
    },
    { key: 'state', header: t('state'), cell: ({ state }) => <DriftStateWord state={state} /> },
  ];
  return (
    <Table
      label={t('title')}
      columns={columns}
      rows={features}
      rowKey={({ name }) => name}
      sort={sort}
      onSort={onSort}
      openKey={open}
      expanded={(feature) => <FeatureDetail feature={feature} days={days} of={of} window={window} costs={costs} />}
    />
  );
}

function NameCell({
  feature,
  isOpen,
  onOpen,
}: {
  feature: DriftFeature;
  isOpen: boolean;
  onOpen: (name: string | null) => void;
}) {
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={() => onOpen(isOpen ? null : feature.name)}
      className="flex items-center gap-2 py-1.5 text-left after:absolute after:inset-0 after:content-['']"
    >
      <Icon aria-hidden="true" className="shrink-0 text-ink-3" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className="block font-semibold">{feature.title || feature.name}</span>
        {feature.title || feature.unit ? (
          <span className="block text-xs text-ink-3">
            {feature.title ? <code>{feature.name}</code> : null}
            {feature.title && feature.unit ? ', ' : ''}
            {feature.unit}
          </span>
        ) : null}
      </span>
    </button>
  );
}

function Distance({ value, isQuiet }: { value: number; isQuiet: boolean }) {
  const format = useFormat();
  return (
    <span className="flex items-center gap-2.5">
      <span aria-hidden="true" className="block h-1.5 w-20 rounded-full bg-sunken max-md:hidden">
        <span
          className={`block h-full rounded-full ${isQuiet ? 'bg-line-strong' : 'bg-ink-3'}`}
          style={{ width: `${value * 100}%` }}
        />
      </span>
      <span className={isQuiet ? 'text-ink-3' : undefined}>{format.score(value)}</span>
    </span>
  );
}

function Nulls({ feature }: { feature: DriftFeature }) {
  const t = useTranslations('drift.table');
  const format = useFormat();
  const { now, reference } = nullShares(feature);
  return (
    <span className="whitespace-nowrap">
      {now === null ? <Dash /> : format.percent(now)}
      {reference === null ? null : (
        <span className="block text-xs text-ink-3">{t('was', { share: format.percent(reference) })}</span>
      )}
    </span>
  );
}
