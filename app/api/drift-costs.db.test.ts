import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { findReference, uploadReference } from '@/lib/domain/datasets';
import { writeLabels } from '@/lib/domain/feedback';
import type { NewLabel } from '@/lib/domain/feedback/schema';
import { getDriftCosts, markNewReferences } from '@/lib/domain/performance';
import { commitBatch, listInputs, newDrainState, recountReference } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import { database } from '@/lib/platform/database';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { mixCost } from '@/lib/pure/drift/mix-cost';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { binIndex } from '@/lib/pure/stats/reference-profile';
import { callRoute } from './call-route';
import { laterWorker } from './later-worker';
import { logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const DAY = 86_400_000;
const ROWS = 60;
const TODAY = Math.floor(Date.now() / DAY) * DAY;
const WINDOW = { from: new Date(TODAY - 5 * DAY).toISOString(), to: new Date(TODAY).toISOString() };

let project: TestProject;
let model: Model;
let random = mulberry32(1);
const ageOf = (older: number) => Math.round((random() < older ? 55 : 25) + 15 * random());

beforeEach(async () => {
  random = mulberry32(7);
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  await begin();
});

async function upload(older = 0.5) {
  const lines = Array.from({ length: 400 }, () => `${ageOf(older)},a,24.5,4.5,raised,low`);
  async function* csv() {
    yield new TextEncoder().encode(`age,sex,bmi,s5,pressure_band,glucose_band\n${lines.join('\n')}\n`);
  }
  const of = { model: model.name, number: 1, filename: 'train.csv', body: csv() };
  const { reference } = await uploadReference(project.as('scientist'), of);
  const later = { ...systemCtxOfTest(), now: () => new Date(Date.parse(reference.createdAt) + DAY) };
  await recountReference(
    later,
    { modelId: model.id, number: 1, profileId: reference.id },
    { lagSeconds: async () => 0, notYet: () => new Error('not yet'), report: async () => {} },
  );
}

const { begin, settle, worker } = laterWorker();

interface Logged {
  age: number;
  day: number;
  isRight: boolean;
  weight: number;
}

/** One call a day. Young ones are answered right nine times in ten, older ones six in ten; of these, one in four is labelled, by chance. */
async function logDays(back: number, days: number, older: number, isLabelled = true): Promise<Logged[]> {
  const logged: Logged[] = [];
  for (let i = 0; i < days; i += 1) {
    const t = TODAY - (back - i) * DAY + DAY / 2;
    const ages = Array.from({ length: ROWS }, () => ageOf(older));
    const record = logRecord({ projectId: project.id, modelId: model.id }, { t, ages, o: ages.map(() => 'fast') });
    await commitBatch(database().pool, newDrainState(randomUUID()), [record], null);
    const labels: NewLabel[] = [];
    for (const [row, age] of ages.entries()) {
      const isOld = age > 47;
      const isRight = random() < (isOld ? 0.6 : 0.9);
      const predictionId = `${record.id}.${row}`;
      const value = isRight ? 'fast' : 'slow';
      // What is chosen is never counted.
      if (row % 7 === 0) labels.push({ predictionId, value: 'slow', source: 'complaint' });
      if (isOld && random() >= 0.25) continue;
      labels.push(
        isOld
          ? { predictionId, value, source: 'random-sample', inclusionProbability: 0.25 }
          : { predictionId, value, source: 'automatic' },
      );
      logged.push({ age, day: i, isRight, weight: isOld ? 4 : 1 });
    }
    if (isLabelled) await writeLabels(project.as('scientist'), { projectId: project.id, labels });
  }
  return logged;
}

const read = (query: object = WINDOW) => getDriftCosts(project.as('reviewer'), { model: model.name, ...query });

test('the cost of a column is that of the raw rows, weighted by their chance, and few bins take the mean', async () => {
  const labelled = await logDays(25, 20, 0.5);
  await logDays(5, 5, 0.9);
  await upload();
  await settle();
  await markNewReferences(worker());
  await settle();
  const found = await read();
  expect(found).toMatchObject({
    state: 'known',
    measure: 'accuracy',
    labelled: { days: 20, takesWindow: false },
    wantedDays: 7,
    wantedRows: 30,
  });

  const profile = (await findReference(systemCtxOfTest(), model.id, 1))?.columns.age;
  if (profile?.kind !== 'number') throw new Error('the reference has no ages');
  const bins = profile.counts.length;
  const days = Array.from({ length: 20 }, () => ({
    n: new Float64Array(bins + 2),
    weight: new Float64Array(bins + 2),
    quality: new Float64Array(bins + 2),
  }));
  for (const { age, day, isRight, weight } of labelled) {
    const bin = Number(binIndex(profile, age));
    const sums = days[day];
    if (!sums) throw new Error('no such day');
    sums.n[bin] = (sums.n[bin] ?? 0) + 1;
    sums.weight[bin] = (sums.weight[bin] ?? 0) + weight;
    sums.quality[bin] = (sums.quality[bin] ?? 0) + (isRight ? weight : 0);
  }
  const window = new Array<number>(bins + 2).fill(0);
  for (const age of await agesSince(TODAY - 5 * DAY)) {
    const bin = Number(binIndex(profile, age));
    window[bin] = (window[bin] ?? 0) + 1;
  }
  const truth = mixCost({ reference: [...profile.counts, 0, 0], window, days });
  if (typeof truth === 'string') throw new Error(truth);
  const weight = labelled.reduce((sum, row) => sum + row.weight, 0);
  expect(found.columns.age).toEqual({
    change: expect.closeTo(truth.change, 9),
    low: expect.closeTo(truth.low, 9),
    high: expect.closeTo(truth.high, 9),
    onMean: expect.closeTo(truth.onMean, 9),
    n: labelled.length,
    days: 20,
    effectiveRows: expect.closeTo(weight ** 2 / labelled.reduce((sum, row) => sum + row.weight ** 2, 0), 6),
  });
  // 0.4 of the rows went from 0.9 to 0.6.
  expect(truth.low).toBeLessThan(-0.12);
  expect(truth.high).toBeGreaterThan(-0.12);
  expect(truth.high).toBeLessThan(0);
  // A column that is as it was costs nothing.
  expect(found.columns.sex).toMatchObject({ change: 0, low: 0, high: 0 });
});

/** Ages as the log has them. */
async function agesSince(fromMs: number): Promise<number[]> {
  const ages: number[] = [];
  for await (const call of listInputs(systemCtxOfTest(), {
    projectId: project.id,
    modelId: model.id,
    versionNumber: 1,
    origins: ['api'],
    from: uuid7Floor(fromMs),
    before: uuid7Floor(TODAY),
  }))
    ages.push(...Array.from(call.inputs.age?.data ?? [], Number));
  return ages;
}

test('a new reference has the labelled days counted anew, once', async () => {
  await logDays(25, 20, 0.5);
  await logDays(5, 5, 0.9, false);
  await upload();
  await settle();
  await markNewReferences(worker());
  await settle();
  const first = await read();
  expect(first.state).toBe('known');
  await upload(0.9);
  expect((await read()).state).toBe('waiting');
  await settle();
  expect((await read()).state).toBe('waiting');
  await Promise.all([markNewReferences(worker()), markNewReferences(worker())]);
  await settle();
  const second = await read();
  expect(second.state).toBe('known');
  // The window is like the new reference.
  expect(Math.abs(second.columns.age?.change ?? 1)).toBeLessThan(0.05);
  const dueDays = () => systemCtxOfTest().db.labelDay.count({ where: { projectId: project.id, dueAt: { not: null } } });
  await markNewReferences(worker());
  expect(await dueDays()).toBe(0);
});

test('says why there is no number', async () => {
  expect(await read()).toMatchObject({ state: 'no-reference', columns: {} });
  await upload();
  expect(await read()).toMatchObject({ state: 'no-rows' });
  await logDays(5, 5, 0.9);
  await settle();
  // Labels of the window itself say nothing of before.
  expect(await read()).toMatchObject({ state: 'no-labels' });
  const later = { from: new Date(TODAY - 2 * DAY - 1).toISOString(), to: WINDOW.to };
  expect(await read(later)).toMatchObject({ state: 'few-days', labelled: { days: 2 }, columns: {} });
});

test('takes labels of the window where those from before it are of too few days', async () => {
  const labelled = [...(await logDays(12, 4, 0.5)), ...(await logDays(8, 8, 0.9))];
  await upload();
  await settle();
  await markNewReferences(worker());
  await settle();
  const window = { from: new Date(TODAY - 8 * DAY).toISOString(), to: WINDOW.to };
  const found = await read(window);
  expect(found).toMatchObject({ state: 'known', labelled: { days: 12, takesWindow: true } });
  expect(found.columns.age).toMatchObject({ n: labelled.length, days: 12 });
  expect(found.columns.age?.high).toBeLessThan(0);
  // From before it there are four days, and with the first three of it seven.
  expect(await read({ ...window, to: new Date(TODAY - 6 * DAY).toISOString() })).toMatchObject({
    state: 'few-days',
    labelled: { days: 4, takesWindow: false },
  });
});

test('is for those who see drift and performance', async () => {
  await upload();
  const get = async (role: 'reviewer' | 'user') =>
    callRoute('GET', '/api/models/{model}/drift/costs', {
      params: { model: model.name },
      headers: await project.cookieOf(role),
    });
  expect(await get('reviewer')).toMatchObject({ status: 200 });
  expect(await get('user')).toMatchObject({ status: 403 });
});
