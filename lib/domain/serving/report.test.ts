import { expect, test } from 'vitest';
import { Histogram } from './histogram';
import { type GatewayReport, mergeReports } from './report';
import { countCall, countFailure, newStats } from './served-version';

function report(latenciesUs: number[], more: Partial<GatewayReport> = {}): GatewayReport {
  const stats = newStats();
  for (const latencyUs of latenciesUs)
    countCall(stats, { rows: 2, latencyUs, queueUs: 10, runUs: 50, batchRows: 2, leads: true, atMs: latencyUs });
  countFailure(stats, 5);
  const logLag = new Histogram([1, 2]);
  logLag.observe(0.5);
  return {
    versions: [{ model: 'm', number: 1, route: 'champion', stats, queuedRows: 1, runners: 1, restarts: 0 }],
    spool: { pendingRows: 3, lagSeconds: 1 },
    database: 'up',
    runners: { ready: 1, starting: 0, broken: 0 },
    logLag,
    ...more,
  };
}

test('several processes count as one that saw all calls', () => {
  const merged = mergeReports(report([100, 200]), [report([300]), report([])]);
  const alone = report([100, 200, 300]);
  const [one] = merged.versions;
  expect(one?.stats).toEqual({
    ...alone.versions[0]?.stats,
    failures: 3,
    failNs: 15_000,
    latency: { ...alone.versions[0]?.stats.latency },
    queue: { ...alone.versions[0]?.stats.queue },
    infer: { ...alone.versions[0]?.stats.infer },
    batchRows: { ...alone.versions[0]?.stats.batchRows },
  });
  expect([one?.queuedRows, one?.runners]).toEqual([3, 3]);
  expect(merged.logLag).toEqual({ bounds: [1, 2], counts: [3, 0, 0], sum: 1.5, count: 3 });
});

test('rows that wait add up, the lag is the longest, and one process without a database is told', () => {
  const merged = mergeReports(report([]), [report([], { spool: { pendingRows: 7, lagSeconds: 9 }, database: 'down' })]);
  expect(merged).toMatchObject({ spool: { pendingRows: 10, lagSeconds: 9 }, database: 'down', runners: { ready: 2 } });
});

test('a version that only one process knows is kept', () => {
  const other = report([100]);
  const versions = other.versions.map((version) => ({ ...version, number: 2 }));
  expect(mergeReports(report([]), [{ ...other, versions }]).versions.map(({ number }) => number)).toEqual([1, 2]);
});
