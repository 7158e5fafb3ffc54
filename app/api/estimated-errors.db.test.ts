import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { publishMeasures } from '@/lib/domain/alerts';
import { writeLabels } from '@/lib/domain/feedback';
import type { NewLabel } from '@/lib/domain/feedback/schema';
import { listMeasures } from '@/lib/domain/monitoring';
import { estimatePerformance, updateErrorEstimates } from '@/lib/domain/performance';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import type { PredictionRecord } from '@/lib/domain/serving';
import { database } from '@/lib/platform/database';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { callRoute } from './call-route';
import { laterWorker } from './later-worker';
import { logRecord } from './log-records';
import { createTestProject, type TestProject, uploadFixture } from './test-project';

const ROWS = 40;
const FIRST = Date.UTC(2014, 0, 1);
const DAY = 86_400_000;
const ANSWER = 150;

let project: TestProject;
let model: Model;
beforeEach(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'diabetes_ridge', `m-${randomUUID().slice(0, 8)}`));
  await days.begin();
  await learn();
});

const days = laterWorker();
const { worker, goAhead } = days;
const running = new AbortController().signal;

/** Counts labels, then looks at regressions, of any project of this run, until nothing is due. */
async function settle(laterMs?: number) {
  await days.settle(laterMs);
  await learn();
}
async function learn() {
  while (await updateErrorEstimates(worker(), running));
}

/** Whether the rows of a day are hard: then the first input is 70 and answers are off by 30, else 30 and 2. */
const isHard = (day: number) => day % 3 === 0;

/** A call of a day that its rows name. */
async function logDay(
  day: number,
  more: { rows?: number; isLabelled?: boolean; off?: number } = {},
): Promise<PredictionRecord> {
  const { rows = ROWS, isLabelled = true, off = isHard(day) ? 30 : 2 } = more;
  const random = mulberry32(day);
  const time = new Date(FIRST + day * DAY + DAY / 2).toISOString();
  const record = logRecord(
    { projectId: project.id, modelId: model.id },
    {
      ages: Array.from({ length: rows }, () => 1),
      o: Array.from({ length: rows }, () => String(ANSWER)),
      inputs: {
        X: {
          shape: [rows, 10],
          data: Array.from({ length: rows }, () => [
            isHard(day) ? 70 : 30,
            ...Array.from({ length: 9 }, () => Math.floor(100 * random())),
          ]).flat(),
        },
      },
      outputs: { variable: { shape: [rows, 1], data: new Array(rows).fill(ANSWER) } },
      ctx: Array.from({ length: rows }, () => ({ time })),
    },
  );
  await commitBatch(database().pool, newDrainState(randomUUID()), [record], null);
  if (isLabelled)
    await label(
      Array.from({ length: rows }, (_, row) => ({
        predictionId: `${record.id}.${row}`,
        value: String(ANSWER + (row % 2 === 0 ? off : -off)),
      })),
    );
  return record;
}

const label = (labels: NewLabel[]) => writeLabels(project.as('scientist'), { projectId: project.id, labels });
const estimate = () => estimatePerformance(project.as('reviewer'), { model: model.name, learningDays: 42 });
const maeOf = ({ measures: [mae] }: Awaited<ReturnType<typeof estimate>>) => {
  if (mae?.metric !== 'mae') throw new Error('the mean absolute error is the first');
  return mae;
};

test('the error of days without labels is estimated by their inputs, and held against labels when they come', async () => {
  for (let day = 0; day < 41; day += 1) await logDay(day);
  await settle();
  expect(await estimate()).toMatchObject({ missing: 'labels', learning: { days: 41, wanted: 42 }, measures: [] });
  await logDay(41);
  const late = [await logDay(42, { isLabelled: false }), await logDay(43, { isLabelled: false })];
  await days.settle();
  expect(await estimate()).toMatchObject({ missing: 'learning', measures: [] });
  await settle();

  const found = await estimate();
  expect(found).toMatchObject({
    missing: null,
    basisOfDays: 'own-time',
    bucket: 'day',
    learning: { days: 42, from: '2014-01-01', to: '2014-02-11', labelledRows: 42 * ROWS },
  });
  const mae = maeOf(found);
  expect(mae.trial).toMatchObject({ days: 28, isWon: true });
  // A third of the days is off by 30, the others by 2: their mean is 34 / 3.
  expect(mae.trial?.constant).toBeCloseTo((30 - 34 / 3 + 2 * (34 / 3 - 2)) / 3, 0);
  expect(mae.trial?.estimate).toBeLessThan(1.5);
  const [hard, easy] = mae.points.slice(-2);
  expect([hard, easy]).toMatchObject([
    { at: '2014-02-12T00:00:00.000Z', rows: ROWS, labelled: 0, realised: null, isHeld: null, isLearning: false },
    { at: '2014-02-13T00:00:00.000Z', rows: ROWS, labelled: 0, realised: null, isHeld: null, isLearning: false },
  ]);
  expect(hard?.estimate).toBeCloseTo(30, 0);
  expect(easy?.estimate).toBeCloseTo(2, 0);
  expect((hard?.low ?? 0) < 30 && 30 < (hard?.high ?? 0)).toBe(true);

  // Hard rows of one day turn out as expected, easy ones of the other do not.
  await label(
    late.flatMap(({ id }) =>
      Array.from({ length: ROWS }, (_, row) => ({ predictionId: `${id}.${row}`, value: String(ANSWER + 30) })),
    ),
  );
  await settle();
  const after = maeOf(await estimate());
  expect(after).toMatchObject({ known: 2, held: 1 });
  expect(after.points.slice(-2)).toMatchObject([
    { realised: 30, isHeld: true, labelled: ROWS },
    { realised: 30, isHeld: false },
  ]);
  expect(after.points.slice(-2).map(({ estimate: value }) => value)).toEqual([hard?.estimate, easy?.estimate]);

  while (await publishMeasures(worker()));
  expect(await listMeasures(project.as('scientist'), project.id)).toContainEqual(
    expect.objectContaining({ measure: 'mae-estimated', value: easy?.estimate, n: ROWS }),
  );
});

