// Background work: runs jobs, counts labelled days, folds rollups, sweeps what nobody finished.
import { setMaxListeners } from 'node:events';
import { z } from 'zod';
import {
  deliverNext,
  evaluateNextRule,
  forwardEvents,
  publishMeasures,
  sendNotificationMail,
  sweepAlerts,
} from '@/lib/domain/alerts';
import { makeDueHead, sendHead, sweepAuditMessages } from '@/lib/domain/audit';
import { DATASET_JOB, runBuild } from '@/lib/domain/collection';
import { sweepDatasetUploads } from '@/lib/domain/datasets';
import { DEMO_JOB, findReplaySpeed, loadDemo, REPLAY_JOB, ReplayPayload, replayDemo } from '@/lib/domain/demo';
import {
  DRIFT_REPORT_JOB,
  FirstReferencePayload,
  ReportPayload,
  runDriftReport,
  takeFirstReference,
  updateImportance,
  updateTogether,
} from '@/lib/domain/drift';
import { pullDueLabels, sweepLabels } from '@/lib/domain/feedback';
import { sweepIngested } from '@/lib/domain/ingest';
import { markNewReferences, updateErrorEstimates, updatePerformance } from '@/lib/domain/performance';
import {
  foldRollups,
  RecountPayload,
  recountReference,
  sweepIdempotencyKeys,
  sweepPredictions,
} from '@/lib/domain/predictions';
import { watchNextPromotion } from '@/lib/domain/promotion';
import { FIRST_REFERENCE_JOB, sweepUploads } from '@/lib/domain/registry';
import { runReplay, WINDOW_REPLAY_JOB } from '@/lib/domain/replay';
import { makeDueReport, sendReportMail, sweepReports } from '@/lib/domain/reports';
import { endLostRun, runNextTraining, startDueRun } from '@/lib/domain/retraining';
import { fillNextQueue, tellFixed, tellSettled } from '@/lib/domain/review';
import { sweepCrashes } from '@/lib/domain/serving';
import { gatewayInference, runValidation, updateRegression, VALIDATION_JOB } from '@/lib/domain/validation';
import { type JobHandler, JobNotYet, runNextJob } from '@/lib/engine/jobs';
import { createCtx } from '@/lib/platform/context';
import { openDatabase } from '@/lib/platform/db';
import { env, requiredEnv } from '@/lib/platform/env';
import { toAppError } from '@/lib/platform/http/problem';
import { callGateway } from '@/lib/platform/internal-gateway';
import { createLog } from '@/lib/platform/log';
import { uuid7 } from '@/lib/platform/uuid7';
import { stepBack, stepBackend } from './step-back';

const IDLE_MS = 500;
const PERFORMANCE_EVERY_MS = 1_000;
const NEW_REFERENCES_EVERY_MS = 10_000;
const TOGETHER_EVERY_MS = 10_000;
const IMPORTANCE_EVERY_MS = 10_000;
const FOLD_EVERY_MS = 60_000;
const SWEEP_EVERY_MS = 15 * 60_000;
/** A replay runs for as long as it is watched, so that it must not keep other jobs waiting. */
const LANES: readonly (readonly string[])[] = [
  [DEMO_JOB, 'reference-backfill', FIRST_REFERENCE_JOB, DRIFT_REPORT_JOB],
  [REPLAY_JOB],
  [REPLAY_JOB],
  [DATASET_JOB, WINDOW_REPLAY_JOB],
  [VALIDATION_JOB],
];
const MEASURES_EVERY_MS = 5000;
const RETENTION_EVERY_MS = 60_000;
/** Between two portions, so that callers do not notice them: 2,000 rows a time is still hundreds of millions a day. */
const RETENTION_REST_MS = 250;
const GATEWAY_TIMEOUT_MS = 30_000;
const ALERTS_EVERY_MS = 1000;
/** Rules that are due together ask the gateway once. */
const LAG_KEPT_MS = 5000;
const LAG_TIMEOUT_MS = 3000;
const REPORTS_EVERY_MS = 5000;
/** Once a day it has something to do. */
const AUDIT_HEAD_EVERY_MS = 60_000;
const LABEL_SOURCES_EVERY_MS = 5000;
const REVIEW_EVERY_MS = 1000;
const REGRESSION_EVERY_MS = 2000;
const PROMOTION_EVERY_MS = 1000;
const TRAINING_EVERY_MS = 1000;
const TELL_EVERY_MS = 2000;
const FIXED_EVERY_MS = 5000;
/** A database that answers slowly keeps one of them waiting. */
const LABEL_SOURCE_LANES = 2;
/** A receiver that answers slowly keeps one of them waiting. */
const DELIVERY_LANES = 3;

