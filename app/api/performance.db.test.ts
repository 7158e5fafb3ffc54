import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { claimLabelDay, importLabels, keepLabelDay, settleLabelDay, writeLabels } from '@/lib/domain/feedback';
import type { NewLabel } from '@/lib/domain/feedback/schema';
import { estimatePerformance, getPerformance, readPerformance, updatePerformance } from '@/lib/domain/performance';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import type { PredictionRecord } from '@/lib/domain/serving';
import { inTransaction } from '@/lib/platform/context';
import { database } from '@/lib/platform/database';
import { callRoute } from './call-route';
import { laterWorker } from './later-worker';
import { idAt, logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const MINUTE = 60_000;
const DAY = 86_400_000;

let project: TestProject;
let model: Model;
beforeEach(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  await begin();
});

const { begin, settle, worker, goAhead } = laterWorker();

async function log(...records: Parameters<typeof logRecord>[1][]): Promise<PredictionRecord[]> {
  const made = records.map((more) => logRecord({ projectId: project.id, modelId: model.id }, more));
  await commitBatch(database().pool, newDrainState(randomUUID()), made, null);
  return made;
}
const label = (...labels: NewLabel[]) => writeLabels(project.as('scientist'), { projectId: project.id, labels });
const read = (query: { version?: number; from?: string; to?: string } = {}) =>
  getPerformance(project.as('reviewer'), { model: model.name, ...query });
const accuracyOf = ({ result }: Awaited<ReturnType<typeof read>>) =>
  result?.kind === 'classes' ? result.measures.accuracy.value : undefined;

test('a label after its prediction is counted, and replaced with its new value', async () => {
  const [call] = await log({ ages: [40, 60, 61] });
  await label(
    { predictionId: `${call?.id}.0`, value: 'slow' },
    { predictionId: `${call?.id}.1`, value: 'slow' },
    { predictionId: `${call?.id}.2`, value: 'never heard of' },
  );
  expect((await read()).labels.isPending).toBe(true);
  await settle();
  const first = await read();
  expect(first).toMatchObject({
    basis: 'headline',
    n: 2,
    days: 1,
    labels: { answeredRows: 3, labelledRows: 3, misfits: 1 },
  });
  expect(first.labels).toMatchObject({
    misfitValues: [{ value: 'never heard of', n: 1 }],
    isPending: false,
    unmatched: 0,
  });
  expect(accuracyOf(first)).toBe(0.5);
  const own = { projectId: project.id, modelId: model.id, version: 1, fromMs: Date.now() - MINUTE, toMs: Date.now() };
  expect(await readPerformance(systemCtxOfTest(), own)).toMatchObject({ n: 2, values: { accuracy: 0.5 } });
  const { delayHoursP90 } = await readPerformance(systemCtxOfTest(), own);
  // Called a moment ago and labelled at once.
  expect(delayHoursP90).toBeGreaterThanOrEqual(0);
  expect(delayHoursP90).toBeLessThan(0.1);
  await label({ predictionId: `${call?.id}.1`, value: 'fast' });
  await settle();
  expect(await read()).toMatchObject({ n: 2, routes: [{ version: 1, route: 'champion', values: { accuracy: 1 } }] });
  expect(await read({ version: 2 }).catch(() => null)).toMatchObject({ basis: null, n: 0 });
});

test('a prediction that reaches the log after its label is found', async () => {
  const id = idAt(Date.now());
  await label({ predictionId: id, value: 'slow' }, { predictionId: idAt(Date.now() - DAY), value: 'slow' });
  await settle();
  expect((await read()).labels).toMatchObject({ unmatched: 2, labelledRows: 0 });
  await log({ id, ages: [40] });
  await settle();
  const found = await read();
  expect(found).toMatchObject({ n: 1, labels: { unmatched: 1 } });
  expect(accuracyOf(found)).toBe(1);
});

test('looks for the row of an unknown label for two days, and of an id without a day never', async () => {
  const dueDays = () => systemCtxOfTest().db.labelDay.findMany({ where: { projectId: project.id } });
  await label(
    { predictionId: randomUUID(), value: 'slow' },
    { predictionId: idAt(Date.now() - 500 * DAY), value: 'x' },
  );
  expect(await dueDays()).toEqual([]);
  await label({ predictionId: idAt(Date.now()), value: 'slow' });
  await settle();
  expect((await dueDays())[0]).toMatchObject({ unmatched: 1, dueAt: expect.any(Date) });
  await settle(2 * DAY);
  await settle(2 * 60 * MINUTE);
  expect((await dueDays())[0]).toMatchObject({ unmatched: 1, dueAt: null });
});

