'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { LineChart, type LineSeries } from '@/components/charts/line-chart';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Evaluation, IncidentDetail } from '@/lib/domain/alerts/schema';
import { useAlertWords } from './use-alert-words';

type Limit = (evaluation: Evaluation) => number | null;

/** The value at every check around an incident, against the limits as they were then. */
export function IncidentChart({ incident }: { incident: IncidentDetail }) {
  const t = useTranslations('alerts.chart');
  const levels = useTranslations('alerts.level');
  const format = useFormat();
  const words = useAlertWords();
  const { rule, course, latest, openedAt, closedAt } = incident;
  const { definition } = rule;
  const { measure, limits } = definition;
  if (course.length === 0)
    return (
      <Panel flush>
        <EmptyState title={t('goneTitle')}>{t('gone')}</EmptyState>
      </Panel>
    );
  if (course.every(({ value }) => value === null))
    return (
      <Panel flush>
        <EmptyState title={t('noneTitle')}>{t('none', { count: course.length })}</EmptyState>
      </Panel>
    );
  const name = words.measureName(measure, latest.column ?? definition.column);
  const write = (value: number) => words.value(measure, value);
  const points = (of: Limit) => course.map((evaluation) => ({ t: Date.parse(evaluation.at), value: of(evaluation) }));
  const line = (key: string, label: string, colour: LineSeries['colour'], of: Limit): LineSeries[] => {
    const found = points(of);
    return found.some(({ value }) => value !== null) ? [{ key, label, colour, dashed: true, points: found }] : [];
  };
  const isLearnt = limits.basis === 'learnt';
  const series: LineSeries[] = [
    {
      key: 'value',
      label: t('value'),
      colour: 'now',
      points: course.map(({ at, value, n }) => ({ t: Date.parse(at), value, n })),
    },
    ...line('warn', t('warn'), 'quiet', ({ warn }) => warn?.high ?? warn?.low ?? null),
    ...(isLearnt ? line('upper', t('upper'), 'reference', ({ alert }) => alert?.high ?? null) : []),
    ...(isLearnt ? line('lower', t('lower'), 'reference', ({ alert }) => alert?.low ?? null) : []),
  ];
  const inside = (moment: string) =>
    Date.parse(moment) >= Date.parse(course[0]?.at ?? '') && Date.parse(moment) <= Date.parse(course.at(-1)?.at ?? '');
  const marks = [
    ...(inside(openedAt) ? [{ t: Date.parse(openedAt), label: t('opened') }] : []),
    ...(closedAt !== null && inside(closedAt) ? [{ t: Date.parse(closedAt), label: t('closed') }] : []),
  ];
  const last = course.findLast(({ value }) => value !== null)?.value ?? null;
  return (
    <ChartCard
      title={t('title', { measure: name })}
      per={t('per', { cadence: words.minutes(definition.cadenceMinutes) })}
      window={format.between(format.dayTime(course[0]?.at ?? openedAt), format.dayTime(course.at(-1)?.at ?? openedAt))}
      summary={t('summary', {
        measure: name,
        count: course.length,
        value: last === null ? '–' : write(last),
      })}
      csvName={`incident-${incident.id}`}
      note={t('note')}
      table={{
        columns: [
          { key: 'at', header: t('at') },
          { key: 'value', header: name, align: 'right' },
          { key: 'n', header: t('n'), align: 'right' },
          { key: 'verdict', header: t('verdict') },
        ],
        rows: course.map(({ at, value, n, verdict }) => ({ at, value, n, verdict })),
        shown: (key, value) => {
          if (key === 'at') return format.dayTime(String(value));
          if (key === 'verdict')
            return value === 'ok' || value === 'warn' || value === 'alert' ? levels(value) : levels('none');
          if (typeof value !== 'number') return '–';
          return key === 'value' ? write(value) : format.number(value);
        },
      }}
    >
      <LineChart
        series={series}
        write={write}
        writeTime={format.dayTime}
        fromZero
        height={260}
        gapLabel={t('gap')}
        marks={marks}
        {...(limits.basis === 'fixed'
          ? { threshold: { value: limits.alert, label: t('limitNamed', { limit: write(limits.alert) }) } }
          : {})}
      />
    </ChartCard>
  );
}