const log = createLog('worker');
const database = openDatabase(requiredEnv('DATABASE_URL'), {
  connections: 8,
  onError: () => {},
  onConnect: stepBackend,
});
// It learns trees and counts days for seconds on end: what answers calls comes first.
stepBack();
const stopping = new AbortController();
// Every loop waits by it, which are more than Node takes for a leak.
setMaxListeners(0, stopping.signal);

const ctx = () => createCtx({ database, actor: { kind: 'system', name: 'worker' }, log, requestId: uuid7() });

const wait = (ms: number) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      stopping.signal.removeEventListener('abort', done);
      resolve();
    }
    stopping.signal.addEventListener('abort', done, { once: true });
  });

const Status = z.object({ spool: z.object({ lagSeconds: z.number() }) });
const Answered = z.object({ predictions: z.array(z.object({ id: z.string().nullable() })) });

const handlers: Record<string, JobHandler> = {
  [DEMO_JOB]: (system, job, tools) =>
    loadDemo(
      system,
      { projectId: job.projectId, createdBy: job.createdBy },
      { infer: gatewayInference(), report: (progress, message) => tools.report({ progress, message }), wait },
    ),
  [REPLAY_JOB]: (system, job, tools) =>
    replayDemo(
      system,
      { projectId: job.projectId, payload: ReplayPayload.parse(job.payload) },
      {
        async send({ rows, ...of }) {
          const call = { ...of, body: { rows }, origin: 'demo' };
          const answer = await callGateway('/internal/predict', call, GATEWAY_TIMEOUT_MS);
          if (!answer.ok) throw new Error(`the gateway answered a row of the demo with ${answer.status}`);
          return Answered.parse(await answer.json()).predictions.flatMap(({ id }) => id ?? []);
        },
        speed: () => findReplaySpeed(system, job.projectId),
        report: (payload) =>
          tools.report({ payload, progress: payload.total === 0 ? 0 : payload.sent / payload.total }),
        wait,
        nowMs: Date.now,
        signal: tools.signal,
      },
    ),
  [DATASET_JOB]: runBuild,
  [WINDOW_REPLAY_JOB]: (system, job, tools) =>
    runReplay(system, job, { report: tools.report, infer: gatewayInference() }),
  [VALIDATION_JOB]: runValidation,
  [DRIFT_REPORT_JOB]: (system, job, tools) =>
    runDriftReport(system, ReportPayload.parse(job.payload), { report: (payload) => tools.report({ payload }) }),
  [FIRST_REFERENCE_JOB]: (system, job) =>
    takeFirstReference(system, FirstReferencePayload.parse(job.payload), (ms) => new JobNotYet(ms)),
  'reference-backfill': (system, job, tools) =>
    recountReference(system, RecountPayload.parse(job.payload), {
      async lagSeconds() {
        const answer = await callGateway('/internal/status', {}, GATEWAY_TIMEOUT_MS);
        return Status.parse(await answer.json()).spool.lagSeconds;
      },
      notYet: (ms) => new JobNotYet(ms),
      report: (rows) => tools.report({ message: String(rows) }),
    }),
};

