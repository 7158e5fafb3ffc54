import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { writeLabels } from '@/lib/domain/feedback';
import type { Performance, Slices } from '@/lib/domain/performance/schema';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import { database } from '@/lib/platform/database';
import { callRoute } from './call-route';
import { laterWorker } from './later-worker';
import { logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const ROUTE = '/api/models/{model}/performance';
const DAYS = 12;
const ROWS = 20;

let project: TestProject;
let model: Model;
beforeEach(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  await begin();
});

const { begin, settle } = laterWorker();

type Role = 'scientist' | 'reviewer' | 'user';
const send = async (method: 'GET' | 'PUT', at: string, more: { role?: Role; body?: object } = {}) => {
  const { role = 'scientist', ...rest } = more;
  return callRoute(method, `${ROUTE}${at}`, {
    params: { model: model.name },
    headers: await project.cookieOf(role),
    ...rest,
  });
};
const choose = (entity: object | null, role: Role = 'scientist') => send('PUT', '/blocks', { body: { entity }, role });
const read = async (): Promise<Performance> => (await send('GET', '', { role: 'reviewer' })).json();
const readSlices = async (): Promise<Slices> => (await send('GET', '/slices', { role: 'reviewer' })).json();

/** Each day sees 20 of 25 patients; of every second one the labels are wrong. Row 0 of a day is of nobody. */
async function log() {
  for (let day = 0; day < DAYS; day += 1) {
    const rows = Array.from({ length: ROWS }, (_, i) => ({
      age: 30 + ((i * 7 + day) % 41),
      patient: (i + day * 3) % 25,
    }));
    const time = new Date(Date.UTC(2015, 3, 1 + day, 12)).toISOString();
    const call = logRecord(
      { projectId: project.id, modelId: model.id },
      {
        ages: rows.map(({ age }) => age),
        ctx: rows.map(
          ({ patient }, i): Record<string, string> => ({
            time,
            ward: patient < 12 ? 'A' : 'B',
            ...(i === 0 ? {} : { entity: `p${patient}` }),
          }),
        ),
      },
    );
    await commitBatch(database().pool, newDrainState(randomUUID()), [call], null);
    await writeLabels(project.as('scientist'), {
      projectId: project.id,
      labels: rows.map(({ age, patient }, i) => ({
        predictionId: `${call.id}.${i}`,
        value: age > 50 === (patient % 2 === 0) ? 'fast' : 'slow',
      })),
    });
  }
  await settle();
}

const width = ({ low, high }: { low: number | null; high: number | null }) => (high ?? Number.NaN) - (low ?? 0);
const accuracyOf = ({ result }: Performance) => {
  if (result?.kind !== 'classes') throw new Error('no classes');
  return result.measures.accuracy;
};

test('a named entity makes blocks: past rows are counted anew, and intervals and the number of blocks say so', async () => {
  await log();
  const before = await read();
  expect(before).toMatchObject({
    n: DAYS * ROWS,
    days: DAYS,
    blocks: { days: DAYS, entity: null, effective: { n: DAYS, by: 'day' }, isPending: false },
  });
  expect(accuracyOf(before).by).toBe('day');
  const saved = await choose({ from: 'context', name: 'entity' });
  expect([saved.status, await saved.json()]).toMatchObject([
    200,
    {
      entity: { from: 'context', name: 'entity' },
      available: expect.arrayContaining([{ from: 'context', name: 'ward', title: '' }]),
    },
  ]);
  // Until they are counted, rows are a block per day.
  expect((await read()).blocks).toMatchObject({
    entity: { name: 'entity', blocks: DAYS, rowsWithout: DAYS * ROWS },
    isPending: true,
  });
  await settle();
  const [facts] = await systemCtxOfTest().db.$queryRaw<
    { entities: number; without: number; days_without: number; days: number }[]
  >`
    select count(distinct e.value)::int as entities, count(*) filter (where e.value is null)::int as without,
      count(distinct t.value) filter (where e.value is null)::int as days_without, count(distinct t.value)::int as days
    from labels l join predictions p on p.id = l.prediction_id
    cross join lateral (select p.context -> l."row" ->> 'entity' as value) e
    cross join lateral (select p.context -> l."row" ->> 'time' as value) t
    where p.model_id = ${model.id}::uuid`;
  if (!facts) throw new Error('the log is empty');
  expect(facts).toMatchObject({ entities: 25, without: DAYS });
  const after = await read();
  expect(after.blocks).toMatchObject({
    days: facts.days,
    entity: { blocks: facts.entities + facts.days_without, isExact: true, rowsWithout: facts.without },
    effective: { n: DAYS, by: 'day' },
    isPending: false,
  });
  expect(after.routes).toMatchObject([{ n: DAYS * ROWS, days: DAYS, entities: facts.entities + facts.days_without }]);
  expect(accuracyOf(after)).toMatchObject({ value: accuracyOf(before).value, by: 'entity' });
  expect(width(accuracyOf(after))).toBeGreaterThan(1.5 * width(accuracyOf(before)));

  // Two wards are fewer than twelve days: the smaller number is the effective one, and too small for an interval.
  await choose({ from: 'context', name: 'ward' });
  await settle();
  const wards = await read();
  expect(wards.blocks).toMatchObject({ entity: { blocks: 2, groups: 2 }, effective: { n: 2, by: 'entity' } });
  expect(accuracyOf(wards)).toMatchObject({ low: null, high: null, by: null });

  await choose(null);
  expect(await systemCtxOfTest().db.blockDay.count({ where: { modelId: model.id } })).toBe(0);
  expect(accuracyOf(await read())).toEqual(accuracyOf(before));
});

