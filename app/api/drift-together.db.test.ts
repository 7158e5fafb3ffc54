import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { uploadReference } from '@/lib/domain/datasets';
import { takeReference, updateTogether, watchDrift, watchTogether } from '@/lib/domain/drift';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import { database } from '@/lib/platform/database';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { normalQuantile } from '@/lib/pure/stats/normal-quantile';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const ROWS = 80;

let project: TestProject;
let model: Model;
let reference: { id: string; createdAt: string };
const spool = randomUUID();
let drained = 0;
const random = mulberry32(8);
const normal = () => normalQuantile(random() || 1e-9);

interface Rows {
  age: number[];
  bmi: number[];
  s5: number[];
}
/** Age and BMI go together, s5 with nothing; each of them alone is the same whatever the correlation. */
function draw(rows: number, correlation: number): Rows {
  const made: Rows = { age: [], bmi: [], s5: [] };
  for (let row = 0; row < rows; row += 1) {
    const age = normal();
    made.age.push(Math.round(50 + 10 * age));
    made.bmi.push(25 + 3 * (correlation * age + Math.sqrt(1 - correlation ** 2) * normal()));
    made.s5.push(4.5 + 0.5 * normal());
  }
  return made;
}

async function* csv() {
  const { age, bmi, s5 } = draw(1500, 0.8);
  const rows = age.map((value, row) => `${value},a,${bmi[row]},${s5[row]},raised,low`);
  yield new TextEncoder().encode(`age,sex,bmi,s5,pressure_band,glucose_band\n${rows.join('\n')}\n`);
}
const upload = () =>
  uploadReference(project.as('scientist'), { model: model.name, number: 1, filename: 'train.csv', body: csv() });

beforeAll(async () => {
  project = await createTestProject();
});
beforeEach(async () => {
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  ({ reference } = await upload());
});

const inForce = () => Date.parse(reference.createdAt) + 11_000;

/** One call per day, received at `t`, whose rows say that they belong to that day. */
async function drainDays(from: number, to: number, correlation: number, rows = ROWS, t = inForce()) {
  const records = Array.from({ length: to - from }, (_, i) => {
    const time = new Date(FIRST + (from + i) * DAY + DAY / 2).toISOString();
    const own = draw(rows, correlation);
    const plain = logRecord({ projectId: project.id, modelId: model.id }, { ages: own.age });
    const numbers = (values: number[]) => ({ shape: [rows, 1], data: values });
    return logRecord(
      { projectId: project.id, modelId: model.id },
      {
        t: t + i,
        ages: own.age,
        inputs: { ...plain.inputs, bmi: numbers(own.bmi), s5: numbers(own.s5) },
        ctx: Array.from({ length: rows }, () => ({ time })),
      },
    );
  });
  drained += 1;
  await commitBatch(database().pool, newDrainState(spool), records, { segment: 1, offset: drained });
}

let laterMs = 0;
/** Looks at every version that is due, a minute after the last time. */
async function work() {
  laterMs += 2 * 60_000;
  const later = { ...systemCtxOfTest(), now: () => new Date(inForce() + laterMs) };
  const tools = { stopping: new AbortController().signal, rest: async () => {} };
  while (await updateTogether(later, tools));
  return { later, tools };
}
const together = () => watchTogether(project.as('reviewer'), { model: model.name });
const stored = () =>
  project.as('scientist').db.togetherDay.findMany({ where: { modelId: model.id }, orderBy: { day: 'asc' } });

