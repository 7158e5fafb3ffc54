import type { Route } from './choose-route';
import type { Fleet, ServedModel } from './fleet';
import { addHistograms, type HistogramCounts } from './histogram';
import type { ServedUpstream } from './served-upstream';
import type { ServedVersion, VersionStats } from './served-version';

type Histograms = 'latency' | 'queue' | 'infer' | 'batchRows';

/** What gateway processes counted of one version since they started. */
export interface VersionReport {
  model: string;
  number: number;
  route: Route;
  stats: Omit<VersionStats, Histograms> & Record<Histograms, HistogramCounts>;
  queuedRows: number;
  runners: number;
  restarts: number;
}

/** The state of one gateway process, or of several together. */
export interface GatewayReport {
  versions: VersionReport[];
  spool: { pendingRows: number; lagSeconds: number };
  database: 'up' | 'down';
  runners: { ready: number; starting: number; broken: number };
  /** Seconds between a call and its row in the database, one value per batch: that of its oldest call. */
  logLag: HistogramCounts;
}

/** A version that is in staging and in production's traffic too is named by the latter. */
function routeOf({ champion, shadow, canary, staging }: TrafficOf, version: ServedVersion): Route {
  if (shadow === version) return 'shadow';
  if (canary?.version === version) return 'canary';
  return staging === version && champion !== version.number ? 'staging' : 'champion';
}

type TrafficOf = Pick<ServedModel, 'champion' | 'shadow' | 'canary' | 'staging'>;

/** What this process counted of a project's versions. */
export const reportVersions = (fleet: Fleet, projectId: string): VersionReport[] =>
  fleet.models(projectId).flatMap(({ upstream, ...model }) => [
    ...[...model.versions.values()].map((version) => ({
      model: version.modelName,
      number: version.number,
      route: routeOf(model, version),
      stats: version.stats,
      queuedRows: version.pool.queuedRows,
      runners: version.pool.size,
      restarts: version.pool.restarts,
    })),
    ...(upstream ? [reportUpstream(upstream)] : []),
  ]);

/** A running service has neither a queue nor runners here. */
const reportUpstream = ({ modelName: model, number, stats }: ServedUpstream): VersionReport => ({
  model,
  number,
  route: 'champion',
  stats,
  queuedRows: 0,
  runners: 0,
  restarts: 0,
});

function addVersion(one: VersionReport, other: VersionReport): VersionReport {
  const [a, b] = [one.stats, other.stats];
  const sum = (key: Exclude<keyof VersionStats, Histograms>) => a[key] + b[key];
  const both = (key: Histograms) => addHistograms(a[key], b[key]);
  return {
    ...one,
    stats: {
      calls: sum('calls'),
      rows: sum('rows'),
      executions: sum('executions'),
      failures: sum('failures'),
      successNs: sum('successNs'),
      failNs: sum('failNs'),
      queueNs: sum('queueNs'),
      inferNs: sum('inferNs'),
      lastInferenceMs: Math.max(a.lastInferenceMs, b.lastInferenceMs),
      compared: sum('compared'),
      agreeing: sum('agreeing'),
      leftOut: sum('leftOut'),
      latency: both('latency'),
      queue: both('queue'),
      infer: both('infer'),
      batchRows: both('batchRows'),
    },
    queuedRows: one.queuedRows + other.queuedRows,
    runners: one.runners + other.runners,
    restarts: one.restarts + other.restarts,
  };
}

/** Several processes as one: counts add up, the lag is the longest, and the database is up where all of them reach it. */
export function mergeReports(first: GatewayReport, others: readonly GatewayReport[]): GatewayReport {
  return others.reduce((sum, other) => {
    const versions = new Map(sum.versions.map((version) => [`${version.model}/${version.number}`, version]));
    for (const version of other.versions) {
      const name = `${version.model}/${version.number}`;
      const known = versions.get(name);
      versions.set(name, known ? addVersion(known, version) : version);
    }
    return {
      versions: [...versions.values()],
      spool: {
        pendingRows: sum.spool.pendingRows + other.spool.pendingRows,
        lagSeconds: Math.max(sum.spool.lagSeconds, other.spool.lagSeconds),
      },
      database: sum.database === 'up' && other.database === 'up' ? 'up' : 'down',
      runners: {
        ready: sum.runners.ready + other.runners.ready,
        starting: sum.runners.starting + other.runners.starting,
        broken: sum.runners.broken + other.runners.broken,
      },
      logLag: addHistograms(sum.logLag, other.logLag),
    };
  }, first);
}
