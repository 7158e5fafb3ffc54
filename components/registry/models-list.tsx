'use client';
import { Search } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { type ReactNode, useMemo } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { Segmented } from '@/components/ui/segmented';
import { Sparkline } from '@/components/ui/sparkline';
import { State } from '@/components/ui/state';
import { type Column, Dash, Table, type TableSort } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ModelTraffic, ProjectTraffic } from '@/lib/domain/monitoring/schema';
import type { Model } from '@/lib/domain/registry/schema';
import { filterModels, MODEL_SORTS, MODEL_STATES, type ModelSort, updatedAt } from './filter-models';

const inAddress = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(MODEL_STATES).withDefault('all'),
  sort: parseAsStringLiteral(MODEL_SORTS).withDefault('name'),
};

const readSort = (sort: ModelSort): TableSort => ({
  key: sort.replace('-', ''),
  direction: sort.startsWith('-') ? 'descending' : 'ascending',
});
const writeSort = ({ key, direction }: TableSort): ModelSort =>
  MODEL_SORTS.find((sort) => sort === `${direction === 'descending' ? '-' : ''}${key}`) ?? 'name';

/** The table of models with its filters; what is chosen stands in the address. */
export function ModelsList({
  models,
  traffic,
  project,
  opensTry,
}: {
  models: readonly Model[];
  /** Null where the person may not see it; undefined until it is there. */
  traffic: ProjectTraffic | null | undefined;
  project: string;
  opensTry: boolean;
}) {
  const t = useTranslations('registry.models');
  const [wanted, setWanted] = useQueryStates(inAddress);
  const columns = useModelColumns(traffic);
  const shown = filterModels(models, { text: wanted.q, state: wanted.state, sort: wanted.sort });
  const serving = models.filter((model) => model.serving).length;
  const counts = { all: models.length, serving, 'not-serving': models.length - serving };
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Input
          type="search"
          aria-label={t('filter')}
          placeholder={t('filter')}
          leading={<Search aria-hidden="true" />}
          value={wanted.q}
          onChange={(event) => void setWanted({ q: event.target.value })}
          className="md:w-60"
        />
        <Segmented
          label={t('stateFilter')}
          value={wanted.state}
          onValue={(state) => void setWanted({ state })}
          choices={MODEL_STATES.map((state) => ({
            value: state,
            label: t(`states.${state}`, { count: counts[state] }),
          }))}
          className="max-md:flex max-md:w-full"
        />
      </div>
      <Panel flush>
        {shown.length === 0 ? (
          <div className="flex flex-col items-start gap-3 px-5 py-8 text-md">
            <p>{t('filteredEmpty')}</p>
            <Button onClick={() => void setWanted({ q: '', state: 'all' })}>{t('clearFilter')}</Button>
          </div>
        ) : (
          <Table
            label={t('title')}
            columns={columns}
            rows={shown}
            rowKey={(model) => model.id}
            href={(model) => `${modelHref(project, model.name)}${opensTry ? '/try' : ''}`}
            sort={readSort(wanted.sort)}
            onSort={(sort) => void setWanted({ sort: writeSort(sort) })}
          />
        )}
      </Panel>
    </>
  );
}

function useModelColumns(traffic: ProjectTraffic | null | undefined): Column<Model>[] {
  const t = useTranslations('registry.models');
  const format = useFormat();
  const trafficColumns = useTrafficColumns(traffic);
  return [
    {
      key: 'name',
      header: t('columns.name'),
      sortable: true,
      cell: (model) => (
        <span className="block py-2.5 max-md:py-0">
          <span className="block [overflow-wrap:anywhere]">{model.name}</span>
          {model.summary ? (
            <span className="block text-xs font-normal text-ink-3 [overflow-wrap:anywhere]">{model.summary}</span>
          ) : null}
        </span>
      ),
    },
    {
      key: 'state',
      header: t('columns.state'),
      cell: (model) => (
        <State kind={model.serving ? 'ok' : model.elsewhere ? 'info' : 'off'}>
          {model.serving ? t('serving') : model.elsewhere ? t('elsewhere') : t('notServing')}
        </State>
      ),
    },
    {
      key: 'champion',
      header: t('columns.champion'),
      cell: (model) => (model.champion === null ? <Dash /> : <code>{`v${model.champion}`}</code>),
    },
    ...(traffic === null ? [] : trafficColumns),
    {
      key: 'updated',
      header: t('columns.updated'),
      align: 'right',
      sortable: true,
      firstDirection: 'descending',
      cell: (model) => (
        <time dateTime={updatedAt(model)} title={format.exact(updatedAt(model))} className="text-ink-3">
          {format.ago(updatedAt(model))}
        </time>
      ),
    },
  ];
}

/** Rows, errors and latency of the last seven days, from rollups. */
function useTrafficColumns(traffic: ProjectTraffic | null | undefined): Column<Model>[] {
  const t = useTranslations('registry.models');
  const format = useFormat();
  const byModel = useMemo(() => new Map(traffic?.models.map((one) => [one.modelId, one])), [traffic]);
  const cell =
    (write: (one: ModelTraffic) => ReactNode): Column<Model>['cell'] =>
    (model) => {
      const one = byModel.get(model.id);
      return one ? write(one) : <Dash />;
    };
  return [
    {
      key: 'predictions',
      header: t('columns.predictions'),
      align: 'right',
      cell: cell((one) => (
        <span className="flex items-center justify-end gap-3">
          <span className="w-20 max-lg:hidden">
            <Sparkline label={t('columns.predictions')} values={one.days.map(({ rows }) => rows)} height={20} />
          </span>
          {format.number(one.rows)}
        </span>
      )),
    },
    {
      key: 'errors',
      header: t('columns.errors'),
      align: 'right',
      cell: cell((one) =>
        one.calls + one.errors === 0 ? (
          <Dash />
        ) : (
          <span
            title={t('errorsOf', { errors: format.number(one.errors), all: one.calls + one.errors })}
            className={one.errors > 0 ? 'text-bad' : undefined}
          >
            {format.percent(one.errors / (one.calls + one.errors), { digits: one.errors === 0 ? 0 : 2 })}
          </span>
        ),
      ),
    },
    {
      key: 'p95',
      header: t('columns.p95'),
      align: 'right',
      cell: cell((one) => (one.latencyMsP95 === null ? <Dash /> : format.duration(one.latencyMsP95))),
    },
  ];
}
