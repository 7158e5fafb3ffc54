import { PUBLISHED, type PublishedMeasure } from '@/lib/domain/monitoring';
import type { GatewayReport, HistogramCounts, VersionReport } from '@/lib/domain/serving';

const duration = (count: number, ns: number) => ({ count, ns });

/** One entry of the statistics extension; times in nanoseconds since the gateway started. */
export function statisticsOf(version: VersionReport): unknown {
  const { stats } = version;
  return {
    name: version.model,
    version: String(version.number),
    last_inference: stats.lastInferenceMs,
    inference_count: stats.rows,
    execution_count: stats.executions,
    inference_stats: {
      success: duration(stats.calls, stats.successNs),
      fail: duration(stats.failures, stats.failNs),
      queue: duration(stats.calls, stats.queueNs),
      compute_input: duration(stats.calls, 0),
      compute_infer: duration(stats.calls, stats.inferNs),
      compute_output: duration(stats.calls, 0),
      cache_hit: duration(0, 0),
      cache_miss: duration(0, 0),
    },
    response_stats: {},
    batch_stats: [],
    memory_usage: [],
  };
}

const escapeLabel = (text: string) => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');

type Family = { name: string; type: 'counter' | 'gauge' | 'histogram'; help: string };

const head = ({ name, type, help }: Family): string[] => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];

function samplesOf(name: string, labels: string, { bounds, counts, sum, count }: HistogramCounts): string[] {
  const comma = labels === '' ? '' : ',';
  const braces = labels === '' ? '' : `{${labels}}`;
  let below = 0;
  return [
    ...bounds.map((bound, i) => {
      below += counts[i] ?? 0;
      return `${name}_bucket{${labels}${comma}le="${bound}"} ${below}`;
    }),
    `${name}_bucket{${labels}${comma}le="+Inf"} ${count}`,
    `${name}_sum${braces} ${sum}`,
    `${name}_count${braces} ${count}`,
  ];
}

const NUMBERS: (Family & { value: (version: VersionReport) => number })[] = [
  {
    name: 'model_infer_request_success_total',
    type: 'counter',
    help: 'Calls answered.',
    value: ({ stats }) => stats.calls,
  },
  {
    name: 'model_infer_request_failure_total',
    type: 'counter',
    help: 'Calls refused or failed.',
    value: ({ stats }) => stats.failures,
  },
  { name: 'model_infer_rows_total', type: 'counter', help: 'Rows answered.', value: ({ stats }) => stats.rows },
  {
    name: 'model_runner_restarts_total',
    type: 'counter',
    help: 'Times a runner was started again.',
    value: ({ restarts }) => restarts,
  },
  {
    name: 'model_queue_rows',
    type: 'gauge',
    help: 'Rows that wait for a runner.',
    value: ({ queuedRows }) => queuedRows,
  },
  { name: 'model_runners', type: 'gauge', help: 'Runner processes.', value: ({ runners }) => runners },
  {
    name: 'model_shadow_rows_compared_total',
    type: 'counter',
    help: 'Rows that this version answered as a shadow and that were held against what the caller got.',
    value: ({ stats }) => stats.compared,
  },
  {
    name: 'model_shadow_rows_agreeing_total',
    type: 'counter',
    help: 'Those of them that say the same: equal classes, or numbers within 1 %.',
    value: ({ stats }) => stats.agreeing,
  },
  {
    name: 'model_shadow_calls_left_out_total',
    type: 'counter',
    help: 'Calls that this version as a shadow did not answer because it was behind or broken.',
    value: ({ stats }) => stats.leftOut,
  },
];

const HISTOGRAMS: { name: string; help: string; value: (version: VersionReport) => HistogramCounts }[] = [
  {
    name: 'request_predict_seconds',
    help: 'Time from the first byte of a call to its rendered answer.',
    value: ({ stats }) => stats.latency,
  },
  { name: 'request_queue_seconds', help: 'Time a call waited for the runner.', value: ({ stats }) => stats.queue },
  { name: 'model_infer_seconds', help: 'Time of one run of the model.', value: ({ stats }) => stats.infer },
  { name: 'model_batch_rows', help: 'Rows of one run of the model.', value: ({ stats }) => stats.batchRows },
];

