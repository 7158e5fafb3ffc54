import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { getDemo, setReplaySpeed, startDemo } from '@/lib/domain/demo';
import { cancelJob, insertJob, type Job, JobNotYet, listJobs, runNextJob } from '@/lib/engine/jobs';
import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject } from './test-project';

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});

const never = new AbortController().signal;
const later = (ms: number): Ctx => ({ ...systemCtxOfTest(), now: () => new Date(Date.now() + ms) });
const kindOf = () => `test-${randomUUID()}`;
const insert = (kind: string) =>
  insertJob(systemCtxOfTest(), { projectId: project.id, kind, payload: { n: 1 }, createdBy: 'test' });
const newest = async (kind: string): Promise<Job> => {
  const [job] = await listJobs(systemCtxOfTest(), project.id, kind, 1);
  if (!job) throw new Error('no job');
  return job;
};

test('runs every job exactly once, also with several workers', async () => {
  const kind = kindOf();
  for (let i = 0; i < 20; i++) await insert(kind);
  const ran: string[] = [];
  const worker = async () => {
    while (await runNextJob(systemCtxOfTest(), { [kind]: async (_, job) => void ran.push(job.id) }, never));
  };
  await Promise.all([worker(), worker(), worker()]);
  expect(new Set(ran).size).toBe(20);
  expect(ran).toHaveLength(20);
  expect((await newest(kind)).state).toBe('done');
});

test('takes a job up again whose worker died, with what it had reported', async () => {
  const kind = kindOf();
  await insert(kind);
  const dying = runNextJob(
    systemCtxOfTest(),
    {
      [kind]: async (_, __, tools) => {
        await tools.report({ payload: { n: 7 }, progress: 0.5 });
        await new Promise(() => {});
      },
    },
    never,
  );
  void dying;
  for (let i = 0; i < 200 && (await newest(kind)).progress !== 0.5; i++);
  const handlers = { [kind]: async (_: Ctx, job: Job) => expect(job.payload).toEqual({ n: 7 }) };
  expect(await runNextJob(systemCtxOfTest(), handlers, never)).toBe(false);
  expect(await runNextJob(later(31_000), handlers, never)).toBe(true);
  expect((await newest(kind)).state).toBe('done');
});

test('a job that returns because its worker stops goes on with the next worker', async () => {
  const kind = kindOf();
  await insert(kind);
  const stopping = new AbortController();
  await runNextJob(
    systemCtxOfTest(),
    {
      [kind]: async (_, __, tools) => {
        await tools.report({ payload: { n: 8 }, progress: 0.2 });
        stopping.abort();
      },
    },
    stopping.signal,
  );
  expect((await newest(kind)).state).toBe('waiting');
  const handlers = { [kind]: async (_: Ctx, job: Job) => expect(job.payload).toEqual({ n: 8 }) };
  expect(await runNextJob(later(1000), handlers, never)).toBe(true);
  expect((await newest(kind)).state).toBe('done');
});

test('tries an accident again with a growing pause, and gives up after five', async () => {
  const kind = kindOf();
  await insert(kind);
  const handlers = {
    [kind]: () => Promise.reject(new Error('the disk coughed')),
  };
  for (let i = 0; i < 5; i++) {
    expect((await newest(kind)).state).toBe('waiting');
    expect(await runNextJob(later(i * 200_000), handlers, never)).toBe(true);
  }
  const job = await newest(kind);
  expect([job.state, job.attempts]).toEqual(['failed', 5]);
  expect(job.message).not.toContain('coughed');
});

test('ends at once where the verb refuses, with its words', async () => {
  const kind = kindOf();
  await insert(kind);
  await runNextJob(
    systemCtxOfTest(),
    { [kind]: () => Promise.reject(new AppError('invalid_input', 'The file is no CSV.')) },
    never,
  );
  expect(await newest(kind)).toMatchObject({ state: 'failed', message: 'The file is no CSV.' });
});

test('postpones without counting, cancels what waits and what runs', async () => {
  const kind = kindOf();
  const { id } = await insert(kind);
  await runNextJob(systemCtxOfTest(), { [kind]: () => Promise.reject(new JobNotYet(60_000)) }, never);
  expect(await newest(kind)).toMatchObject({ state: 'waiting', attempts: 0 });
  expect(await runNextJob(systemCtxOfTest(), { [kind]: async () => {} }, never)).toBe(false);
  await runNextJob(
    later(61_000),
    {
      [kind]: async (ctx, job, tools) => {
        await cancelJob(ctx, job.id);
        await tools.report({ progress: 0.1 });
      },
    },
    never,
  );
  expect((await newest(kind)).state).toBe('cancelled');
  const waiting = await insert(kind);
  await cancelJob(systemCtxOfTest(), waiting.id);
  expect(await runNextJob(later(120_000), { [kind]: async () => {} }, never)).toBe(false);
  expect(id).not.toBe(waiting.id);
});

test('loads the demo once, however often it is asked for', async () => {
  const ctx = project.as('scientist');
  expect(await getDemo(ctx, { projectId: project.id })).toMatchObject({ state: 'absent', replays: [] });
  await Promise.all([1, 2, 3].map(() => startDemo(ctx, { projectId: project.id })));
  expect(await listJobs(systemCtxOfTest(), project.id, 'demo', 10)).toHaveLength(1);
  expect((await getDemo(project.as('user'), { projectId: project.id })).state).toBe('loading');
  await expect(startDemo(project.as('reviewer'), { projectId: project.id })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await setReplaySpeed(ctx, { projectId: project.id, speed: 60 });
  expect(await auditActions('demo')).toEqual(expect.arrayContaining(['demo.load', 'demo.set-speed']));
});