test('a correlation that turns raises an alarm of all columns together, with the columns to blame', async () => {
  await drainDays(0, 40, 0.8);
  await drainDays(40, 44, -0.8);
  expect(await together()).toMatchObject({ reference: null, waiting: 43, days: [] });
  await work();
  const { days, learning, waiting, watched: kinds, reference: sample } = await together();
  expect(kinds).toEqual({ reconstruction: true, classifier: true });
  expect([waiting, learning.reconstruction, learning.classifier]).toEqual([0, 28, 28]);
  expect(sample).toMatchObject({ rows: 1500, days: null, columns: 6 });
  expect(days.map(({ measuredRows }) => measuredRows)).toEqual(new Array(43).fill(ROWS));
  const kept = await stored();
  expect(days.map(({ classifier }) => classifier.value)).toEqual(kept.map(({ auc }) => auc));
  expect(days.map(({ reconstruction }) => reconstruction.value)).toEqual(kept.map(({ error }) => error));
  const outside = days.filter(({ classifier }) => classifier.isOutside).map(({ day }) => day);
  expect(outside.slice(-3)).toEqual(['2024-02-10', '2024-02-11', '2024-02-12']);
  const turned = days.at(-1);
  const names = (blamed: { name: string }[] = []) =>
    blamed
      .slice(0, 2)
      .map(({ name }) => name)
      .sort();
  expect(names(turned?.classifier.blamed)).toEqual(['age', 'bmi']);
  expect(names(turned?.reconstruction.blamed)).toEqual(['age', 'bmi']);
  const watched = await watchDrift(project.as('scientist'), { model: model.name });
  expect(watched.together).toEqual({ reconstruction: true, classifier: true });
  const alarm = watched.days.find(({ isNew, day }) => isNew && day >= '2024-02-10');
  expect(alarm?.day).toBe('2024-02-10');
  const first = alarm?.moved.slice(0, 2) ?? [];
  expect(first.map(({ kind }) => kind).sort()).toEqual(['classifier', 'reconstruction']);
  for (const moved of first) {
    expect(moved).toMatchObject({ name: '', isAnswer: false, isBeyond: true });
    expect(moved.blamed.slice(0, 2).sort()).toEqual(['age', 'bmi']);
  }
  const alone = alarm?.moved.filter(({ kind }) => kind !== 'classifier' && kind !== 'reconstruction') ?? [];
  expect(alone.filter(({ isBeyond }) => isBeyond)).toEqual([]);
});

test('two workers share the versions, and a version is measured by one of them', async () => {
  await drainDays(0, 10, 0.8);
  await work();
  await upload();
  const { later, tools } = await work();
  expect((await stored()).length).toBe(9);
  await upload();
  const seen: number[] = [];
  const counting = { ...tools, rest: async (tookMs: number) => void seen.push(tookMs) };
  const did = await Promise.all([updateTogether(later, counting), updateTogether(later, counting)]);
  expect(did.filter(Boolean)).toHaveLength(1);
  expect(seen).toHaveLength(9);
});

test('a day that got more rows is measured again, and one whose rows are gone says so', async () => {
  await drainDays(0, 9, 0.8);
  await work();
  await drainDays(3, 4, 0.8, 40);
  await work();
  const before = await together();
  expect(before.days.map(({ rows, measuredRows }) => [rows, measuredRows])).toEqual(
    [0, 1, 2, 3, 4, 5, 6, 7].map((day) => (day === 3 ? [ROWS + 40, ROWS + 40] : [ROWS, ROWS])),
  );
  await systemCtxOfTest().db.prediction.deleteMany({ where: { modelId: model.id } });
  await upload();
  await work();
  const { days } = await together();
  expect(days.map(({ measuredRows }) => measuredRows)).toEqual(new Array(8).fill(0));
  expect(
    days.every(({ classifier, reconstruction }) => classifier.value === null && reconstruction.value === null),
  ).toBe(true);
});

test('days that the reference itself holds are held against its other days', async () => {
  await drainDays(0, 8, 0.8);
  const window = { from: new Date(inForce() - 1000).toISOString(), to: new Date(inForce() + 1000).toISOString() };
  const made = await takeReference(project.as('scientist'), { model: model.name, version: 1, ...window });
  expect([made.reference.rows, made.ignored]).toEqual([8 * ROWS, []]);
  await drainDays(8, 12, 0.8, ROWS, inForce() + 60_000);
  await work();
  const days = await stored();
  expect(days.map(({ referenceRows, referenceDays }) => [referenceRows, referenceDays])).toEqual(
    new Array(11).fill([7 * ROWS, 7]),
  );
});

test('a user may not see it, and the route answers what the verb does', async () => {
  await drainDays(0, 5, 0.8);
  await work();
  const get = async (role: 'user' | 'reviewer') =>
    callRoute('GET', '/api/models/{model}/drift/together', {
      params: { model: model.name },
      headers: await project.cookieOf(role),
    });
  expect((await get('user')).status).toBe(403);
  const reply = await get('reviewer');
  expect([reply.status, await reply.json()]).toEqual([200, await together()]);
});
