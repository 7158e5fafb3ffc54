import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { uploadReference } from '@/lib/domain/datasets';
import { getImportance, updateImportance } from '@/lib/domain/drift';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import { database } from '@/lib/platform/database';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const ROWS = 40;

let project: TestProject;
let model: Model;
const random = mulberry32(5);
const spool = randomUUID();
let drained = 0;

async function* csv() {
  const lines = Array.from({ length: 60 }, () => `${Math.round(20 + 50 * random())},a,24.5,4.5,raised,low`);
  yield new TextEncoder().encode(`age,sex,bmi,s5,pressure_band,glucose_band\n${lines.join('\n')}\n`);
}

beforeEach(async () => {
  // Versions of other tests are not due any more then.
  await lookAtAll();
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  await uploadReference(project.as('scientist'), { model: model.name, number: 1, filename: 'train.csv', body: csv() });
});

/** One call a day of its own, whose answers are what `answer` says of an age. */
async function drainDays(days: number, answer: (age: number) => string) {
  const of = { projectId: project.id, modelId: model.id };
  const records = Array.from({ length: days }, (_, day) => {
    const ages = Array.from({ length: ROWS }, () => Math.round(20 + 50 * random()));
    const time = new Date(FIRST + day * DAY).toISOString();
    return logRecord(of, { t: Date.now() - 60_000 + day, ages, o: ages.map(answer), ctx: ages.map(() => ({ time })) });
  });
  drained += 1;
  await commitBatch(database().pool, newDrainState(spool), records, { segment: 1, offset: drained });
}

const look = (now?: Date) =>
  updateImportance(now ? { ...systemCtxOfTest(), now: () => now } : systemCtxOfTest(), {
    stopping: new AbortController().signal,
    rest: async () => {},
  });
const lookAtAll = async (now?: Date) => {
  while (await look(now));
};
const read = () => getImportance(project.as('reviewer'), { model: model.name });

test('answers that follow the age rest on it, and are learnt once', async () => {
  expect(await read()).toMatchObject({ state: 'waiting', imitation: null, columns: {} });
  await drainDays(12, (age) => (age > 45 ? 'fast' : 'slow'));
  expect(await look()).toBe(true);
  const found = await read();
  expect(found).toMatchObject({
    state: 'known',
    imitation: {
      measure: 'accuracy',
      learnt: { rows: 9 * ROWS, days: 9 },
      heldOut: { rows: 3 * ROWS, days: 3 },
      from: '2024-01-01',
      to: '2024-01-12',
    },
  });
  expect(found.imitation?.score).toBeGreaterThan(0.9);
  expect(found.columns.age).toBeGreaterThan(0.99);
  expect(Object.values(found.columns).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  // It rests, and a look without more rows learns nothing anew.
  expect(await look()).toBe(false);
  await lookAtAll(new Date(Date.now() + 120_000));
  expect((await read()).imitation?.learntAt).toBe(found.imitation?.learntAt);
});

test('answers by lot are imitated badly, which is said, and no share is told', async () => {
  await drainDays(8, () => (random() < 0.5 ? 'fast' : 'slow'));
  await look();
  const found = await read();
  expect([found.state, found.columns]).toEqual(['bad', {}]);
  expect(found.imitation?.score).toBeLessThan(0.75);
});

test.each([
  ['few days', 3, (age: number) => (age > 45 ? 'fast' : 'slow')],
  ['answers that are all the same', 8, () => 'slow'],
] as const)('%s say nothing', async (_, days, answer) => {
  await drainDays(days, answer);
  await look();
  expect(await read()).toMatchObject({ state: 'nothing', imitation: null });
});

test('two workers never learn one version at once', async () => {
  await drainDays(8, (age) => (age > 45 ? 'fast' : 'slow'));
  expect((await Promise.all([look(), look()])).sort()).toEqual([false, true]);
});

test('is for those who see drift', async () => {
  const get = async (role: 'reviewer' | 'user') =>
    callRoute('GET', '/api/models/{model}/drift/importance', {
      params: { model: model.name },
      headers: await project.cookieOf(role),
    });
  expect(await get('reviewer')).toMatchObject({ status: 200 });
  expect(await get('user')).toMatchObject({ status: 403 });
});
