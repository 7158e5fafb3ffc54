'use client';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatRow } from '@/components/ui/stat';
import { State, type StateKind } from '@/components/ui/state';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Insight } from '@/lib/domain/review/schema';
import { reviewQueries } from './queries';

/** What people's judgements say about the model of a queue. */
export function InsightView({ project, model }: { project: string; model: { id: string; name: string } }) {
  const t = useTranslations('review.insight');
  const query = useQuery(reviewQueries.insight(project, model.id));
  return (
    <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<SkeletonRows rows={6} />}>
      {(found) => (
        <>
          <Facts found={found} />
          <Errors found={found} name={model.name} />
          <Versions found={found} name={model.name} />
          {found.confidence ? <Confidence found={found.confidence} days={found.days} name={model.name} /> : null}
          <Weakest found={found} />
          <Reasons found={found} />
          <Fields found={found} />
        </>
      )}
    </QueryPanel>
  );
}

/** Writes an error in percent, or in the unit of the model. */
function useWriteError({ metric, unit }: Insight['errors']): (value: number) => string {
  const format = useFormat();
  return (value) =>
    metric === 'mae' ? `${format.number(value)} ${unit}`.trim() : format.percent(value, { digits: 1 });
}

function Facts({ found }: { found: Insight }) {
  const t = useTranslations('review.insight');
  const format = useFormat();
  const writeError = useWriteError(found.errors);
  const [newest] = found.errors.versions;
  const { answered, judged, decision } = found;
  const shown = t('window', { n: found.days });
  const times = decision ? t('decided', { n: format.number(decision.n) }) : t('nothingDecided');
  const write = (seconds: number | undefined) => (seconds === undefined ? '–' : format.duration(seconds * 1000));
  return (
    <StatRow
      stats={[
        {
          key: 'error',
          label: t('newestError'),
          value: newest ? writeError(newest.value) : '–',
          detail: newest
            ? `${t('newestOf', { version: newest.version, n: format.number(newest.n) })}, ${shown}`
            : t('nothingDrawn'),
        },
        {
          key: 'judged',
          label: t('judged'),
          value: answered === 0 ? '–' : format.percent(Math.min(1, judged / answered), { digits: 1 }),
          detail: `${t('ofRows', { judged: format.number(judged), answered: format.number(answered) })}, ${shown}`,
        },
        { key: 'median', label: t('median'), value: write(decision?.median), detail: `${times}, ${shown}` },
        { key: 'p90', label: t('p90'), value: write(decision?.p90), detail: `${times}, ${shown}` },
      ]}
    />
  );
}

function Errors({ found: { errors, days }, name }: { found: Insight; name: string }) {
  const t = useTranslations('review.insight');
  const format = useFormat();
  const { metric, versions } = errors;
  const write = useWriteError(errors);
  const columns: Column<Insight['errors']['versions'][number]>[] = [
    { key: 'version', header: t('version'), cell: ({ version }) => `v${version}` },
    { key: 'value', header: t(metric ?? 'error-rate'), align: 'right', cell: ({ value }) => write(value) },
    {
      key: 'interval',
      header: t('interval'),
      align: 'right',
      cell: ({ low, high }) =>
        low === null || high === null ? <Dash /> : t('between', { low: write(low), high: write(high) }),
    },
    {
      key: 'n',
      header: t('n'),
      align: 'right',
      cell: ({ n, drawn }) => t('nOf', { n: format.number(n), drawn: format.number(drawn) }),
    },
    { key: 'entities', header: t('entities'), align: 'right', cell: ({ entities }) => format.number(entities) },
  ];
  const csv = () =>
    downloadText(
      `${name}-estimated-errors.csv`,
      writeCsv(
        ['version', metric ?? 'error', 'low', 'high', 'n', 'drawn', 'entities'],
        versions.map((row) => [row.version, row.value, row.low, row.high, row.n, row.drawn, row.entities]),
      ),
    );
  return (
    <Section label={t('errors')}>
      <SectionHeading
        title={t('errors')}
        hint={t('window', { n: days })}
        actions={
          versions.length > 0 ? (
            <Button size="sm" icon={<Download aria-hidden="true" />} onClick={csv}>
              CSV
            </Button>
          ) : null
        }
      />
      <Panel flush>
        {versions.length === 0 ? (
          <p className="px-5 py-4 text-sm text-ink-2">{t('noErrors')}</p>
        ) : (
          <Table label={t('errors')} columns={columns} rows={versions} rowKey={({ version }) => String(version)} />
        )}
      </Panel>
      <p className="mt-2 max-w-measure text-xs text-ink-3">{t('errorsNote')}</p>
    </Section>
  );
}

