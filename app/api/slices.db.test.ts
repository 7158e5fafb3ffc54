import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { uploadReference } from '@/lib/domain/datasets';
import { writeLabels } from '@/lib/domain/feedback';
import type { Slices } from '@/lib/domain/performance/schema';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import { database } from '@/lib/platform/database';
import { callRoute } from './call-route';
import { laterWorker } from './later-worker';
import { logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const MINUTE = 60_000;
const DAY = 86_400_000;
const ROUTE = '/api/models/{model}/performance/slices';

let project: TestProject;
let model: Model;
beforeEach(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  await begin();
});

const { begin, settle } = laterWorker();

type Role = 'scientist' | 'reviewer' | 'user';
const send = async (
  method: 'GET' | 'PUT',
  at: '' | '/settings',
  more: { role?: Role; body?: object; query?: Record<string, string> } = {},
) => {
  const { role = 'scientist', ...rest } = more;
  return callRoute(method, `${ROUTE}${at}`, {
    params: { model: model.name },
    headers: await project.cookieOf(role),
    ...rest,
  });
};
const choose = (body: object, role: Role = 'scientist') => send('PUT', '/settings', { body, role });
const read = async (query: Record<string, string> = {}): Promise<Slices> =>
  (await send('GET', '', { role: 'reviewer', query })).json();

interface Row {
  day: number;
  age: number;
  region: string | null;
  label: 'fast' | 'slow';
}

/** One call a day; the model says "fast" above 50. The labels of the rows of region "south" are wrong for most. */
function makeRows(days: number): Row[] {
  return Array.from({ length: days }, (_, day) =>
    Array.from({ length: 20 }, (_, i): Row => {
      const age = 30 + ((i * 7 + day * 3) % 41);
      const region = i === 19 ? null : i % 4 === 0 ? 'south' : 'north';
      const said = age > 50;
      const isRight = region === 'south' ? (i + day) % 3 === 0 : (i + day) % 10 !== 0;
      return { day, age, region, label: said === isRight ? 'fast' : 'slow' };
    }),
  ).flat();
}

async function log(rows: readonly Row[]) {
  for (const day of new Set(rows.map((row) => row.day))) {
    const some = rows.filter((row) => row.day === day);
    const time = new Date(Date.UTC(2015, 3, 1 + day, 12)).toISOString();
    const call = logRecord(
      { projectId: project.id, modelId: model.id },
      {
        ages: some.map(({ age }) => age),
        ctx: some.map(({ region }): Record<string, string> => ({ time, ...(region === null ? {} : { region }) })),
      },
    );
    await commitBatch(database().pool, newDrainState(randomUUID()), [call], null);
    await writeLabels(project.as('scientist'), {
      projectId: project.id,
      labels: some.map(({ label }, i) => ({ predictionId: `${call.id}.${i}`, value: label })),
    });
  }
  await settle();
}

const isRight = ({ age, label }: Row) => (age > 50 ? 'fast' : 'slow') === label;
const share = (rows: readonly Row[], is: (row: Row) => boolean) => rows.filter(is).length / rows.length;

