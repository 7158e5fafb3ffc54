import { cancelJob, insertJob, type Job, listJobs } from '@/lib/engine/jobs';
import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput, notFound } from '@/lib/platform/errors';
import { getModel, getServedVersion } from '../registry';
import { WINDOW_REPLAY_JOB } from './run-replay';
import type { Replay, Replays } from './schema';
import { deleteReplayRow, findReplay, insertReplay, listReplayRows, type StoredReplay } from './store-replays';

const SHOWN = 20;
const JOBS = 200;
/** Of a project, waiting or working. */
const MOST_OPEN = 5;

const show = (
  { id, version, from, to, result, createdBy, createdAt }: StoredReplay,
  job: Pick<Job, 'state' | 'progress' | 'message'> | undefined,
): Replay => ({
  id,
  version,
  from: from.toISOString(),
  to: to.toISOString(),
  state: result ? 'done' : (job?.state ?? 'failed'),
  progress: result ? 1 : (job?.progress ?? 0),
  message: result ? '' : (job?.message ?? ''),
  result,
  createdBy,
  createdAt: createdAt.toISOString(),
});

/** Replays of a model, newest first, twenty at most. */
export async function listReplays(ctx: Ctx, input: { model: string }): Promise<Replays> {
  const model = await getModel(ctx, { model: input.model, permission: 'replay.run' });
  const [rows, jobs] = await Promise.all([
    listReplayRows(ctx, model.id, SHOWN),
    listJobs(ctx, model.projectId, WINDOW_REPLAY_JOB, JOBS),
  ]);
  return {
    replays: rows.map((row) =>
      show(
        row,
        jobs.find(({ id }) => id === row.id),
      ),
    ),
  };
}

/** Has a worker ask a version what it would have said to the calls of a window. Throws 409 where five wait or work already. */
export async function startReplay(
  ctx: Ctx,
  input: { model: string; version: number; from: string; to: string },
): Promise<Replay> {
  const { model, version } = await getServedVersion(ctx, {
    model: input.model,
    number: input.version,
    permission: 'replay.run',
  });
  if (version.servedBy !== 'runner')
    throw invalidInput('version', `version ${version.number} has no file that could be asked`);
  const [from, to] = [new Date(input.from), new Date(input.to)];
  if (from >= to) throw invalidInput('from', 'it must be before "to"');
  const { projectId } = model;
  return inTransaction(ctx, async (tx) => {
    const jobs = await listJobs(tx, projectId, WINDOW_REPLAY_JOB, JOBS);
    if (jobs.filter(({ state }) => state === 'waiting' || state === 'running').length >= MOST_OPEN)
      throw new AppError('conflict', `${MOST_OPEN} replays of this project wait or work already. Stop one, or wait.`, {
        reason: 'too_many_replays',
      });
    const createdBy = actorName(ctx.actor);
    const job = await insertJob(tx, { projectId, kind: WINDOW_REPLAY_JOB, payload: {}, createdBy });
    const replay = {
      id: job.id,
      projectId,
      modelId: model.id,
      version: version.number,
      from,
      to,
      createdBy,
      createdAt: tx.now(),
    };
    await insertReplay(tx, replay);
    await audit(tx, {
      action: 'replay.start',
      object: `model:${model.name}`,
      projectId,
      after: { version: version.number, from: input.from, to: input.to },
    });
    return show({ ...replay, result: null }, job);
  });
}

/** Stops a replay that waits or works, and deletes it. */
export async function cancelReplay(ctx: Ctx, input: { model: string; id: string }): Promise<undefined> {
  const model = await getModel(ctx, { model: input.model, permission: 'replay.run' });
  const replay = await findReplay(ctx, { modelId: model.id, id: input.id });
  if (!replay) throw notFound('replay', input.id);
  await cancelJob(ctx, replay.id);
  await deleteReplayRow(ctx, replay.id);
  return undefined;
}
