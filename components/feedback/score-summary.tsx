'use client';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Segmented } from '@/components/ui/segmented';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { SCORE_DAYS, type ScoreSummary } from '@/lib/domain/feedback/schema';
import { feedbackQueries } from './queries';

type Line = ScoreSummary['scores'][number];

/** The project's own scores in feedback on a model of the last days; nothing where the project has none. */
export function ScoreSummarySection({ project, model }: { project: string; model: string }) {
  const t = useTranslations('feedback.scores');
  const format = useFormat();
  const [days, setDays] = useState<(typeof SCORE_DAYS)[number]>(28);
  const query = useQuery({
    ...feedbackQueries.summary(project, model, days),
    placeholderData: (last) => last,
  });
  if (query.data?.scores.length === 0) return null;
  return (
    <Section label={t('summary')}>
      <SectionHeading
        title={t('summary')}
        hint={query.data ? t('summaryOf', { n: format.number(query.data.feedback), days: query.data.days }) : undefined}
        actions={
          <>
            <Segmented
              label={t('window')}
              choices={SCORE_DAYS.map((count) => ({ value: String(count), label: t('days', { days: count }) }))}
              value={String(days)}
              onValue={(text) => setDays(SCORE_DAYS.find((count) => String(count) === text) ?? 28)}
            />
            {query.data ? (
              <Button
                size="sm"
                icon={<Download aria-hidden="true" />}
                onClick={() => downloadScores(model, query.data)}
              >
                CSV
              </Button>
            ) : null}
          </>
        }
      />
      <Panel flush>
        <QueryPanel query={query}>{({ scores }) => <ScoreTable lines={scores} />}</QueryPanel>
      </Panel>
    </Section>
  );
}

const downloadScores = (model: string, { scores, from, to }: ScoreSummary) =>
  downloadText(
    `${model}-scores.csv`,
    writeCsv(
      ['score', 'kind', 'from', 'to', 'n', 'mean', 'least', 'most', 'value', 'value_n'],
      scores.flatMap(({ score, n, mean, least, most, values }) =>
        (values.length > 0 ? values : [{ value: '', n: 0 }]).map((one) => [
          ...[score.name, score.kind, from, to, n, mean, least, most],
          ...[one.value, values.length > 0 ? one.n : ''],
        ]),
      ),
    ),
  );

function ScoreTable({ lines }: { lines: readonly Line[] }) {
  const t = useTranslations('feedback.scores');
  const format = useFormat();
  const nameOf = ({ score }: Line, value: string) =>
    score.kind === 'boolean' ? t(value === 'true' ? 'yes' : 'no') : value;
  const columns: Column<Line>[] = [
    {
      key: 'name',
      header: t('name'),
      cell: ({ score }) => (
        <>
          {score.name}
          {score.archivedAt ? <span className="ml-1.5 text-xs text-ink-3">{t('archived')}</span> : null}
        </>
      ),
    },
    {
      key: 'value',
      header: t('result'),
      cell: (line) =>
        line.n === 0 || line.score.kind === 'text' ? (
          <Dash />
        ) : line.mean !== null ? (
          t('mean', { mean: format.number(line.mean) })
        ) : (
          line.values
            .map((one) => t('share', { value: nameOf(line, one.value), share: format.percent(one.n / line.n) }))
            .join(' · ')
        ),
    },
    {
      key: 'range',
      header: t('leastMost'),
      align: 'right',
      cell: ({ least, most }) =>
        least === null || most === null ? <Dash /> : `${format.number(least)} – ${format.number(most)}`,
    },
    { key: 'n', header: t('n'), align: 'right', cell: ({ n }) => format.number(n) },
  ];
  return <Table label={t('summary')} columns={columns} rows={lines} rowKey={({ score }) => score.id} />;
}
