'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { RatioChange, SettingsPreview, VersionSettings } from '@/lib/domain/tuning/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import type { OfVersion } from './queries';
import { type Measure, useRatioWords } from './use-ratio-words';

const DAY_MS = 86_400_000;

/** What the draft would have changed in the last days: which answers, how right and how dear, by day and row by row. */
export function PreviewSections({
  of,
  preview,
  settings,
}: {
  of: OfVersion;
  preview: SettingsPreview;
  settings: VersionSettings;
}) {
  const t = useTranslations('tuning.preview');
  const format = useFormat();
  const { settled, changed, abstained, leftOut, truth } = preview;
  const nameOf = (answer: string | null) =>
    answer === null ? t('tooClose') : (settings.classes.find(({ label }) => label === answer)?.name ?? answer);
  return (
    <>
      <Section label={t('title')}>
        <SectionHeading
          title={t('title')}
          hint={t('window', { from: format.day(preview.window.from), to: format.day(preview.window.to) })}
        />
        <Panel>
          <p className="text-lg font-medium">
            {settled === 0
              ? t('none')
              : t('sentence', {
                  changed: format.number(changed),
                  settled: format.number(settled),
                  share: format.percent(changed / settled),
                })}
          </p>
          {preview.meanDifference === null ? (
            <p className="mt-2">
              {t('abstained', { before: format.number(abstained.before), after: format.number(abstained.after) })}
            </p>
          ) : (
            <p className="mt-2">{t('moved', { mean: format.figures(preview.meanDifference, 3) })}</p>
          )}
          <p className="mt-3 max-w-measure text-sm text-ink-2">
            {t('counted', { rows: format.number(preview.rows), calls: format.number(preview.calls) })}{' '}
            {leftOut.notKept + leftOut.levelled > 0
              ? t('leftOut', { notKept: format.number(leftOut.notKept), levelled: format.number(leftOut.levelled) })
              : ''}
          </p>
          {preview.isWhole ? null : (
            <div className="mt-3">
              <Note kind="warn">{t('cut')}</Note>
            </div>
          )}
        </Panel>
      </Section>
      {truth ? <Truth truth={truth} /> : null}
      {preview.changes.length > 0 ? (
        <Section label={t('changes')}>
          <SectionHeading title={t('changes')} />
          <Panel flush>
            <Table
              label={t('changes')}
              rows={preview.changes}
              rowKey={({ before, after }) => JSON.stringify([before, after])}
              tight
              columns={[
                { key: 'before', header: t('before'), cell: ({ before }) => nameOf(before) },
                { key: 'after', header: t('after'), cell: ({ after }) => nameOf(after) },
                { key: 'rows', header: t('rows'), align: 'right', cell: ({ rows }) => format.number(rows) },
                { key: 'days', header: t('days'), align: 'right', cell: ({ days }) => format.number(days) },
              ]}
            />
          </Panel>
        </Section>
      ) : null}
      {preview.byDay.length > 0 ? (
        <Section label={t('byDay')}>
          <DaysChart of={of} preview={preview} />
        </Section>
      ) : null}
      {preview.listed.length > 0 ? (
        <Section label={t('listed')}>
          <SectionHeading title={t('listed')} hint={t('listedHint', { shown: preview.listed.length, all: changed })} />
          <Panel flush>
            <Table
              label={t('listed')}
              rows={preview.listed}
              rowKey={({ rowId }) => rowId}
              href={({ rowId }) => `/p/${of.project}/predictions/${rowId}`}
              tight
              columns={[
                { key: 'row', header: t('row'), cell: ({ rowId }) => format.shortId(rowId) },
                { key: 'at', header: t('at'), cell: ({ at }) => format.dayTime(at) },
                { key: 'before', header: t('before'), cell: ({ before }) => nameOf(before) },
                { key: 'after', header: t('after'), cell: ({ after }) => nameOf(after) },
                { key: 'truth', header: t('label'), cell: (row) => (row.truth === null ? '' : nameOf(row.truth)) },
              ]}
            />
          </Panel>
        </Section>
      ) : null}
    </>
  );
}