test('rows that come later are counted, what was learnt stays, and many more labels of the learning days are learnt from', async () => {
  for (let day = 0; day < 44; day += 1) await logDay(day, { rows: day === 41 ? 4 : 20 });
  await settle();
  const fitOf = async () =>
    (await worker().db.errorEstimate.findFirstOrThrow({ where: { modelId: model.id }, select: { fit: true } })).fit;
  const fit = await fitOf();
  await logDay(43, { rows: 30, isLabelled: false });
  await settle();
  expect(maeOf(await estimate()).points.at(-1)).toMatchObject({ rows: 50, labelled: 20, realised: null });
  expect(await fitOf()).toBe(fit);
  await logDay(41, { rows: 90 });
  await settle();
  expect(await fitOf()).not.toBe(fit);
  expect(await estimate()).toMatchObject({ learning: { labelledRows: 41 * 20 + 94 } });
  // Nothing is left to do: the next look changes nothing.
  const before = await worker().db.estimatedErrorDay.findMany({ where: { modelId: model.id } });
  await settle();
  expect(await worker().db.estimatedErrorDay.findMany({ where: { modelId: model.id } })).toEqual(before);
});

test('of a day of more than 20,000 rows a sample is looked at, the same one each time', async () => {
  for (let day = 0; day < 42; day += 1) await logDay(day, { rows: 20 });
  for (let call = 0; call < 75; call += 1) await logDay(42, { rows: 400, isLabelled: false });
  await settle();
  const sums = () =>
    worker().db.estimatedErrorDay.findMany({
      where: { modelId: model.id, ownDay: new Date(FIRST + 42 * DAY) },
      select: { rows: true, looked: true, absolute: true },
    });
  const [found] = await sums();
  // Binomial, 30,840 rows of which 20,000 are meant to be looked at: five deviations.
  expect(Math.abs((found?.looked ?? 0) - (30_000 * 20_000) / 30_840)).toBeLessThan(5 * Math.sqrt(7000));
  expect(Math.abs((found?.rows ?? 0) / 30_000 - 1)).toBeLessThan(0.02);
  const point = maeOf(await estimate()).points.at(-1);
  expect(point).toMatchObject({ rows: found?.rows });
  expect(point?.estimate).toBeCloseTo(30, 0);
  await worker().db.estimatedErrorDay.deleteMany({ where: { modelId: model.id } });
  await settle();
  // The sum of the same rows, which may come in other portions: equal but for rounding.
  expect(await sums()).toEqual([{ ...found, absolute: expect.closeTo(found?.absolute ?? Number.NaN, 6) }]);
});

test('errors that no input tells are tried, and do not win', async () => {
  for (let day = 0; day < 43; day += 1) await logDay(day, { off: 5 + (day % 2) });
  await settle();
  const found = await estimate();
  expect(found.missing).toBeNull();
  for (const { trial } of found.measures) {
    expect(trial).toMatchObject({ days: 28, isWon: false });
    expect(trial?.estimate).toBeGreaterThan(0.3);
  }
});

test('two workers share versions, one at a time each, and a worker that was told to end leaves no half-counted day', async () => {
  for (let day = 0; day < 42; day += 1) await logDay(day, { rows: 10 });
  await days.settle();
  const ended = new AbortController();
  ended.abort();
  await updateErrorEstimates(worker(), ended.signal);
  expect(await worker().db.estimatedErrorDay.count({ where: { modelId: model.id } })).toBe(0);
  goAhead();
  const due = await worker().db.errorEstimate.count({ where: { dueAt: { lte: worker().now() } } });
  const work = async () => {
    let looked = 0;
    while (await updateErrorEstimates(worker(), running)) looked += 1;
    return looked;
  };
  const [one, other] = await Promise.all([work(), work()]);
  expect(one + other).toBe(due);
  expect(await estimate()).toMatchObject({ missing: null });
});

test('others see nothing of it', async () => {
  const stranger = await createTestProject();
  const ask = async (headers: Record<string, string>) =>
    (await callRoute('GET', '/api/models/{model}/performance/estimated', { params: { model: model.id }, headers }))
      .status;
  expect(await ask(await project.cookieOf('reviewer'))).toBe(200);
  expect(await ask(await project.cookieOf('user'))).toBe(403);
  expect(await ask(await stranger.cookieOf('administrator'))).toBe(404);
});
