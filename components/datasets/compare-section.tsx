'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetComparison, DatasetView } from '@/lib/domain/datasets/schema';
import { datasetQueries } from './queries';

/** What changed from another version or dataset to this one. */
export function CompareSection({ project, view }: { project: string; view: DatasetView }) {
  const t = useTranslations('datasets.compare');
  const { dataset, version, versions } = view;
  const others = useQuery(datasetQueries.list(project)).data?.datasets ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const options = [
    ...versions
      .filter(({ number }) => number !== version.number)
      .map(({ number }) => ({ value: `${dataset.id} ${number}`, label: t('version', { number }) })),
    ...others
      .filter(({ id }) => id !== dataset.id)
      .map(({ id, name, newest }) => ({
        value: `${id} ${newest.number}`,
        label: t('dataset', { name, number: newest.number }),
      })),
  ];
  const [id = '', number] = (chosen ?? '').split(' ');
  const query = useQuery(
    datasetQueries.comparison(
      project,
      dataset.id,
      version.number,
      chosen === null ? null : { with: id, withNumber: Number(number) },
    ),
  );
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint')} />
      {options.length === 0 ? (
        <p className="text-sm text-ink-2">{t('nothing')}</p>
      ) : (
        <div className="flex flex-col gap-3">
          <Select
            label={t('choose')}
            placeholder={t('choose')}
            value={chosen}
            onValue={setChosen}
            options={options}
            className="w-72 max-w-full"
          />
          {chosen ? <QueryPanel query={query}>{(found) => <Compared found={found} />}</QueryPanel> : null}
        </div>
      )}
    </Section>
  );
}

function Compared({ found }: { found: DatasetComparison }) {
  const t = useTranslations('datasets.compare');
  const types = useTranslations('datasets.types');
  const format = useFormat();
  const { before, after, added, removed, retyped, columns, common } = found;
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(', ') || t('none');
  const sentences = [
    t('rowsOf', { before: format.number(before.rows), after: format.number(after.rows) }),
    t('added', { names: names(added) }),
    t('removed', { names: names(removed) }),
    t('retyped', {
      names:
        retyped
          .map(({ name, before: was, after: is }) => t('retype', { name, before: types(was), after: types(is) }))
          .join(', ') || t('none'),
    }),
    common
      ? t('common', {
          both: format.number(common.both),
          before: format.number(common.before),
          after: format.number(common.after),
        })
      : t('otherFeatures'),
  ];
  return (
    <>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
        {sentences.map((sentence) => (
          <li key={sentence} className="[overflow-wrap:anywhere]">
            {sentence}
          </li>
        ))}
      </ul>
      <Panel flush>
        <div className="max-h-96 overflow-auto">
          <Table
            label={t('title')}
            tight
            columns={[
              { key: 'name', header: t('column'), cell: ({ name }) => name },
              { key: 'type', header: t('type'), cell: ({ type }) => types(type) },
              {
                key: 'psi',
                header: t('psi'),
                align: 'right',
                cell: ({ psi }) => (psi === null ? '–' : format.score(psi)),
              },
              {
                key: 'js',
                header: t('jensenShannon'),
                align: 'right',
                cell: ({ jensenShannon }) => (jensenShannon === null ? '–' : format.score(jensenShannon)),
              },
              {
                key: 'nulls',
                header: t('nulls'),
                align: 'right',
                cell: ({ nullsBefore, nullsAfter }) =>
                  t('fromTo', { before: format.number(nullsBefore), after: format.number(nullsAfter) }),
              },
            ]}
            rows={columns}
            rowKey={({ name }) => name}
          />
        </div>
      </Panel>
      <p className="text-xs text-ink-3">{t('note')}</p>
    </>
  );
}