test('slices and their classes are drawn by entity too', async () => {
  await log();
  await send('PUT', '/slices/settings', { body: { columns: [{ from: 'context', name: 'ward', isFairness: true }] } });
  await settle();
  const before = await readSlices();
  await choose({ from: 'context', name: 'entity' });
  await settle();
  const after = await readSlices();
  expect(after.blocks).toMatchObject({ entity: { blocks: 25 + DAYS }, isPending: false });
  for (const [k, slice] of (after.columns[0]?.slices ?? []).entries()) {
    const day = before.columns[0]?.slices[k];
    expect(slice).toMatchObject({ n: day?.n, days: day?.days, mean: { value: day?.mean.value, by: 'entity' } });
    expect(slice.groups).toBeGreaterThan(4);
    if (!day) throw new Error('no slice');
    expect(width(slice.mean)).toBeGreaterThan(width(day.mean));
    expect(slice.classes.map(({ recall }) => recall.value)).toEqual(day.classes.map(({ recall }) => recall.value));
    for (const { recall, f1 } of slice.classes) expect([recall.by, f1.by]).toEqual(['entity', 'entity']);
  }
  const { halves } = after.weakest;
  expect(halves.found.n + halves.reported.n).toBe(DAYS * ROWS);
  expect((halves.found.groups ?? 0) + (halves.reported.groups ?? 0)).toBe(after.blocks.entity?.groups);
  expect(after.fairness.columns[0]?.rates[0]?.groups[0]).toMatchObject({ days: DAYS, groupsDrawn: expect.any(Number) });
});

test('an input can be what rows belong together by, and what is not there is refused', async () => {
  await log();
  const refusal = async (entity: object) => {
    const reply = await choose(entity);
    return [reply.status, (await reply.json()).invalidParams?.[0]];
  };
  expect(await refusal({ from: 'context', name: 'planet' })).toEqual([
    422,
    { name: 'entity', reason: expect.stringContaining('has "planet"') },
  ]);
  expect(await refusal({ from: 'context', name: 'time' })).toMatchObject([422, { name: 'entity' }]);
  expect(await refusal({ from: 'output', name: 'age' })).toMatchObject([422, {}]);
  expect((await choose({ from: 'input', name: 'age' })).status).toBe(200);
  await settle();
  const { blocks } = await read();
  expect(blocks?.entity).toMatchObject({ from: 'input', name: 'age', blocks: 41, rowsWithout: 0 });
});

test('a reviewer sees and may not choose, a user sees nothing, and a choice is in the audit log once', async () => {
  const entity = { from: 'context', name: 'entity' };
  expect((await choose(entity, 'reviewer')).status).toBe(403);
  expect((await choose(entity, 'user')).status).toBe(403);
  expect((await send('GET', '/blocks', { role: 'user' })).status).toBe(403);
  // What callers say a row is about can be chosen before any has said it.
  expect(await (await send('GET', '/blocks', { role: 'reviewer' })).json()).toMatchObject({
    entity: null,
    available: expect.arrayContaining([{ from: 'context', name: 'entity', title: '' }]),
  });
  expect((await choose(entity)).status).toBe(200);
  expect((await choose(entity)).status).toBe(200);
  const where = { projectId: project.id, action: 'blocks.set' };
  expect(await systemCtxOfTest().db.auditEvent.findMany({ where })).toMatchObject([
    { object: `model:${model.name}`, before: { entity: null }, after: { entity } },
  ]);
});