test('chosen columns are cut, counted anew from the log, and say what the raw rows say', async () => {
  const rows = makeRows(24);
  await log(rows);
  expect(await read()).toMatchObject({ metric: null, n: 0, columns: [], isPending: false });
  const chosen = await choose({
    columns: [
      { from: 'context', name: 'region', isFairness: true },
      { from: 'input', name: 'age' },
    ],
  });
  const settings = await chosen.json();
  expect([chosen.status, settings]).toMatchObject([
    200,
    {
      positive: null,
      columns: [
        { name: 'region', isFairness: true, cut: { kind: 'values', values: ['north', 'south'] }, cutBy: 'rows' },
        { name: 'age', isFairness: false, cut: { kind: 'bands', edges: [40, 50, 60] }, cutBy: 'rows' },
      ],
    },
  ]);
  expect(settings.available).toEqual(
    expect.arrayContaining([
      { from: 'input', name: 'age', title: '' },
      { from: 'context', name: 'region', title: '' },
    ]),
  );
  expect(settings.available).not.toContainEqual(expect.objectContaining({ name: 'time' }));
  expect(settings.classes.map(({ label }: { label: string }) => label)).toEqual(['fast', 'slow']);
  expect(await read()).toMatchObject({ isPending: true });
  await settle();
  const slices = await read();
  expect(slices).toMatchObject({
    metric: 'accuracy',
    basis: 'headline',
    basisOfDays: 'own-time',
    n: rows.length,
    days: 24,
    isPending: false,
  });
  const [region, age] = slices.columns;
  const of = (name: string | null) => rows.filter((row) => row.region === name);
  expect(region?.slices.map(({ name, n, days }) => [name, n, days])).toEqual([
    [{ kind: 'value', value: 'north' }, of('north').length, 24],
    [{ kind: 'value', value: 'south' }, of('south').length, 24],
    [{ kind: 'null' }, of(null).length, 24],
  ]);
  const south = region?.slices[1];
  expect(south?.mean.value).toBeCloseTo(share(of('south'), isRight), 12);
  const rest = rows.filter((row) => row.region !== 'south');
  expect(south?.difference.value).toBeCloseTo(share(of('south'), isRight) - share(rest, isRight), 12);
  expect(south?.difference.high).toBeLessThan(0);
  const slow = of('south').filter(({ label }) => label === 'slow');
  expect(south?.classes.find(({ label }) => label === 'slow')).toMatchObject({ support: slow.length });
  const recall = south?.classes.find(({ label }) => label === 'slow')?.recall;
  expect(recall?.value).toBeCloseTo(share(slow, isRight), 12);
  expect(recall?.low).toBeLessThan(recall?.value ?? 0);
  expect(recall?.high).toBeGreaterThan(recall?.value ?? 1);
  const middle = rows.filter((row) => row.age > 40 && row.age <= 50);
  expect(age?.slices[1]).toMatchObject({ name: { kind: 'band', low: 40, high: 50 }, n: middle.length });
  expect(age?.slices[1]?.mean.value).toBeCloseTo(share(middle, isRight), 12);

  const { weakest, fairness } = slices;
  expect(weakest.halves).toMatchObject({ found: { n: 240, days: 12 }, reported: { n: 240, days: 12 } });
  expect(weakest.slices[0]).toMatchObject({ column: region?.id, name: { value: 'south' }, verdict: 'held' });
  expect((weakest.slices[0]?.found.n ?? 0) + (weakest.slices[0]?.reported.n ?? 0)).toBe(of('south').length);

  // Of two classes the second is compared.
  expect(fairness.positive).toEqual({ label: 'slow', name: 'slow' });
  const [compared] = fairness.columns;
  expect(compared?.groups.map(({ n }) => n)).toEqual([of('north').length, of('south').length, of(null).length]);
  const rateOf = (rate: string) => compared?.rates.find((one) => one.rate === rate);
  const saidSlow = ({ age: years }: Row) => years <= 50;
  expect(rateOf('selection')?.groups[1]?.value).toBeCloseTo(share(of('south'), saidSlow), 12);
  expect(rateOf('truePositive')?.groups[1]?.value).toBeCloseTo(share(slow, saidSlow), 12);
  const fast = of('south').filter(({ label }) => label === 'fast');
  expect(rateOf('falsePositive')?.groups[1]?.value).toBeCloseTo(share(fast, saidSlow), 12);
  const extremes = rateOf('truePositive')?.extremes;
  expect(extremes?.lowest).toBe(1);
  // The interval of the gap is that of the pair it is between.
  expect(extremes?.gap.low).toBeGreaterThan(0);

  expect(await read({ version: '2' })).toMatchObject({ n: 0, metric: null });
  expect(await read({ to: new Date(Date.now() - 30 * DAY).toISOString() })).toMatchObject({ n: 0 });
});

test('a column keeps its cut while it stays, and without columns nothing is counted', async () => {
  await log(makeRows(6));
  const first = await (await choose({ columns: [{ from: 'input', name: 'age' }] })).json();
  await settle();
  const due = () => systemCtxOfTest().db.labelDay.count({ where: { projectId: project.id, dueAt: { not: null } } });
  const kept = await (
    await choose({ columns: [{ from: 'input', name: 'age', isFairness: true }], positive: 'fast' })
  ).json();
  expect(kept.columns).toEqual([{ ...first.columns[0], isFairness: true }]);
  expect(await due()).toBe(0);
  expect((await read()).fairness.positive?.label).toBe('fast');
  const more = await (
    await choose({
      columns: [
        { from: 'context', name: 'region' },
        { from: 'input', name: 'age' },
      ],
    })
  ).json();
  expect(more.columns[1]).toEqual(first.columns[0]);
  expect(await due()).toBe(1);
  // Before the days are counted anew, what is known of the old column is still there.
  expect((await read()).columns.map(({ n }) => n)).toEqual([0, 120]);
  await choose({ columns: [] });
  expect(await systemCtxOfTest().db.sliceDay.count({ where: { modelId: model.id } })).toBe(0);
  await settle();
  expect(await read()).toMatchObject({ n: 0, columns: [], isPending: false });
});

test('few days have no interval and no verdict', async () => {
  await log(makeRows(6));
  await choose({ columns: [{ from: 'context', name: 'region' }] });
  await settle();
  const { weakest, columns } = await read();
  expect(columns[0]?.slices[1]?.mean.low).not.toBeNull();
  expect(weakest).toMatchObject({ halves: { found: { days: 3 }, reported: { days: 3 } }, looked: 0, slices: [] });
});