/** The names that boards made for Triton ask for; times in microseconds. */
const TRITON: (Family & { value: (version: VersionReport) => number })[] = [
  {
    name: 'nv_inference_request_success',
    type: 'counter',
    help: 'Calls answered.',
    value: ({ stats }) => stats.calls,
  },
  {
    name: 'nv_inference_request_failure',
    type: 'counter',
    help: 'Calls refused or failed.',
    value: ({ stats }) => stats.failures,
  },
  { name: 'nv_inference_count', type: 'counter', help: 'Rows answered.', value: ({ stats }) => stats.rows },
  {
    name: 'nv_inference_exec_count',
    type: 'counter',
    help: 'Runs of the model.',
    value: ({ stats }) => stats.executions,
  },
  {
    name: 'nv_inference_request_duration_us',
    type: 'counter',
    help: 'Time of answered calls, summed.',
    value: ({ stats }) => Math.round(stats.successNs / 1000),
  },
  {
    name: 'nv_inference_queue_duration_us',
    type: 'counter',
    help: 'Time that answered calls waited for the runner, summed.',
    value: ({ stats }) => Math.round(stats.queueNs / 1000),
  },
  {
    name: 'nv_inference_compute_infer_duration_us',
    type: 'counter',
    help: 'Time of the runs that answered calls, summed over the calls.',
    value: ({ stats }) => Math.round(stats.inferNs / 1000),
  },
];

/** Prometheus text of what is last known of drift and quality. */
function publishedLines(measures: readonly (PublishedMeasure & { model: string })[]): string[] {
  return Object.entries(PUBLISHED).flatMap(([name, { metric, help }]) => {
    const own = measures.filter(({ measure }) => measure === name);
    if (own.length === 0) return [];
    const labels = ({ model, version, column }: (typeof own)[number]) =>
      `model_name="${escapeLabel(model)}",model_version="${version}"${column === '' ? '' : `,column="${escapeLabel(column)}"`}`;
    return [
      ...head({ name: metric, type: 'gauge', help }),
      ...own.map((measure) => `${metric}{${labels(measure)}} ${measure.value}`),
      ...head({ name: `${metric}_n`, type: 'gauge', help: 'Rows, labels or verdicts that it stands on.' }),
      ...own.map((measure) => `${metric}_n{${labels(measure)}} ${measure.n}`),
    ];
  });
}

/** Prometheus text of one project's versions, of what is last known of them, and of the gateway. */
export function metricsOf(
  { versions: counted, spool, logLag }: GatewayReport,
  measures: readonly (PublishedMeasure & { model: string })[] = [],
): string {
  const versions = counted.map((version) => ({
    version,
    labels: `model_name="${escapeLabel(version.model)}",model_version="${version.number}",route="${version.route}"`,
    triton: `model="${escapeLabel(version.model)}",version="${version.number}"`,
  }));
  const numbers = [
    {
      name: 'implanta_spool_pending_rows',
      help: 'Calls acknowledged and not yet in the database.',
      value: spool.pendingRows,
    },
    { name: 'implanta_spool_lag_seconds', help: 'Age of the oldest such call.', value: spool.lagSeconds },
  ];
  const lines = [
    ...NUMBERS.flatMap((family) => [
      ...head(family),
      ...versions.map(({ version, labels }) => `${family.name}{${labels}} ${family.value(version)}`),
    ]),
    ...HISTOGRAMS.flatMap(({ name, help, value }) => [
      ...head({ name, type: 'histogram', help }),
      ...versions.flatMap(({ version, labels }) => samplesOf(name, labels, value(version))),
    ]),
    ...TRITON.flatMap((family) => [
      ...head(family),
      ...versions.map(({ version, triton }) => `${family.name}{${triton}} ${family.value(version)}`),
    ]),
    ...numbers.flatMap(({ name, help, value }) => [...head({ name, type: 'gauge', help }), `${name} ${value}`]),
    ...head({
      name: 'implanta_log_lag_seconds',
      type: 'histogram',
      help: 'Age of the oldest call of a batch when the batch was in the database.',
    }),
    ...samplesOf('implanta_log_lag_seconds', '', logLag),
    ...publishedLines(measures),
  ];
  return `${lines.join('\n')}\n`;
}