const publicUrl = env().PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${env().PORT}`;
let lag: { atMs: number; seconds: number | null } | null = null;

/** How far the log is behind, or null while the gateway does not answer. */
async function lagSeconds(): Promise<number | null> {
  if (lag && Date.now() - lag.atMs < LAG_KEPT_MS) return lag.seconds;
  const seconds = await callGateway('/internal/status', {}, LAG_TIMEOUT_MS)
    .then(async (answer) => Status.parse(await answer.json()).spool.lagSeconds)
    .catch(() => null);
  lag = { atMs: Date.now(), seconds };
  return seconds;
}

let isDatabaseAway = false;

function tellFailure(name: string, error: unknown) {
  if (stopping.signal.aborted) return;
  if (toAppError(error).reason !== 'database_down')
    log.warn({ err: error, work: name }, 'background work failed and is tried again');
  else if (!isDatabaseAway) {
    isDatabaseAway = true;
    log.warn({}, 'the database is away; background work waits for it');
  }
}

/** Runs `work` again and again until the worker stops; an error is logged and waited out. */
async function repeat(name: string, everyMs: number, work: () => Promise<boolean>): Promise<void> {
  while (!stopping.signal.aborted) {
    const goOn = await work().then(
      (more) => {
        if (isDatabaseAway) log.info({}, 'the database is back');
        isDatabaseAway = false;
        return more;
      },
      (error: unknown) => {
        tellFailure(name, error);
        return false;
      },
    );
    if (!goOn) await wait(everyMs);
  }
}

async function main() {
  log.info({}, 'worker started');
  await Promise.all([
    ...LANES.map((kinds) => {
      const own = Object.fromEntries(kinds.flatMap((kind) => (handlers[kind] ? [[kind, handlers[kind]]] : [])));
      return repeat('jobs', IDLE_MS, () => runNextJob(ctx(), own, stopping.signal));
    }),
    repeat('performance', PERFORMANCE_EVERY_MS, () => updatePerformance(ctx(), stopping.signal)),
    repeat('labels over new references', NEW_REFERENCES_EVERY_MS, () => markNewReferences(ctx())),
    repeat('estimated errors', PERFORMANCE_EVERY_MS, () => updateErrorEstimates(ctx(), stopping.signal)),
    // A day takes up to a second of the processor: whatever else waits comes first, for as long.
    repeat('columns together', TOGETHER_EVERY_MS, () =>
      updateTogether(ctx(), { stopping: stopping.signal, rest: wait }),
    ),
    repeat('importance of columns', IMPORTANCE_EVERY_MS, () =>
      updateImportance(ctx(), { stopping: stopping.signal, rest: wait }),
    ),
    repeat('rollups', FOLD_EVERY_MS, async () => (await foldRollups(ctx(), 200)) === 200),
    repeat('alert rules', ALERTS_EVERY_MS, () => evaluateNextRule(ctx(), { lagSeconds, publicUrl })),
    ...Array.from({ length: DELIVERY_LANES }, () =>
      repeat('alert messages', ALERTS_EVERY_MS, () => deliverNext(ctx())),
    ),
    repeat('feedback events', ALERTS_EVERY_MS, () => forwardEvents(ctx(), { publicUrl })),
    repeat('measures', MEASURES_EVERY_MS, () => publishMeasures(ctx())),
    repeat('head of the audit trail', AUDIT_HEAD_EVERY_MS, () => makeDueHead(ctx(), { key: requiredEnv('AUDIT_KEY') })),
    repeat('heads to receivers', REPORTS_EVERY_MS, () => sendHead(ctx(), { publicUrl })),
    repeat('reports', REPORTS_EVERY_MS, () => makeDueReport(ctx(), { publicUrl })),
    repeat('report mails', REPORTS_EVERY_MS, () => sendReportMail(ctx())),
    ...Array.from({ length: LABEL_SOURCE_LANES }, () =>
      repeat('label sources', LABEL_SOURCES_EVERY_MS, () => pullDueLabels(ctx())),
    ),
    repeat('regression tests', REGRESSION_EVERY_MS, () => updateRegression(ctx(), gatewayInference())),
    repeat('promotions', PROMOTION_EVERY_MS, () => watchNextPromotion(ctx())),
    repeat('training triggers', TRAINING_EVERY_MS, () => startDueRun(ctx())),
    repeat('training runs', TRAINING_EVERY_MS, () =>
      runNextTraining(ctx(), { infer: gatewayInference(), wait, stopping: stopping.signal, publicUrl }),
    ),
    repeat('trainers outside', TRAINING_EVERY_MS, () => endLostRun(ctx())),
    repeat('people to tell', TELL_EVERY_MS, () => tellSettled(ctx())),
    repeat('answers that are right now', FIXED_EVERY_MS, () => tellFixed(ctx(), gatewayInference())),
    repeat('notification mails', TELL_EVERY_MS, () => sendNotificationMail(ctx(), { publicUrl })),
    repeat('review queues', REVIEW_EVERY_MS, () => fillNextQueue(ctx())),
    repeat('retention', RETENTION_EVERY_MS, async () => {
      const isMore = await sweepPredictions(ctx());
      if (isMore) await wait(RETENTION_REST_MS);
      return isMore;
    }),
    repeat('sweep', SWEEP_EVERY_MS, async () => {
      await sweepLabels(ctx());
      await sweepIngested(ctx());
      await sweepUploads(ctx());
      await sweepDatasetUploads(ctx());
      await sweepIdempotencyKeys(ctx());
      await sweepAlerts(ctx());
      await sweepAuditMessages(ctx());
      await sweepReports(ctx());
      await sweepCrashes(ctx());
      return false;
    }),
  ]);
  await database.close();
  process.exit(0);
}

const stop = () => stopping.abort();
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);

void main();