function Truth({ truth }: { truth: NonNullable<SettingsPreview['truth']> }) {
  const t = useTranslations('tuning.preview');
  const measures = useTranslations('tuning.proposal');
  const format = useFormat();
  const write = useRatioWords();
  const rows: { name: Measure; ratio: RatioChange }[] = [
    ...(truth.cost ? [{ name: 'cost' as const, ratio: truth.cost }] : []),
    { name: truth.measure, ratio: truth.score },
    ...(truth.measure === 'mae' ? [] : [{ name: 'coverage' as const, ratio: truth.coverage }]),
  ];
  return (
    <Section label={t('truth')}>
      <SectionHeading
        title={t('truth')}
        hint={t('truthHint', { n: format.number(truth.basis.n), days: truth.basis.days })}
      />
      <Panel flush>
        <Table
          label={t('truth')}
          rows={rows}
          rowKey={({ name }) => name}
          tight
          columns={[
            { key: 'name', header: measures('measure'), cell: ({ name }) => measures(`measures.${name}`) },
            {
              key: 'before',
              header: t('answered'),
              align: 'right',
              cell: ({ name, ratio }) => write.value(name, ratio.before),
            },
            {
              key: 'after',
              header: t('would'),
              align: 'right',
              cell: ({ name, ratio }) => write.value(name, ratio.after),
            },
            {
              key: 'change',
              header: measures('change'),
              align: 'right',
              cell: ({ name, ratio }) => write.change(name, ratio),
            },
            {
              key: 'interval',
              header: measures('interval'),
              align: 'right',
              cell: ({ name, ratio }) => write.interval(name, ratio) ?? <Dash />,
            },
          ]}
        />
      </Panel>
      <p className="mt-3 max-w-measure text-sm text-ink-2">
        {t('truthNote')}{' '}
        {measures('leftOut', { beforeCutOff: format.number(truth.beforeCutOff), learnt: format.number(truth.learnt) })}{' '}
        {truth.training === 'unknown' ? measures('unknown') : ''}
      </p>
    </Section>
  );
}

function DaysChart({ of, preview }: { of: OfVersion; preview: SettingsPreview }) {
  const t = useTranslations('tuning.preview');
  const format = useFormat();
  const { byDay } = preview;
  const [first, last] = [byDay[0], byDay.at(-1)];
  if (!first || !last) return null;
  const window = format.between(format.day(noonOf(first.day)), format.day(noonOf(last.day)));
  return (
    <ChartCard
      title={t('byDay')}
      per={t('perDay')}
      unit="%"
      n={preview.settled}
      effectiveN={byDay.length}
      window={window}
      summary={t('byDaySummary', { changed: preview.changed, settled: preview.settled, days: byDay.length })}
      csvName={`${of.model}-v${of.number}-preview`}
      note={t('byDayNote')}
      table={{
        columns: [
          { key: 'day', header: t('day') },
          { key: 'rows', header: t('rows'), align: 'right' },
          { key: 'changed', header: t('changed'), align: 'right' },
        ],
        rows: byDay,
        shown: (key, value) =>
          key === 'day' ? format.day(noonOf(String(value))) : typeof value === 'number' ? format.number(value) : '–',
      }}
    >
      <LineChart
        series={[
          {
            key: 'changed',
            label: t('changed'),
            points: byDay.map(({ day, rows, changed }) => ({ t: noonOf(day), value: changed / rows, n: rows })),
          },
        ]}
        write={(value) => format.percent(value)}
        writeTick={(value) => format.percent(value, { digits: 0 })}
        writeTime={(at) => format.day(at)}
        bucketMs={DAY_MS}
        fromZero
      />
    </ChartCard>
  );
}
