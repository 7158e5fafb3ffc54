'use client';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StatRow } from '@/components/ui/stat';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Agreement, Measured } from '@/lib/domain/review/schema';
import { BurnDown } from './burn-down';
import { PairsTable } from './pairs-table';
import { reviewQueries } from './queries';
import { useWindow } from './use-window';

/** How far the reviewers of a queue agree, who is how fast and how often right, and what is left. */
export function AgreementView({ project, queue, name }: { project: string; queue: string; name: string }) {
  const t = useTranslations('review.people');
  const query = useQuery(reviewQueries.agreement(project, queue));
  return (
    <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<SkeletonRows rows={6} />}>
      {(found) => (
        <>
          <Measures found={found} />
          <Reviewers found={found} name={name} />
          {found.pairs.length > 0 ? <PairsTable found={found} name={name} /> : null}
          {found.confusions.length > 0 ? <Confusions found={found} /> : null}
          <BurnDown found={found} name={name} />
        </>
      )}
    </QueryPanel>
  );
}

function Measures({ found }: { found: Agreement }) {
  const t = useTranslations('review.people');
  const format = useFormat();
  const shown = useWindow(found);
  const write = ({ value }: Measured) => (value === null ? '–' : format.number(value, { digits: 2 }));
  const detail = ({ low, high, reason }: Measured) => {
    const n = t('items', { n: format.number(found.items), entities: format.number(found.entities) });
    if (reason !== null) return t(`reasons.${reason}`);
    return low === null || high === null
      ? `${n}, ${shown}`
      : `${t('interval', { low: format.number(low, { digits: 2 }), high: format.number(high, { digits: 2 }) })}, ${n}, ${shown}`;
  };
  return (
    <>
      <StatRow
        stats={[
          { key: 'alpha', label: t('alpha'), value: write(found.alpha), detail: detail(found.alpha) },
          ...(found.fleiss
            ? [{ key: 'fleiss', label: t('fleiss'), value: write(found.fleiss), detail: detail(found.fleiss) }]
            : []),
          ...found.classes.slice(0, 2).map(({ label, kappa }) => ({
            key: `class ${label}`,
            label: t('ofClass', { label }),
            value: write(kappa),
            detail: detail(kappa),
          })),
        ]}
      />
      <p className="mt-2 max-w-measure text-xs text-ink-3">
        {t(`scales.${found.scale}`)} {found.order ? t('order', { classes: found.order.join(' < ') }) : null}{' '}
        {found.unordered > 0 ? t('unordered', { n: found.unordered }) : null} {t('note')}
      </p>
    </>
  );
}

function Reviewers({ found, name }: { found: Agreement; name: string }) {
  const t = useTranslations('review.people');
  const format = useFormat();
  const shown = useWindow(found);
  const columns: Column<Agreement['reviewers'][number]>[] = [
    { key: 'name', header: t('reviewer'), cell: (row) => row.name },
    { key: 'reviews', header: t('reviews'), align: 'right', cell: (row) => format.number(row.reviews) },
    { key: 'skipped', header: t('skipped'), align: 'right', cell: (row) => format.number(row.skipped) },
    {
      key: 'seconds',
      header: t('seconds'),
      align: 'right',
      cell: ({ seconds }) =>
        seconds ? (
          <span title={t('quartiles', { lower: format.number(seconds.lower), upper: format.number(seconds.upper) })}>
            {format.number(seconds.median, { digits: 1 })} s
          </span>
        ) : (
          <Dash />
        ),
    },
    {
      key: 'planted',
      header: t('planted'),
      align: 'right',
      cell: ({ planted }) => <Share accuracy={planted} />,
    },
    { key: 'gold', header: t('gold'), align: 'right', cell: ({ gold }) => <Share accuracy={gold} /> },
  ];
  const csv = () =>
    downloadText(
      `${name}-reviewers.csv`,
      writeCsv(
        [
          ...['reviewer', 'reviews', 'skipped', 'median_seconds', 'known_n', 'known_right', 'known_low', 'known_high'],
          ...['automatic_n', 'automatic_right'],
        ],
        found.reviewers.map((row) => [
          row.name,
          row.reviews,
          row.skipped,
          row.seconds?.median ?? null,
          row.planted?.n ?? null,
          row.planted?.right ?? null,
          row.planted?.low ?? null,
          row.planted?.high ?? null,
          row.gold?.n ?? null,
          row.gold?.right ?? null,
        ]),
      ),
    );
  return (
    <Section label={t('reviewers')}>
      <SectionHeading
        title={t('reviewers')}
        hint={shown}
        actions={
          <Button size="sm" icon={<Download aria-hidden="true" />} onClick={csv}>
            CSV
          </Button>
        }
      />
      <Panel flush>
        {found.reviewers.length === 0 ? (
          <p className="px-5 py-4 text-sm text-ink-2">{t('nobody')}</p>
        ) : (
          <Table label={t('reviewers')} columns={columns} rows={found.reviewers} rowKey={(row) => row.name} />
        )}
      </Panel>
      <p className="mt-2 max-w-measure text-xs text-ink-3">{t('goldNote')}</p>
    </Section>
  );
}

/** A share of right answers with its interval and how many there were. */
function Share({ accuracy }: { accuracy: Agreement['reviewers'][number]['planted'] }) {
  const t = useTranslations('review.people');
  const format = useFormat();
  if (!accuracy) return <Dash />;
  const { n, right, low, high } = accuracy;
  return (
    <>
      {format.percent(right / n)}{' '}
      <span className="text-xs text-ink-3">
        {t('interval', { low: format.percent(low), high: format.percent(high) })}, n = {format.number(n)}
      </span>
    </>
  );
}

function Confusions({ found }: { found: Agreement }) {
  const t = useTranslations('review.people');
  const format = useFormat();
  const shown = useWindow(found);
  const columns: Column<Agreement['confusions'][number]>[] = [
    { key: 'classes', header: t('mistaken'), cell: ({ one, other }) => t('two', { first: one, second: other }) },
    { key: 'items', header: t('rows'), align: 'right', cell: ({ items }) => format.number(items) },
    { key: 'share', header: t('shareOfAll'), align: 'right', cell: ({ share }) => format.percent(share) },
  ];
  return (
    <Section label={t('confusions')}>
      <SectionHeading title={t('confusions')} hint={shown} />
      <Panel flush>
        <Table
          label={t('confusions')}
          columns={columns}
          rows={found.confusions}
          rowKey={({ one, other }) => `${one}/${other}`}
        />
      </Panel>
    </Section>
  );
}
