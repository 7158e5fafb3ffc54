'use client';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { modelHref } from '@/components/shell/addresses';
import { QueryPanel } from '@/components/shell/query-panel';
import { rangeNames } from '@/components/shell/range';
import { Button } from '@/components/ui/button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { type Column, Dash, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { TrafficPart, TrafficParts } from '@/lib/domain/monitoring/schema';
import { monitoringQueries } from './queries';
import { usePartWords } from './use-part-words';
import { useVersionFilter } from './version-filter';

const BY_KEY = 'key';
const AGAIN_MS = 60_000;

/** The traffic of the window by caller, or by the slices of a column that was chosen for them. */
export function PartsSection({ project, model, range }: { project: string; model: string; range: string }) {
  const t = useTranslations('monitoring.parts');
  const { version } = useVersionFilter();
  const [asked, setAsked] = useQueryState('by', parseAsString);
  const by = asked ?? BY_KEY;
  const query = useQuery({
    ...monitoringQueries.parts(project, model, { range, version, by }),
    refetchInterval: rangeNames.some((name) => name === range) ? AGAIN_MS : false,
  });
  return (
    <Section label={t('title')}>
      <QueryPanel query={query} errorTitle={t('errorTitle')}>
        {(parts) => (
          <Parts
            model={model}
            parts={parts}
            base={modelHref(project, model)}
            range={range}
            onBy={(next) => void setAsked(next === BY_KEY ? null : next)}
          />
        )}
      </QueryPanel>
    </Section>
  );
}

function Parts({
  model,
  parts,
  base,
  range,
  onBy,
}: {
  model: string;
  parts: TrafficParts;
  base: string;
  range: string;
  onBy: (by: string) => void;
}) {
  const t = useTranslations('monitoring.parts');
  const format = useFormat();
  const words = usePartWords();
  const column = parts.columns.find(({ by }) => by === parts.by);
  const columns = usePartColumns(column, `${base}/predictions?range=${encodeURIComponent(range)}`);
  const uncounted = parts.totals.rows - parts.countedRows;
  return (
    <>
      <SectionHeading
        title={t('title')}
        hint={t('hint', {
          from: format.dayTime(parts.from),
          to: format.dayTime(parts.to),
          rows: format.number(parts.countedRows),
        })}
        actions={
          <>
            <Select
              label={t('by')}
              value={parts.by}
              onValue={onBy}
              options={[
                { value: BY_KEY, label: t('byKey') },
                ...parts.columns.map((one) => ({ value: one.by, label: words.column(one) })),
              ]}
            />
            <SaveButton model={model} parts={parts} />
          </>
        }
      />
      <Panel flush>
        {parts.parts.length === 0 ? (
          <p className="p-5 text-sm text-ink-2 max-md:p-4">{t('none')}</p>
        ) : (
          <Table
            label={t('title')}
            columns={columns}
            rows={parts.parts}
            rowKey={({ name }) => JSON.stringify(name)}
            tight
          />
        )}
      </Panel>
      <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
        {t('note')}
        {uncounted > 0 ? ` ${t('uncounted', { rows: uncounted })}` : null}{' '}
        <TextLink href={`${base}/performance`}>{t('choose')}</TextLink>
      </p>
    </>
  );
}

/** The list of predictions can be narrowed by values of the context, and by nothing else of these. */
function usePartColumns(column: TrafficParts['columns'][number] | undefined, rowsHref: string): Column<TrafficPart>[] {
  const t = useTranslations('monitoring.parts');
  const format = useFormat();
  const words = usePartWords();
  const hrefOf = ({ name }: TrafficPart) =>
    column?.from === 'context' && name.kind === 'value'
      ? `${rowsHref}&context=${encodeURIComponent(`${column.name}:${name.value}`)}`
      : null;
  return [
    {
      key: 'part',
      header: t(column ? 'part.column' : 'part.key'),
      cell(part) {
        const href = hrefOf(part);
        const { name } = part;
        return (
          <span className="[overflow-wrap:anywhere]">
            {href ? (
              <TextLink href={href} title={t('open')}>
                {words.part(name)}
              </TextLink>
            ) : (
              <span className="font-semibold">{words.part(name)}</span>
            )}
            {name.kind === 'caller' && name.caller?.kind === 'person' ? (
              <span className="ml-2 text-xs text-ink-3">{t('person')}</span>
            ) : null}
          </span>
        );
      },
    },
    { key: 'calls', header: t('calls'), align: 'right', cell: ({ calls }) => format.number(calls) },
    { key: 'rows', header: t('rows'), align: 'right', cell: ({ rows }) => format.number(rows) },
    {
      key: 'share',
      header: t('share'),
      align: 'right',
      cell: ({ share }) => (share === null ? <Dash /> : format.percent(share, { digits: 1 })),
    },
    ...(column
      ? []
      : [
          {
            key: 'errors',
            header: t('errors'),
            align: 'right' as const,
            cell: ({ errors }: TrafficPart) => (errors === null ? <Dash /> : format.number(errors)),
          },
        ]),
    {
      key: 'latency',
      header: t('latency'),
      align: 'right',
      cell: ({ latencyMs: { p50, p95 } }) =>
        p50 === null || p95 === null ? <Dash /> : `${format.duration(p50)} / ${format.duration(p95)}`,
    },
  ];
}

function SaveButton({ model, parts }: { model: string; parts: TrafficParts }) {
  const t = useTranslations('monitoring.parts');
  const words = usePartWords();
  const column = parts.columns.find(({ by }) => by === parts.by);
  const header = [
    t(column ? 'part.column' : 'part.key'),
    t('calls'),
    t('rows'),
    t('share'),
    t('errors'),
    t('timed'),
    t('p50'),
    t('p95'),
  ];
  const save = () =>
    downloadText(
      `${model}-${parts.by.replace(':', '-')}.csv`,
      writeCsv(
        header,
        parts.parts.map(({ name, calls, rows, share, errors, timedCalls, latencyMs: { p50, p95 } }) => [
          words.part(name),
          calls,
          rows,
          share,
          errors,
          timedCalls,
          p50,
          p95,
        ]),
      ),
    );
  return (
    <Button kind="quiet" icon={<Download aria-hidden="true" />} onClick={save}>
      {t('csv')}
    </Button>
  );
}