test('the reference of the version cuts its columns before there is any label', async () => {
  const header = 'age,sex,bmi,s5,pressure_band,glucose_band';
  const lines = Array.from({ length: 101 }, (_, i) => `${i},${i % 3 ? 'a' : 'b'},24.5,4.5,raised,low`);
  const file = new TextEncoder().encode([header, ...lines, ''].join('\n'));
  await uploadReference(project.as('scientist'), {
    model: model.name,
    number: 1,
    filename: 'r.csv',
    body: (async function* () {
      yield file;
    })(),
  });
  const reply = await choose({
    columns: [
      { from: 'input', name: 'age' },
      { from: 'input', name: 'sex' },
    ],
  });
  expect((await reply.json()).columns).toMatchObject([
    { cut: { kind: 'bands', edges: [25, 50, 75] }, cutBy: 'reference' },
    { cut: { kind: 'values', values: ['a', 'b'] }, cutBy: 'reference' },
  ]);
  const constant = await choose({ columns: [{ from: 'input', name: 'bmi' }] });
  expect([constant.status, (await constant.json()).detail]).toMatchObject([
    422,
    expect.stringContaining('all rows have the same value'),
  ]);
});

test('what cannot be chosen is refused with the column and the reason', async () => {
  const refusal = async (body: object) => {
    const reply = await choose(body);
    expect(reply.status).toBe(422);
    return (await reply.json()).invalidParams as { name: string; reason: string }[];
  };
  const column = (name: string, from = 'input') => ({ from, name });
  expect(await refusal({ columns: [column('age')] })).toMatchObject([
    { name: 'columns.0', reason: expect.stringContaining('send labels') },
  ]);
  await log(makeRows(6));
  expect(await refusal({ columns: [column('age'), column('height')] })).toMatchObject([
    { name: 'columns.1', reason: expect.stringContaining('no such column') },
  ]);
  expect(await refusal({ columns: [column('age'), column('age')] })).toMatchObject([
    { name: 'columns.1', reason: 'it is chosen twice' },
  ]);
  expect(await refusal({ columns: [column('time', 'context')] })).toMatchObject([
    { name: 'columns.0', reason: 'a moment is no group of rows' },
  ]);
  expect(await refusal({ columns: [column('planet', 'context')] })).toMatchObject([{ name: 'columns.0' }]);
  expect(await refusal({ columns: [], positive: 'sideways' })).toMatchObject([{ name: 'positive' }]);
  await refusal({ columns: Array.from({ length: 9 }, (_, i) => column(`c${i}`)) });
  await refusal({ columns: [{ from: 'output', name: 'x' }] });
  await refusal({});
  expect((await (await send('GET', '/settings')).json()).columns).toEqual([]);
});

test('a reviewer sees and may not choose, a user sees nothing, and a choice is in the audit log', async () => {
  await log(makeRows(6));
  const body = { columns: [{ from: 'context', name: 'region' }] };
  expect((await choose(body, 'reviewer')).status).toBe(403);
  expect((await choose(body, 'user')).status).toBe(403);
  expect((await send('GET', '', { role: 'user' })).status).toBe(403);
  expect((await send('GET', '/settings', { role: 'user' })).status).toBe(403);
  expect((await send('GET', '/settings', { role: 'reviewer' })).status).toBe(200);
  const where = { projectId: project.id, action: 'slices.set' };
  expect(await systemCtxOfTest().db.auditEvent.count({ where })).toBe(0);
  expect((await choose(body)).status).toBe(200);
  const [event] = await systemCtxOfTest().db.auditEvent.findMany({ where });
  expect(event).toMatchObject({
    object: `model:${model.name}`,
    before: { columns: [] },
    after: { columns: [{ name: 'region', cut: { values: ['north', 'south'] } }] },
  });
});

test('labels of another model on the same day do not hide the values of a column', async () => {
  const other = await uploadFixture(project, 'mixed_columns', `other-${randomUUID().slice(0, 8)}`);
  const ages = Array.from({ length: 3500 }, (_, i) => 30 + (i % 40));
  const t = Date.now() - MINUTE;
  const crowd = logRecord({ projectId: project.id, modelId: other.model.id }, { t, ages });
  await commitBatch(database().pool, newDrainState(randomUUID()), [crowd], null);
  for (let from = 0; from < ages.length; from += 500)
    await writeLabels(project.as('scientist'), {
      projectId: project.id,
      labels: ages.slice(from, from + 500).map((_, i) => ({ predictionId: `${crowd.id}.${from + i}`, value: 'slow' })),
    });
  await log(makeRows(3));
  await settle();
  const reply = await choose({ columns: [{ from: 'context', name: 'region' }] });
  expect(reply.status, await reply.clone().text()).toBe(200);
});