function Versions({ found: { versions, days }, name }: { found: Insight; name: string }) {
  const t = useTranslations('review.insight');
  const format = useFormat();
  if (versions.length === 0) return null;
  const write = (seconds: number | undefined) => (seconds === undefined ? <Dash /> : format.duration(seconds * 1000));
  const columns: Column<Insight['versions'][number]>[] = [
    { key: 'version', header: t('version'), cell: ({ version }) => `v${version}` },
    { key: 'answered', header: t('answered'), align: 'right', cell: ({ answered }) => format.number(answered) },
    {
      key: 'judged',
      header: t('judged'),
      align: 'right',
      cell: ({ judged, answered }) => (
        <>
          {answered === 0 ? <Dash /> : format.percent(Math.min(1, judged / answered), { digits: 1 })}{' '}
          <span className="text-xs text-ink-3">n = {format.number(judged)}</span>
        </>
      ),
    },
    {
      key: 'settled',
      header: t('settledHere'),
      align: 'right',
      cell: ({ decision }) => format.number(decision?.n ?? 0),
    },
    { key: 'median', header: t('median'), align: 'right', cell: ({ decision }) => write(decision?.median) },
    { key: 'p90', header: t('p90'), align: 'right', cell: ({ decision }) => write(decision?.p90) },
  ];
  const csv = () =>
    downloadText(
      `${name}-judged-by-version.csv`,
      writeCsv(
        ['version', 'answered_rows', 'judged_rows', 'settled', 'median_seconds', 'p90_seconds'],
        versions.map(({ version, answered, judged, decision }) => [
          ...[version, answered, judged, decision?.n ?? 0, decision?.median ?? null, decision?.p90 ?? null],
        ]),
      ),
    );
  return (
    <Section label={t('byVersion')}>
      <SectionHeading
        title={t('byVersion')}
        hint={t('window', { n: days })}
        actions={
          <Button size="sm" icon={<Download aria-hidden="true" />} onClick={csv}>
            CSV
          </Button>
        }
      />
      <Panel flush>
        <Table label={t('byVersion')} columns={columns} rows={versions} rowKey={({ version }) => String(version)} />
      </Panel>
    </Section>
  );
}

function Confidence({ found, days, name }: { found: NonNullable<Insight['confidence']>; days: number; name: string }) {
  const t = useTranslations('review.insight');
  const format = useFormat();
  const columns: Column<(typeof found.bands)[number]>[] = [
    {
      key: 'band',
      header: t('band'),
      cell: ({ from, to }) =>
        t('between', { low: format.percent(from, { digits: 0 }), high: format.percent(to, { digits: 0 }) }),
    },
    { key: 'n', header: t('verdicts'), align: 'right', cell: ({ n }) => format.number(n) },
    { key: 'wrong', header: t('wrong'), align: 'right', cell: ({ wrong }) => format.number(wrong) },
    {
      key: 'share',
      header: t('shareWrong'),
      align: 'right',
      cell: ({ n, wrong }) => (n === 0 ? <Dash /> : format.percent(wrong / n)),
    },
  ];
  const csv = () =>
    downloadText(
      `${name}-feedback-by-confidence.csv`,
      writeCsv(
        ['from', 'to', 'n', 'wrong'],
        found.bands.map(({ from, to, n, wrong }) => [from, to, n, wrong]),
      ),
    );
  return (
    <Section label={t('confidence')}>
      <SectionHeading
        title={t('confidence')}
        hint={t(found.isCut ? 'verdictsCut' : 'verdictsOf', { n: format.number(found.n), days })}
        actions={
          <Button size="sm" icon={<Download aria-hidden="true" />} onClick={csv}>
            CSV
          </Button>
        }
      />
      <Panel flush>
        {found.n === 0 ? (
          <p className="px-5 py-4 text-sm text-ink-2">{t('noVerdicts')}</p>
        ) : (
          <Table label={t('confidence')} columns={columns} rows={found.bands} rowKey={({ from }) => String(from)} />
        )}
      </Panel>
      <p className="mt-2 max-w-measure text-xs text-ink-3">{t('confidenceNote')}</p>
    </Section>
  );
}

type WeakSlice = Insight['weakest']['slices'][number];
const LOOKS: Record<WeakSlice['verdict'], StateKind> = {
  held: 'bad',
  open: 'unsure',
  'not-held': 'ok',
  'too-few': 'off',
};

