import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { sweepLabels, writeLabels } from '@/lib/domain/feedback';
import { getTraffic } from '@/lib/domain/monitoring';
import { commitBatch, getStorage, newDrainState, sweepPredictions } from '@/lib/domain/predictions';
import { deleteModel } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { database } from '@/lib/platform/database';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const DAY = 86_400_000;

let project: TestProject;
let model: Model;
beforeEach(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
});

/** One call on each of these many days ago. */
async function logDays(...daysAgo: number[]): Promise<string[]> {
  const records = daysAgo.map((ago) =>
    logRecord({ projectId: project.id, modelId: model.id }, { t: Date.now() - ago * DAY }),
  );
  await commitBatch(database().pool, newDrainState(randomUUID()), records, null);
  return records.map(({ id }) => id);
}
const put = async (body: object, role: 'administrator' | 'scientist' = 'administrator') =>
  callRoute('PUT', '/api/retention', { headers: await project.cookieOf(role), body });
const left = async () =>
  (await systemCtxOfTest().db.prediction.findMany({ where: { projectId: project.id }, select: { id: true } })).map(
    ({ id }) => id,
  );
async function sweep() {
  while (await sweepPredictions(systemCtxOfTest()));
  await sweepLabels(systemCtxOfTest());
}

test('what is older than a project keeps is deleted, with what was said of it; counts and other projects stay', async () => {
  const [old = '', edge = '', fresh = ''] = await logDays(31, 30, 0);
  const other = await createTestProject();
  const kept = await uploadFixture(other, 'mixed_columns', 'kept');
  const foreign = logRecord({ projectId: other.id, modelId: kept.model.id }, { t: Date.now() - 31 * DAY });
  await commitBatch(database().pool, newDrainState(randomUUID()), [foreign], null);
  await writeLabels(project.as('scientist'), {
    projectId: project.id,
    labels: [old, fresh].map((predictionId) => ({ predictionId, value: 'slow' })),
  });
  await sweep();
  expect((await left()).sort()).toEqual([old, edge, fresh].sort());

  expect((await put({ days: 30 })).status).toBe(422);
  expect((await put({ days: 30, name: project.name }, 'scientist')).status).toBe(403);
  expect((await put({ days: 401, name: project.name })).status).toBe(422);
  const reply = await put({ days: 30, name: project.name });
  expect([reply.status, await reply.json()]).toEqual([200, { days: 30 }]);
  expect(await auditActions(`project:${project.id}`)).toContain('project.retention');
  await sweep();
  expect((await left()).sort()).toEqual([edge, fresh].sort());
  const labels = await systemCtxOfTest().db.label.findMany({ where: { projectId: project.id } });
  expect(labels.map(({ predictionId }) => predictionId)).toEqual([fresh]);
  expect(await systemCtxOfTest().db.prediction.count({ where: { id: foreign.id } })).toBe(1);
  const from = new Date(Date.now() - 40 * DAY).toISOString();
  expect((await getTraffic(project.as('scientist'), { model: model.name, from })).totals.calls).toBe(3);
  expect((await put({ days: 400 })).status).toBe(200);
});

test('calls outlive their model, and are deleted by age as all others', async () => {
  const gone = await uploadFixture(project, 'mixed_columns', 'gone');
  const call = logRecord({ projectId: project.id, modelId: gone.model.id }, { t: Date.now() - 31 * DAY });
  await commitBatch(database().pool, newDrainState(randomUUID()), [call], null);
  const [old = '', fresh = ''] = await logDays(31, 0);
  await deleteModel(project.as('scientist'), { model: gone.model.id, name: gone.model.name });
  expect((await left()).sort()).toEqual([call.id, old, fresh].sort());
  expect((await put({ days: 30, name: project.name })).status).toBe(200);
  await sweep();
  expect(await left()).toEqual([fresh]);
});

test('days that no project keeps are dropped as a whole', async () => {
  const [old = ''] = await logDays(399);
  const later = { ...systemCtxOfTest(), now: () => new Date(Date.now() + 3 * DAY) };
  const partitions = async () => (await getStorage(later)).days.map(({ day }) => day);
  const day = new Date(Date.now() - 399 * DAY).toISOString().slice(0, 10);
  expect(await partitions()).toContain(day);
  while (await sweepPredictions(later));
  expect(await partitions()).not.toContain(day);
  expect(await left()).not.toContain(old);
});

test('what the log takes on disk is told to the owner of the installation only', async () => {
  await logDays(2, 1);
  const storage = await getStorage(systemCtxOfTest());
  expect(storage.bytes).toBeGreaterThan(0);
  expect(storage.recentDays).toBeGreaterThanOrEqual(2);
  expect(storage.levelBytes).toBeCloseTo((storage.bytesPerDay ?? 0) * 400, 0);
  const headers = await project.cookieOf('scientist');
  expect((await callRoute('GET', '/api/storage', { headers })).status).toBe(403);
});
