'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Segmented } from '@/components/ui/segmented';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetSplit, DatasetVersion } from '@/lib/domain/datasets/schema';
import { datasetQueries } from './queries';
import type { SplitDraft } from './split-draft';

/** Two parts of a version by a rule, counted: nothing is copied, the rule is the split. */
export function SplitSection({ project, version }: { project: string; version: DatasetVersion }) {
  const t = useTranslations('datasets.split');
  const { time, entities } = version.roles;
  const ways = [...(time === null ? [] : (['time'] as const)), ...(entities.length === 0 ? [] : (['group'] as const))];
  const [by, setBy] = useState(ways[0] ?? 'time');
  const [day, setDay] = useState(version.cutOff?.slice(0, 10) ?? '');
  const [percent, setPercent] = useState<number | null>(20);
  const [seed, setSeed] = useState<number | null>(1);
  const [rule, setRule] = useState<SplitDraft | null>(null);
  const query = useQuery(datasetQueries.split(project, version.datasetId, version.number, rule));
  const draft = draftOf({ by, day, percent, seed });
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint')} />
      {ways.length === 0 ? (
        <p className="text-sm text-ink-2">{t('cannot')}</p>
      ) : (
        <div className="flex flex-col gap-3">
          <form
            className="flex flex-wrap items-end gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              setRule(draft);
            }}
          >
            <Segmented
              label={t('by')}
              choices={ways.map((value) => ({ value, label: t(`ways.${value}`) }))}
              value={by}
              onValue={setBy}
            />
            {by === 'time' ? (
              <Field label={t('day')}>
                <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
              </Field>
            ) : (
              <>
                <Field label={t('share')}>
                  <NumberInput value={percent} onValue={setPercent} unit="%" className="w-28" />
                </Field>
                <Field label={t('seed')}>
                  <NumberInput value={seed} onValue={setSeed} className="w-28" />
                </Field>
              </>
            )}
            <Button type="submit" locked={draft ? undefined : t('incomplete')} busy={query.isFetching}>
              {t('count')}
            </Button>
          </form>
          {rule ? <QueryPanel query={query}>{(split) => <Parts split={split} version={version} />}</QueryPanel> : null}
        </div>
      )}
    </Section>
  );
}

function draftOf(of: {
  by: 'time' | 'group';
  day: string;
  percent: number | null;
  seed: number | null;
}): SplitDraft | null {
  const ms = Date.parse(of.day);
  if (of.by === 'time') return Number.isNaN(ms) ? null : { by: 'time', at: new Date(ms).toISOString() };
  const { percent, seed } = of;
  if (percent === null || seed === null || percent <= 0 || percent >= 100) return null;
  return Number.isInteger(seed) && seed >= 0 ? { by: 'group', testShare: percent / 100, seed } : null;
}

type PartRow = DatasetSplit['train'] & { key: 'train' | 'test' };

function Parts({ split, version }: { split: DatasetSplit; version: DatasetVersion }) {
  const t = useTranslations('datasets.split');
  const format = useFormat();
  const all = split.train.rows + split.test.rows;
  const columns: Column<PartRow>[] = [
    { key: 'part', header: t('part'), cell: ({ key }) => t(`parts.${key}`) },
    {
      key: 'rows',
      header: t('rows'),
      align: 'right',
      cell: ({ rows }) => t('rowsOf', { n: format.number(rows), share: all === 0 ? '–' : format.percent(rows / all) }),
    },
    {
      key: 'entities',
      header: t('entities'),
      align: 'right',
      cell: ({ entities }) => (entities === null ? '–' : format.number(entities)),
    },
    {
      key: 'time',
      header: t('time'),
      cell: ({ from, to }) => (from && to ? format.between(format.dayTime(from), format.dayTime(to)) : '–'),
    },
    {
      key: 'target',
      header: version.roles.target ?? t('target'),
      phone: 'wide',
      cell: ({ target, rows }) =>
        (target ?? [])
          .slice(0, 5)
          .map(({ value, rows: n }) => `${value === '' ? t('noValue') : value} ${format.percent(n / rows)}`)
          .join(', ') || '–',
    },
  ];
  return (
    <Panel flush>
      <Table
        label={t('title')}
        columns={columns}
        rows={[
          { key: 'train', ...split.train },
          { key: 'test', ...split.test },
        ]}
        rowKey={({ key }) => key}
      />
      {split.untimed > 0 ? (
        <p className="border-t border-line px-5 py-3 text-sm text-ink-2 max-md:px-4">
          {t('untimed', { n: format.number(split.untimed) })}
        </p>
      ) : null}
    </Panel>
  );
}
