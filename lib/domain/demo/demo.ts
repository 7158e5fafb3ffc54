import { insertJob, type Job, listJobs } from '@/lib/engine/jobs';
import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { authorise } from '../people';
import { ReplayPayload } from './replay';
import type { Demo, DemoReplay, ReplaySpeed } from './schema';
import { findReplaySpeed, saveReplaySpeed } from './store';

export const DEMO_JOB = 'demo';
export const REPLAY_JOB = 'demo-replay';

/** Whether the demo of a project is loaded, and how far its replay is. */
export async function getDemo(ctx: Ctx, input: { projectId: string }): Promise<Demo> {
  authorise(ctx.actor, 'model.view', input.projectId);
  const [[load], replays, speed] = await Promise.all([
    listJobs(ctx, input.projectId, DEMO_JOB, 1),
    listJobs(ctx, input.projectId, REPLAY_JOB, 10),
    findReplaySpeed(ctx, input.projectId),
  ]);
  const described = replays.flatMap((job) => describeReplay(job, speed) ?? []);
  return {
    state: !load
      ? 'absent'
      : load.state === 'done'
        ? 'ready'
        : load.state === 'waiting' || load.state === 'running'
          ? 'loading'
          : 'failed',
    progress: load?.progress ?? 0,
    message: load?.message ?? '',
    // A demo that was loaded again has an older replay behind its newest one.
    replays: described.filter((replay, i) => described.findIndex(({ model }) => model === replay.model) === i),
  };
}

function describeReplay(job: Job, speed: ReplaySpeed): DemoReplay | null {
  const payload = ReplayPayload.safeParse(job.payload);
  if (!payload.success || payload.data.simulatedMs === null) return null;
  const { model, simulatedMs, sent, total, labels } = payload.data;
  const isOver = job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
  return {
    model,
    simulatedAt: new Date(simulatedMs).toISOString(),
    speed,
    sent,
    total,
    labels,
    state: isOver ? (sent >= total ? 'finished' : 'stopped') : speed === 0 ? 'held' : 'running',
  };
}

/** Has the demo loaded by the worker; one that is loaded or being loaded already is left as it is. */
export async function startDemo(ctx: Ctx, input: { projectId: string }): Promise<Demo> {
  authorise(ctx.actor, 'demo.load', input.projectId);
  await inTransaction(ctx, async (tx) => {
    await tx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`demo/${input.projectId}`}))`;
    const { state } = await getDemo(tx, input);
    if (state === 'loading' || state === 'ready') return;
    await insertJob(tx, { projectId: input.projectId, kind: DEMO_JOB, payload: {}, createdBy: actorName(ctx.actor) });
    await audit(tx, { action: 'demo.load', object: 'demo', projectId: input.projectId });
  });
  return getDemo(ctx, input);
}

/** Changes how fast the demo of a project is replayed; the replay follows within a second. */
export async function setReplaySpeed(ctx: Ctx, input: { projectId: string; speed: ReplaySpeed }): Promise<Demo> {
  authorise(ctx.actor, 'demo.load', input.projectId);
  await inTransaction(ctx, async (tx) => {
    const before = await findReplaySpeed(tx, input.projectId);
    await saveReplaySpeed(tx, input.projectId, input.speed);
    await audit(tx, {
      action: 'demo.set-speed',
      object: 'demo',
      projectId: input.projectId,
      before: { speed: before },
      after: { speed: input.speed },
    });
  });
  return getDemo(ctx, input);
}
