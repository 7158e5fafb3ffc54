'use client';
import { Search } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { modelHref } from '@/components/shell/addresses';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { Segmented } from '@/components/ui/segmented';
import { State } from '@/components/ui/state';
import { type Column, Dash, Table, type TableSort } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
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
  project,
  opensTry,
}: {
  models: readonly Model[];
  project: string;
  opensTry: boolean;
}) {
  const t = useTranslations('registry.models');
  const [wanted, setWanted] = useQueryStates(inAddress);
  const columns = useModelColumns();
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

function useModelColumns(): Column<Model>[] {
  const t = useTranslations('registry.models');
  const format = useFormat();
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
        <State kind={model.serving ? 'ok' : 'off'}>{model.serving ? t('serving') : t('notServing')}</State>
      ),
    },
    {
      key: 'champion',
      header: t('columns.champion'),
      cell: (model) => (model.champion === null ? <Dash /> : <code>{`v${model.champion}`}</code>),
    },
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