test('complaints are never in the headline, and speak for themselves where nothing else is there', async () => {
  const [a, b] = await log({ ages: [40] }, { ages: [60] });
  await label({ predictionId: `${a?.id}`, value: 'fast', source: 'complaint' });
  await settle();
  expect(await read()).toMatchObject({ basis: 'chosen', n: 1, labels: { labelledRows: 1 } });
  await label(
    { predictionId: `${b?.id}`, value: 'fast', source: 'automatic' },
    { predictionId: `${b?.id}`, value: 'slow', source: 'complaint' },
    { predictionId: `${b?.id}`, value: 'slow', source: 'random-sample' },
  );
  await settle();
  const both = await read();
  expect(both).toMatchObject({ basis: 'headline', n: 1, labels: { labelledRows: 2 } });
  expect(accuracyOf(both)).toBe(1);
  expect(both.labels.sources.map(({ source, n }) => [source, n])).toEqual([
    ['complete', 1],
    ['random', 0],
    ['chosen', 2],
  ]);
});

test('a row of a random sample stands for the rows that it was drawn from', async () => {
  const [call] = await log({ ages: [40, 60] });
  const send = (chance: unknown, source = 'random-sample') =>
    callRoute('POST', '/api/labels', {
      headers: { authorization: `Bearer ${project.keys.feedback}` },
      body: { labels: [{ predictionId: `${call?.id}.0`, value: 'fast', source, inclusionProbability: chance }] },
    });
  for (const bad of [0, 1.5, -1, '1']) expect((await send(bad)).status).toBe(422);
  expect((await send(0.5, 'complaint')).status).toBe(422);
  expect((await send(0.25)).status).toBe(200);
  await label({ predictionId: `${call?.id}.1`, value: 'fast' });
  await settle();
  const weighted = await read();
  expect(accuracyOf(weighted)).toBeCloseTo(1 / 5, 12);
  expect(weighted.n).toBe(2);
  expect(weighted.effectiveRows).toBeCloseTo(25 / 17, 12);
});

test('trials are left out, and a shadow stands beside and not in the numbers', async () => {
  const [call, tried] = await log({ ages: [40] }, { ages: [40], origin: 'try' });
  await log({ ages: [60], route: 'shadow', of: { id: `${call?.id}`, agreeing: 0 } });
  await label({ predictionId: `${call?.id}`, value: 'fast' }, { predictionId: `${tried?.id}`, value: 'fast' });
  await settle();
  const found = await read();
  expect(found).toMatchObject({ n: 1, labels: { answeredRows: 1, labelledRows: 1, unmatched: 0 } });
  expect(found.routes.map(({ route, values }) => [route, values.accuracy])).toEqual([
    ['champion', 0],
    ['shadow', 1],
  ]);
});

