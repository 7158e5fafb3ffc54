import { LATENCY_BOUNDS_S, type ServedVersion } from '@/lib/domain/serving';
import type { Gateway } from './gateway';

const duration = (count: number, ns: number) => ({ count, ns });

/** One entry of the statistics extension; times in nanoseconds since the gateway started. */
export function statisticsOf(version: ServedVersion): unknown {
  const { stats } = version;
  return {
    name: version.modelName,
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

/** Prometheus text of one project's versions and of this gateway. */
export function metricsOf(gateway: Gateway, projectId: string): string {
  const lines: string[] = [];
  const versions = gateway.fleet.models(projectId).flatMap((model) => [...model.versions.values()]);
  const family = (
    name: string,
    type: string,
    help: string,
    sample: (version: ServedVersion, labels: string) => string[],
  ) => {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    for (const version of versions)
      lines.push(
        ...sample(
          version,
          `model_name="${escapeLabel(version.modelName)}",model_version="${version.number}",route="champion"`,
        ),
      );
  };
  family('model_infer_request_success_total', 'counter', 'Calls answered.', (version, labels) => [
    `model_infer_request_success_total{${labels}} ${version.stats.calls}`,
  ]);
  family('model_infer_request_failure_total', 'counter', 'Calls that failed.', (version, labels) => [
    `model_infer_request_failure_total{${labels}} ${version.stats.failures}`,
  ]);
  family('model_infer_rows_total', 'counter', 'Rows answered.', (version, labels) => [
    `model_infer_rows_total{${labels}} ${version.stats.rows}`,
  ]);
  family('model_runner_restarts_total', 'counter', 'Times a runner was started again.', (version, labels) => [
    `model_runner_restarts_total{${labels}} ${version.pool.restarts}`,
  ]);
  family('model_queue_rows', 'gauge', 'Rows that wait for the runner.', (version, labels) => [
    `model_queue_rows{${labels}} ${version.pool.queuedRows}`,
  ]);
  family(
    'request_predict_seconds',
    'histogram',
    'Time from the first byte of a call to its rendered answer.',
    (version, labels) => {
      let below = 0;
      const samples: string[] = LATENCY_BOUNDS_S.map((bound, i) => {
        below += version.stats.latency[i] ?? 0;
        return `request_predict_seconds_bucket{${labels},le="${bound}"} ${below}`;
      });
      return [
        ...samples,
        `request_predict_seconds_bucket{${labels},le="+Inf"} ${version.stats.calls}`,
        `request_predict_seconds_sum{${labels}} ${version.stats.successNs / 1e9}`,
        `request_predict_seconds_count{${labels}} ${version.stats.calls}`,
      ];
    },
  );
  const { spool } = gateway.status();
  lines.push(
    '# HELP implanta_spool_pending_rows Rows acknowledged and not yet in the database.',
    '# TYPE implanta_spool_pending_rows gauge',
    `implanta_spool_pending_rows ${spool.pendingRows}`,
  );
  lines.push(
    '# HELP implanta_spool_lag_seconds Age of the oldest such row.',
    '# TYPE implanta_spool_lag_seconds gauge',
    `implanta_spool_lag_seconds ${spool.lagSeconds}`,
  );
  return `${lines.join('\n')}\n`;
}
