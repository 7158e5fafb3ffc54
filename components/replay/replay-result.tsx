'use client';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Replay, ReplayResult } from '@/lib/domain/replay/schema';
import { useWindowWords } from './use-window-words';

/** What came out of a replay: how many rows, which changes, by label, by day and row by row. */
export function ReplayResultSections({
  project,
  replay,
  result,
}: {
  project: string;
  replay: Replay;
  result: ReplayResult;
}) {
  const t = useTranslations('replay.result');
  const format = useFormat();
  const words = useWindowWords();
  const [from = '', to = from] = words(replay).split(' – ');
  const title = t('title', { version: replay.version, from, to });
  const { asked, different, differences, truth, leftOut } = result;
  const unit = differences?.unit ? ` ${differences.unit}` : '';
  const measure = (value: number) =>
    truth?.measure === 'accuracy' ? format.percent(value) : `${format.figures(value, 3)}${unit}`;
  const counted = Object.fromEntries(
    Object.entries(leftOut).map(([why, rows]) => [why, format.number(rows)]),
  ) as Record<keyof typeof leftOut, string>;
  return (
    <>
      <Section label={title}>
        <SectionHeading title={title} />
        <Panel>
          <p className="text-lg font-medium">
            {asked === 0
              ? t('none')
              : t('sentence', {
                  different: format.number(different),
                  asked: format.number(asked),
                  share: format.percent(different / asked),
                })}
          </p>
          {differences ? (
            <p className="mt-2">
              {t('differences', {
                mean: format.figures(differences.mean, 3),
                p50: format.figures(differences.p50, 3),
                p95: format.figures(differences.p95, 3),
                unit,
              })}
            </p>
          ) : null}
          <p className="mt-3 max-w-measure text-sm text-ink-2">
            {t('calls', { rows: format.number(result.rows), calls: format.number(result.calls) })}{' '}
            {Object.values(leftOut).some((rows) => rows > 0) ? t('leftOut', counted) : ''}
          </p>
          {result.isWhole ? null : (
            <div className="mt-3">
              <Note kind="warn">{t('cut')}</Note>
            </div>
          )}
        </Panel>
      </Section>
      {truth ? (
        <Section label={t('truth')}>
          <SectionHeading title={t('truth')} hint={t('truthHint', { n: format.number(truth.n) })} />
          <Panel>
            <p className="font-medium">
              {t(truth.measure, { before: measure(truth.before), after: measure(truth.after) })}
            </p>
            <p className="mt-2 max-w-measure text-sm text-ink-2">
              {t('truthNote', {
                beforeCutOff: format.number(truth.beforeCutOff),
                learnt: format.number(truth.learnt),
              })}{' '}
              {truth.training === 'unknown' ? t('unknown') : ''}
            </p>
          </Panel>
        </Section>
      ) : null}
      {result.changes.length > 0 ? (
        <Section label={t('changes')}>
          <SectionHeading title={t('changes')} />
          <Panel flush>
            <Table
              label={t('changes')}
              rows={result.changes}
              rowKey={({ before, after }) => JSON.stringify([before, after])}
              tight
              columns={[
                { key: 'before', header: t('before'), cell: ({ before }) => before },
                { key: 'after', header: t('after'), cell: ({ after }) => after },
                { key: 'rows', header: t('rows'), align: 'right', cell: ({ rows }) => format.number(rows) },
              ]}
            />
          </Panel>
        </Section>
      ) : null}
      {result.days.length > 0 ? (
        <Section label={t('days')}>
          <SectionHeading title={t('days')} />
          <Panel flush>
            <Table
              label={t('days')}
              rows={result.days}
              rowKey={({ day }) => day}
              tight
              columns={[
                { key: 'day', header: t('day'), cell: ({ day }) => format.day(`${day}T00:00:00Z`) },
                { key: 'rows', header: t('rows'), align: 'right', cell: ({ rows }) => format.number(rows) },
                {
                  key: 'share',
                  header: t('share'),
                  align: 'right',
                  cell: (day) => `${format.number(day.different)} (${format.percent(day.different / day.rows)})`,
                },
              ]}
            />
          </Panel>
        </Section>
      ) : null}
      {result.listed.length > 0 ? (
        <Section label={t('listed')}>
          <SectionHeading title={t('listed')} hint={t('listedHint', { shown: result.listed.length, all: different })} />
          <Panel flush>
            <Table
              label={t('listed')}
              rows={result.listed}
              rowKey={({ rowId }) => rowId}
              href={({ rowId }) => `/p/${project}/predictions/${rowId}`}
              tight
              columns={[
                { key: 'row', header: t('row'), cell: ({ rowId }) => format.shortId(rowId) },
                { key: 'at', header: t('at'), cell: ({ at }) => format.dayTime(at) },
                { key: 'version', header: t('versionThen'), align: 'right', cell: ({ version }) => `v${version}` },
                { key: 'before', header: t('before'), cell: ({ before }) => before },
                { key: 'after', header: t('after'), cell: ({ after }) => after },
                { key: 'label', header: t('label'), cell: ({ truth: label }) => label ?? '' },
              ]}
            />
          </Panel>
        </Section>
      ) : null}
    </>
  );
}