function Weakest({ found: { weakest, errors, days } }: { found: Insight }) {
  const t = useTranslations('review.insight');
  const format = useFormat();
  const write = useWriteError(errors);
  const nameOf = ({ name }: WeakSlice): string => {
    if (name.kind === 'value') return name.value;
    if (name.kind !== 'band') return t(`slice.${name.kind}`);
    const low = format.number(name.low ?? 0);
    const high = format.number(name.high ?? 0);
    if (name.low === null) return t('slice.upTo', { high });
    return name.high === null ? t('slice.above', { low }) : t('slice.band', { low, high });
  };
  const columns: Column<WeakSlice>[] = [
    { key: 'slice', header: t('sliceOf'), cell: (slice) => `${slice.column}: ${nameOf(slice)}` },
    { key: 'n', header: t('sliceRows'), align: 'right', cell: ({ n }) => format.number(n) },
    {
      key: 'mean',
      header: t(errors.metric ?? 'error-rate'),
      align: 'right',
      cell: ({ mean }) => (mean === null ? <Dash /> : write(mean)),
    },
    {
      key: 'difference',
      header: t('worseBy'),
      align: 'right',
      cell: ({ difference: { value, low, high } }) =>
        value === null ? (
          <Dash />
        ) : (
          <>
            {write(value)}{' '}
            {low === null || high === null ? null : (
              <span className="text-xs text-ink-3">{t('between', { low: write(low), high: write(high) })}</span>
            )}
          </>
        ),
    },
    {
      key: 'verdict',
      header: t('verdict'),
      cell: ({ verdict }) => <State kind={LOOKS[verdict]}>{t(`isHeld.${verdict}`)}</State>,
    },
  ];
  return (
    <Section label={t('weakest')}>
      <SectionHeading
        title={t('weakest')}
        hint={t('weakestOf', {
          found: format.number(weakest.found),
          reported: format.number(weakest.reported),
          looked: format.number(weakest.looked),
          days,
        })}
      />
      <Panel flush>
        {weakest.slices.length === 0 ? (
          <p className="px-5 py-4 text-sm text-ink-2">{t(weakest.looked === 0 ? 'fewReviewed' : 'noneWeak')}</p>
        ) : (
          <Table
            label={t('weakest')}
            columns={columns}
            rows={weakest.slices}
            rowKey={(slice) => `${slice.column}/${nameOf(slice)}`}
          />
        )}
      </Panel>
      <p className="mt-2 max-w-measure text-xs text-ink-3">{t('weakestNote')}</p>
    </Section>
  );
}

function Reasons({ found: { reasons, severities, days } }: { found: Insight }) {
  const t = useTranslations('review.insight');
  const format = useFormat();
  const columns: Column<Insight['reasons']['top'][number]>[] = [
    { key: 'reason', header: t('reason'), cell: ({ reason }) => reason },
    { key: 'count', header: t('count'), align: 'right', cell: ({ count }) => format.number(count) },
    {
      key: 'share',
      header: t('shareOfReasons'),
      align: 'right',
      cell: ({ count }) => format.percent(count / reasons.withReason),
    },
  ];
  return (
    <Section label={t('reasons')}>
      <SectionHeading
        title={t('reasons')}
        hint={t('reasonsOf', { n: format.number(reasons.n), withReason: format.number(reasons.withReason), days })}
      />
      <p className="mb-3 text-sm text-ink-2">
        {t('severities', {
          serious: format.number(severities.serious),
          normal: format.number(severities.normal),
          minor: format.number(severities.minor),
        })}
      </p>
      <Panel flush>
        {reasons.top.length === 0 ? (
          <p className="px-5 py-4 text-sm text-ink-2">{t('noReasons')}</p>
        ) : (
          <Table label={t('reasons')} columns={columns} rows={reasons.top} rowKey={({ reason }) => reason} />
        )}
      </Panel>
    </Section>
  );
}

function Fields({ found: { fields, days } }: { found: Insight }) {
  const t = useTranslations('review.insight');
  const problems = useTranslations('review.problems');
  const format = useFormat();
  const columns: Column<Insight['fields']['top'][number]>[] = [
    { key: 'field', header: t('field'), cell: ({ field }) => <code>{field}</code> },
    { key: 'problem', header: t('problem'), cell: ({ problem }) => problems(problem) },
    { key: 'count', header: t('count'), align: 'right', cell: ({ count }) => format.number(count) },
  ];
  return (
    <Section label={t('fields')}>
      <SectionHeading
        title={t('fields')}
        hint={t('fieldsOf', { n: format.number(fields.n), withField: format.number(fields.withField), days })}
      />
      <Panel flush>
        {fields.top.length === 0 ? (
          <p className="px-5 py-4 text-sm text-ink-2">{t('noFields')}</p>
        ) : (
          <Table
            label={t('fields')}
            columns={columns}
            rows={fields.top}
            rowKey={({ field, problem }) => `${problem} ${field}`}
          />
        )}
      </Panel>
    </Section>
  );
}