test('five days have an interval, and a long window is in weeks', async () => {
  const start = Date.now() - 8 * DAY;
  const calls = await log(...Array.from({ length: 6 }, (_, i) => ({ t: start + i * DAY, ages: [40, 60] })));
  await label(
    ...calls.flatMap(({ id }, i) => [
      { predictionId: `${id}.0`, value: i % 2 ? 'slow' : 'fast' },
      { predictionId: `${id}.1`, value: 'fast' },
    ]),
  );
  await settle();
  const found = await read();
  expect(found).toMatchObject({ n: 12, days: 6, course: { bucket: 'day' } });
  expect(found.course.points).toHaveLength(6);
  if (found.result?.kind !== 'classes') throw new Error('no classes');
  expect(found.result.measures.accuracy).toMatchObject({
    value: 0.75,
    low: expect.any(Number),
    high: expect.any(Number),
  });
  const long = await read({ from: new Date(Date.now() - 90 * DAY).toISOString() });
  expect(long.course).toMatchObject({ bucket: 'week' });
  expect(long.course.points.reduce((sum, { n }) => sum + n, 0)).toBe(12);
  expect(new Date(long.course.points[0]?.at ?? '').getUTCDay()).toBe(1);
  await expect(read({ from: new Date(Date.now() - 900 * DAY).toISOString() })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

test('two workers never count a day twice, and a dead one leaves it to the next', async () => {
  const calls = await log(...Array.from({ length: 5 }, (_, i) => ({ t: Date.now() - i * DAY, ages: [40] })));
  await label(...calls.map(({ id }) => ({ predictionId: id, value: 'slow' })));
  goAhead();
  const claimed = await Promise.all(Array.from({ length: 8 }, () => claimLabelDay(worker())));
  const own = claimed.flatMap((day) => (day?.projectId === project.id ? [day.dayMs] : []));
  expect(own).toHaveLength(5);
  expect(new Set(own).size).toBe(5);
  expect(await claimLabelDay(worker())).toBeNull();
  // None of the eight lives on: a minute later the days are free again, and two workers share them.
  goAhead(2 * MINUTE);
  const stopping = new AbortController().signal;
  const work = async () => {
    let days = 0;
    while (await updatePerformance(worker(), stopping)) days += 1;
    return days;
  };
  const done = await Promise.all([work(), work()]);
  expect(done[0] + done[1]).toBe(5);
  expect(await read()).toMatchObject({ n: 5, days: 5 });
  const [dead] = claimed.filter((day) => day !== null);
  if (!dead) throw new Error('nothing was claimed');
  expect(await keepLabelDay(worker(), dead)).toBe(false);
  expect(await inTransaction(worker(), (tx) => settleLabelDay(tx, dead, { tookMs: 1, unmatched: 9 }))).toBe(false);
});

test('a day that is marked while it is counted is counted again, after a rest of ten times its duration', async () => {
  const [call] = await log({ ages: [40, 60] });
  await label({ predictionId: `${call?.id}.0`, value: 'slow' });
  goAhead();
  const day = await claimLabelDay(worker());
  if (!day) throw new Error('nothing was due');
  await label({ predictionId: `${call?.id}.1`, value: 'slow' });
  expect(await claimLabelDay(worker())).toBeNull();
  await inTransaction(worker(), (tx) => settleLabelDay(tx, day, { tookMs: 6000, unmatched: 0 }));
  goAhead(59_000);
  expect(await claimLabelDay(worker())).toBeNull();
  await settle(2000);
  expect(await read()).toMatchObject({ n: 2 });
});

async function* csv(text: string) {
  yield new TextEncoder().encode(text);
}

test('a file joined by a context value labels every row that has it, and says what does not fit', async () => {
  const ctx = (...entities: string[]) => entities.map((entity) => ({ entity }));
  await log(
    { ages: [40, 60], ctx: ctx('a', 'b') },
    { ages: [61], ctx: ctx('b') },
    { ages: [62], ctx: ctx('c'), t: Date.now() - 40 * DAY },
    { ages: [63] },
  );
  const file = 'flight;truth;note\na;slow;x\nb;fast;\nb;fast;again\nc;fast;too old\nd;fast;unheard\n;fast;\n';
  const of = { model: model.name, key: 'flight', label: 'truth', context: 'entity', source: 'automatic' as const };
  const dry = await importLabels(project.as('scientist'), { ...of, dryRun: '1', body: csv(file) });
  expect(dry).toEqual({
    isWritten: false,
    lines: 5,
    empty: 1,
    repeated: 1,
    keys: 4,
    unknown: { count: 2, examples: ['c', 'd'] },
    contradictions: { count: 0, examples: [] },
    misfits: { count: 0, examples: [] },
    rows: 3,
    replaced: null,
  });
  await settle();
  expect((await read()).n).toBe(0);
  const written = await importLabels(project.as('scientist'), { ...of, body: csv(file) });
  expect(written).toMatchObject({ isWritten: true, rows: 3, replaced: 0 });
  await settle();
  const found = await read();
  expect([found.n, accuracyOf(found)]).toEqual([3, 1]);
  const from = new Date(Date.now() - 50 * DAY).toISOString();
  expect(await importLabels(project.as('scientist'), { ...of, from, body: csv(file) })).toMatchObject({
    rows: 4,
    replaced: 3,
    unknown: { count: 1 },
  });
});

test('a file joined by ids keeps those that are not in the log, and one that contradicts itself is not written', async () => {
  const [call] = await log({ ages: [40, 60] });
  const unknown = idAt(Date.now());
  const of = { model: model.name, key: 'id', label: 'y', source: 'automatic' as const };
  const take = (text: string, more: { dryRun?: '1' } = {}) =>
    importLabels(project.as('scientist'), { ...of, ...more, body: csv(text) });
  const file = `id,y\n${call?.id}.0,slow\n${call?.id}.1,maybe\n${unknown},fast\n`;
  expect(await take(file)).toMatchObject({
    rows: 3,
    unknown: { count: 1, examples: [unknown] },
    misfits: { count: 1, examples: ['maybe'] },
  });
  const twofold = `id,y\n${call?.id}.0,slow\n${call?.id}.0,fast\n`;
  expect((await take(twofold, { dryRun: '1' })).contradictions.count).toBe(1);
  await expect(take(twofold)).rejects.toMatchObject({ reason: 'contradiction' });
  await expect(take('id,y\nnot an id,slow\n')).rejects.toMatchObject({ details: { line: 2, column: 'id' } });
  await expect(take('id,z\n')).rejects.toMatchObject({ details: { line: 1, column: 'y' } });
  await expect(take('id,y\n,fast\n')).rejects.toMatchObject({ reason: 'no_labels' });
  await expect(take('id,y\n"a,b')).rejects.toMatchObject({ reason: 'csv' });
  await settle();
  expect((await read()).labels).toMatchObject({ misfits: 1, unmatched: 1 });
});

test('a file through the API, and not by those who may not', async () => {
  const [call] = await log({ ages: [40] });
  const send = async (role: 'reviewer' | 'user', query: Record<string, string>) =>
    callRoute('POST', '/api/models/{model}/labels', {
      params: { model: model.name },
      query,
      headers: { ...(await project.cookieOf(role)), 'content-type': 'text/csv' },
      body: new TextEncoder().encode(`id,y\n${call?.id},slow\n`),
    });
  expect(await send('user', { key: 'id', label: 'y' })).toMatchObject({ status: 403 });
  expect(await send('reviewer', { key: 'id' })).toMatchObject({ status: 422 });
  const reply = await send('reviewer', { key: 'id', label: 'y' });
  expect([reply.status, await reply.json()]).toMatchObject([200, { isWritten: true, rows: 1 }]);
});

/** Calls of a day that the rows name themselves: `slow` is said at a probability of 0.8, and true of four rows in five. */
async function logOwnDay(day: number, rows: number): Promise<string[]> {
  const ages = Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? 40 : 60));
  const time = new Date(Date.UTC(2013, 2, 1 + day, 15)).toISOString();
  const [call] = await log({
    ages,
    ctx: ages.map(() => ({ time })),
    outputs: {
      probabilities: { shape: [rows, 2], data: ages.flatMap((age) => (age > 50 ? [0.8, 0.2] : [0.2, 0.8])) },
    },
  });
  await label(
    ...ages.map((age, i) => ({
      predictionId: `${call?.id}.${i}`,
      value: (i % 10 < 8 ? age > 50 : age <= 50) ? 'fast' : 'slow',
    })),
  );
  return [call?.id ?? ''];
}

test('days that rows name are told apart, and accuracy is estimated by how sure the answers were', async () => {
  for (let day = 0; day < 29; day += 1) await logOwnDay(day, 40);
  await settle();
  const found = await read({ version: 1 });
  expect(found).toMatchObject({ basisOfDays: 'own-time', days: 29, n: 29 * 40, course: { bucket: 'day' } });
  expect(found.course.points[1]).toEqual({
    at: '2013-03-02T00:00:00.000Z',
    n: 40,
    values: expect.objectContaining({ accuracy: 0.8 }),
  });
  expect(found.course.to).toBe('2013-03-30T00:00:00.000Z');

  const ask = (query: Record<string, string> = {}, role: 'reviewer' | 'user' = 'reviewer') =>
    project.cookieOf(role).then((headers) =>
      callRoute('GET', '/api/models/{model}/performance/estimated', {
        params: { model: model.name },
        query,
        headers,
      }),
    );
  expect((await ask({}, 'user')).status).toBe(403);
  expect((await ask({ learningDays: '3' })).status).toBe(422);
  const reply = await ask({ learningDays: '28' });
  const estimated = await reply.json();
  expect([reply.status, estimated]).toMatchObject([
    200,
    {
      missing: null,
      basisOfDays: 'own-time',
      bucket: 'day',
      learning: { days: 28, wanted: 28, from: '2013-03-01', to: '2013-03-28', labelledRows: 28 * 40 },
    },
  ]);
  const [accuracy] = estimated.measures;
  expect(accuracy).toMatchObject({ metric: 'accuracy', known: 1, held: 1 });
  const [first] = accuracy.points;
  expect(first).toMatchObject({
    at: '2013-03-01T00:00:00.000Z',
    rows: 40,
    labelled: 40,
    realised: 0.8,
    isLearning: true,
  });
  expect(first.estimate).toBeCloseTo(0.8, 12);
  expect(accuracy.points.at(-1)).toMatchObject({ isLearning: false, isHeld: true, rows: 40 });
  await logOwnDay(3, 10);
  const after = await (await ask()).json();
  expect([after.missing, after.learning]).toMatchObject(['labels', { days: 29, wanted: 42 }]);
  const again = await (await ask({ learningDays: '28' })).json();
  expect(again.measures[0].points[3].rows).toBe(50);
});

test('without probabilities, or with labels of few days, there is no estimate and a reason', async () => {
  const ask = () => estimatePerformance(project.as('reviewer'), { model: model.name, learningDays: 42 });
  await log({ ages: [40] });
  expect(await ask()).toMatchObject({ missing: 'no-scores', measures: [] });
  await logOwnDay(0, 4);
  await settle();
  expect(await ask()).toMatchObject({ missing: 'labels', learning: { days: 1 }, measures: [] });
});
