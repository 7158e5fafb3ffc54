import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { uploadReference } from '@/lib/domain/datasets';
import { getDrift } from '@/lib/domain/drift';
import { commitBatch, listPredictions, newDrainState } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import { database } from '@/lib/platform/database';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
let model: Model;
let at: number;
const random = mulberry32(9);
const ages = (rows: number, older = 0) => Array.from({ length: rows }, () => Math.round(30 + older + 30 * random()));

async function* csv() {
  const lines = ages(200).map((age, i) => `${age},${i % 4 === 0 ? 'b' : 'a'},24.5,4.5,raised,low`);
  yield new TextEncoder().encode(`age,sex,bmi,s5,pressure_band,glucose_band\n${lines.join('\n')}\n`);
}

beforeAll(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', 'behind'));
  const upload = { model: model.name, number: 1, filename: 'train.csv', body: csv() };
  const { reference } = await uploadReference(project.as('scientist'), upload);
  at = Date.parse(reference.createdAt) + 11_000;
  const of = { projectId: project.id, modelId: model.id };
  const records = Array.from({ length: 30 }, (_, i) => {
    const own = ages(40, 10);
    const texts = (values: (string | null)[]) => ({ shape: [own.length, 1], data: values });
    const inputs = {
      age: { shape: [own.length, 1], data: own },
      sex: texts(own.map((_, row) => (row < 3 ? '' : row < 5 ? 'c' : row % 2 === 0 ? 'a' : 'b'))),
      bmi: { shape: [own.length, 1], data: own.map(() => 24.5) },
      s5: { shape: [own.length, 1], data: own.map(() => 4.5) },
      pressure_band: texts(own.map(() => 'raised')),
      glucose_band: texts(own.map(() => 'low')),
    };
    return logRecord(of, { t: at + i, ages: own, inputs, origin: i === 29 ? 'try' : 'api' });
  });
  await commitBatch(database().pool, newDrainState(randomUUID()), records, { segment: 1, offset: 1 });
});

const list = (input: string, bin: string, more: Partial<Parameters<typeof listPredictions>[1]> = {}) =>
  listPredictions(project.as('reviewer'), { model: model.name, version: 1, limit: 200, input, bin, ...more });

/** All rows of a bin, page by page. */
async function countAll(input: string, bin: string): Promise<number> {
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await list(input, bin, { cursor });
    for (const { rowId } of page.predictions) seen.add(rowId);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return seen.size;
}

test('each count of a column is as many rows of the log', async () => {
  const window = { from: new Date(at - 7_200_000).toISOString(), to: new Date(at + 3_600_000).toISOString() };
  const { features } = await getDrift(project.as('reviewer'), { model: model.name, ...window });
  for (const { name, shape, current } of features.filter(({ name }) => name === 'age' || name === 'sex')) {
    expect(await countAll(name, 'null')).toBe(current.nulls);
    const isNumber = shape.kind === 'number';
    const outside = isNumber ? shape.currentOutside.below + shape.currentOutside.above : shape.currentOther;
    expect(await countAll(name, 'outside')).toBe(outside);
    expect(outside).toBeGreaterThan(0);
    for (const [bin, count] of shape.current.entries())
      expect([name, bin, await countAll(name, String(isNumber ? bin + 1 : bin))]).toEqual([name, bin, count]);
  }
});

test('says in words which rows they are, and how many were looked at', async () => {
  const page = await list('sex', '0', { limit: 5 });
  expect(page.narrowedBy).toMatchObject({ column: 'sex', kind: 'equal', category: 'a', low: null, high: null });
  expect(page.predictions).toHaveLength(5);
  expect(page.narrowedBy?.lookedAt).toBeGreaterThan(5);
  const next = await list('sex', '0', { limit: 5, cursor: page.nextCursor ?? undefined });
  expect(new Set([...page.predictions, ...next.predictions].map(({ rowId }) => rowId)).size).toBe(10);
  const numbers = await list('age', '1');
  expect(numbers.narrowedBy).toMatchObject({ kind: 'between', low: expect.any(Number), high: expect.any(Number) });
  expect((await list('age', '0')).narrowedBy).toMatchObject({
    kind: 'between',
    low: null,
    high: numbers.narrowedBy?.low,
  });
  const plain = await listPredictions(project.as('reviewer'), { model: model.name, limit: 5 });
  expect(plain.narrowedBy).toBeNull();
});

test('refuses what names no bin', async () => {
  for (const [input, name] of [
    [{ input: 'height', bin: '1' }, 'input'],
    [{ input: 'age', bin: '900' }, 'bin'],
    [{ input: 'age', bin: undefined }, 'bin'],
    [{ input: undefined, bin: '1' }, 'input'],
    [{ input: 'age', bin: '1', version: undefined }, 'version'],
  ] as const)
    await expect(list('age', '1', input)).rejects.toMatchObject({ code: 'invalid_input', invalidParams: [{ name }] });
  // An end user would learn of the training rows.
  await expect(
    listPredictions(project.as('user'), { model: model.name, version: 1, limit: 5, input: 'age', bin: '1' }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  const answer = await callRoute('GET', '/api/models/{model}/predictions', {
    params: { model: model.name },
    headers: await project.cookieOf('reviewer'),
    query: { version: '1', input: 'age', bin: 'x' },
  });
  expect(answer.status).toBe(422);
});

test('a page ends after 10,000 calls where another filter leaves none of their rows, and goes on from there', async () => {
  const { db } = systemCtxOfTest();
  const first = await db.prediction.findFirstOrThrow({ where: { modelId: model.id }, orderBy: { id: 'asc' } });
  await db.$executeRaw`
    insert into predictions select (jsonb_populate_record(p, jsonb_build_object('id',
      overlay(p.id::text placing lpad(to_hex(n), 12, '0') from 25)::uuid))).*
    from predictions p, generate_series(1, 10000) n where p.id = ${first.id}::uuid`;
  const nothing = { outcome: 'no such class' };
  const page = await list('age', 'null', nothing);
  expect(page).toMatchObject({ predictions: [], scannedCalls: 10_000, narrowedBy: { lookedAt: 0 } });
  expect(page.nextCursor).not.toBeNull();
  const last = await list('age', 'null', { ...nothing, cursor: page.nextCursor ?? undefined });
  expect(last).toMatchObject({ predictions: [], nextCursor: null });
});
