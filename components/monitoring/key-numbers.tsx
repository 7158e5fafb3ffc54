'use client';
import { Sparkline } from '@/components/ui/sparkline';
import { StatRow } from '@/components/ui/stat';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Traffic } from '@/lib/domain/monitoring/schema';
import { changeOf, errorShare, fillBuckets } from './prepare-traffic';
import { useShortWindow } from './use-traffic-words';

/** The four numbers that say how a model is doing, each with unit, n and window, and its course. */
export function KeyNumbers({
  traffic,
  range,
  base,
}: {
  traffic: Traffic;
  range: string;
  /** Address of the model. */
  base: string;
}) {
  const t = useTranslations('monitoring.numbers');
  const format = useFormat();
  const shownWindow = useShortWindow()(range, traffic);
  const points = fillBuckets(traffic);
  const { calls, rows, errors, timedCalls, latencyMs } = traffic.totals;
  const change = changeOf(calls, traffic.previousCalls);
  const share = errorShare(traffic.totals);
  const { right, wrong } = traffic.feedback;
  const judged = right + wrong;
  const text = (value: number) => format.number(value);
  const [p95 = null, unit] = latencyMs.p95 === null ? [] : format.duration(latencyMs.p95).split(/\s/);
  const search = `?range=${encodeURIComponent(range)}`;
  const line = (label: string, values: (number | null)[], write: (value: number) => string, tone?: 'bad') =>
    values.length > 1 ? (
      <Sparkline label={label} values={values} format={write} {...(tone ? { tone } : {})} />
    ) : undefined;
  return (
    <StatRow
      stats={[
        {
          key: 'predictions',
          label: t('predictions', { window: shownWindow }),
          value: text(rows),
          unit: t('rows', { count: rows }),
          detail:
            change === null
              ? t('callsOnly', { calls })
              : t('callsChange', { calls, change: format.percent(change, { digits: 0, sign: true }) }),
          chart: line(
            t('predictions', { window: shownWindow }),
            points.map((point) => point.rows),
            text,
          ),
          href: `${base}/predictions${search}`,
        },
        {
          key: 'errors',
          label: t('errors', { window: shownWindow }),
          value: share === null ? '–' : format.percent(share, { digits: share === 0 ? 0 : 2 }),
          detail: share === null ? t('noCalls') : t('errorsOf', { errors: text(errors), all: calls + errors }),
          tone: errors > 0 ? 'bad' : share === null ? 'quiet' : undefined,
          chart: line(t('errors', { window: shownWindow }), points.map(errorShare), (value) =>
            format.percent(value, { digits: 2 }),
          ),
          href: errors > 0 ? `${base}/predictions${search}&status=failed` : `${base}/monitoring${search}`,
        },
        {
          key: 'latency',
          label: t('latency', { window: shownWindow }),
          value: p95 ?? '–',
          unit,
          detail:
            latencyMs.p50 === null
              ? t(calls > 0 ? 'noLatency' : 'noCalls')
              : t('latencyDetail', { p50: format.duration(latencyMs.p50), n: text(timedCalls) }),
          tone: p95 === null ? 'quiet' : undefined,
          chart: line(
            t('latency', { window: shownWindow }),
            points.map((point) => point.latencyMs.p95),
            format.duration,
          ),
          href: `${base}/monitoring${search}`,
        },
        {
          key: 'feedback',
          label: t('feedback', { window: shownWindow }),
          // Verdicts of a window may be on rows from before it: then a share of its rows would mean nothing.
          ...(rows > 0 && judged <= rows
            ? { value: format.percent(judged / rows, { digits: judged > 0 && judged / rows < 0.001 ? 3 : 1 }) }
            : { value: text(judged), unit: t('verdicts', { count: judged }) }),
          detail:
            judged === 0
              ? t('feedbackNone', { rows: text(rows) })
              : t('feedbackDetail', { judged: text(judged), rows: text(rows), right: text(right), wrong: text(wrong) }),
          tone: judged === 0 ? 'quiet' : undefined,
          href: `${base}/feedback`,
        },
      ]}
    />
  );
}
