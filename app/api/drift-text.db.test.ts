import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { findReference, uploadReference } from '@/lib/domain/datasets';
import { getDrift, stripDrift, tryChange, watchDrift } from '@/lib/domain/drift';
import { commitBatch, listPredictions, newDrainState, recountReference } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import { database } from '@/lib/platform/database';
import { sentences } from '@/lib/pure/drift/fixtures/sentences';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { writePlainCsvRow } from '@/lib/pure/tabular/csv-write';
import { logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const ROWS = 60;
const LENGTH = 'text#length';
const UNSEEN = 'text#unseen-words';

const ENGLISH = sentences('_template', 3);
const TRAINED = ENGLISH.slice(0, 240);
const LATER = ENGLISH.slice(240);
const FOREIGN = sentences('pt_BR', 4);

let project: TestProject;
let model: Model;
let of: { projectId: string; modelId: string };
let reference: { id: string; createdAt: string };
const spool = randomUUID();
let drained = 0;
let random = mulberry32(1);

beforeAll(async () => {
  project = await createTestProject();
});
beforeEach(async () => {
  random = mulberry32(9);
  ({ model } = await uploadFixture(project, 'tfidf_text', `t-${randomUUID().slice(0, 8)}`));
  of = { projectId: project.id, modelId: model.id };
  await upload(TRAINED);
});

async function upload(texts: readonly string[]) {
  async function* csv() {
    yield new TextEncoder().encode(['text', ...texts].map((text) => writePlainCsvRow([text])).join(''));
  }
  const file = { model: model.name, number: 1, filename: 'texts.csv', body: csv() };
  ({ reference } = await uploadReference(project.as('scientist'), file));
}

const inForce = () => Date.parse(reference.createdAt) + 11_000;
const drawn = (texts: readonly string[]) =>
  Array.from({ length: ROWS }, () => texts[Math.floor(random() * texts.length)] ?? '');

/** One call per day that its rows name. */
async function drainDays(from: number, to: number, textsOf: () => (string | null)[], t = inForce()) {
  const records = Array.from({ length: to - from }, (_, i) => {
    const data = textsOf();
    const time = new Date(FIRST + (from + i) * DAY + DAY / 2).toISOString();
    return logRecord(of, {
      t: t + i,
      ages: data.map(() => 1),
      o: data.map(() => 'news'),
      inputs: { text: { shape: [data.length, 1], data } },
      ctx: data.map(() => ({ time })),
    });
  });
  drained += 1;
  await commitBatch(database().pool, newDrainState(spool), records, { segment: 1, offset: drained });
}

const watch = () => watchDrift(project.as('scientist'), { model: model.name });
const drift = async () => {
  const window = { from: new Date(inForce() - DAY).toISOString(), to: new Date(inForce() + DAY).toISOString() };
  const { features, ...rest } = await getDrift(project.as('reviewer'), { model: model.name, ...window });
  return { ...rest, features, of: (name: string) => features.find((feature) => feature.name === name) };
};

test('a column of texts is watched by its length and its unseen words, and by nothing else', async () => {
  await drainDays(0, 8, () => drawn(LATER));
  const found = await drift();
  expect(found.withoutReference).toEqual([]);
  expect(found.features.map(({ name }) => name).sort()).toEqual([LENGTH, UNSEEN]);
  expect(found.of(LENGTH)).toMatchObject({
    current: { rows: 8 * ROWS, nulls: 0, compared: 8 * ROWS },
    reference: { rows: 240, nulls: 0 },
    text: { column: 'text', measure: 'length', values: 240, distinct: 240 },
  });
  expect(found.of(UNSEEN)).toMatchObject({ reference: { rows: 120 }, text: { words: expect.any(Number) } });
  // The same kind of sentences is no change.
  for (const name of [LENGTH, UNSEEN]) expect(found.of(name)?.psi, name).toBeLessThan(0.25);
});

test.each([
  ['another language', () => drawn(FOREIGN), UNSEEN],
  ['cut texts', () => drawn(LATER).map((text) => text.slice(0, 15)), LENGTH],
] as const)('%s is told from the day on which it comes, and days before are quiet', async (_, texts, name) => {
  await drainDays(0, 40, () => drawn(LATER));
  await drainDays(40, 46, texts);
  const { days, alarms } = await watch();
  expect(alarms).toBe(1);
  const first = days.find(({ isNew }) => isNew);
  expect(first?.day).toBe('2024-02-10');
  expect(first?.moved.filter(({ isBeyond }) => isBeyond).map((moved) => moved.name)).toContain(name);
  const { columns } = await stripDrift(project.as('reviewer'), { model: model.name });
  const psi = columns.find((column) => column.name === name)?.psi ?? [];
  expect(psi.at(-1)).toBeGreaterThan(psi[0] ?? Number.NaN);
});

test('texts of before the reference are counted by the recount, once, and over a new reference anew', async () => {
  await drainDays(0, 10, () => drawn(LATER), Date.parse(reference.createdAt) - DAY / 2);
  // Right after it came into force, so that it is before the next one does.
  const early = Date.parse(reference.createdAt) + 10_000;
  await drainDays(10, 20, () => [...drawn(LATER).slice(4), null, '', '?!', 'one'], early);
  const recount = async () => {
    const tools = { lagSeconds: async () => 0, notYet: () => new Error('not yet'), report: async () => {} };
    const later = { ...systemCtxOfTest(), now: () => new Date(inForce() + DAY) };
    await recountReference(later, { modelId: model.id, number: 1, profileId: reference.id }, tools);
  };
  await recount();
  await recount();
  const check = async () => {
    const found = await drift();
    expect(found.uncounted).toBe(0);
    // No text: 20 of 1,200 rows; no word: 10 more.
    expect(found.of(LENGTH)?.current).toEqual({ rows: 20 * ROWS, nulls: 20, compared: 20 * ROWS - 20 });
    expect(found.of(UNSEEN)?.current).toEqual({ rows: 20 * ROWS, nulls: 30, compared: 20 * ROWS - 30 });
    expect((await watch()).days.map(({ rows }) => rows)).toEqual(new Array(19).fill(ROWS));
  };
  await check();
  await upload(ENGLISH.slice(100, 400));
  await recount();
  await check();
});

test('leads to the rows behind a bin, and takes changes of the sandbox', async () => {
  await drainDays(0, 40, () => drawn(LATER));
  const profile = (await findReference(systemCtxOfTest(), model.id, 1))?.columns[UNSEEN];
  if (profile?.kind !== 'number') throw new Error('no profile');
  const found = await drift();
  const shape = found.of(UNSEEN)?.shape;
  if (shape?.kind !== 'number') throw new Error('no shape');
  const page = await listPredictions(project.as('scientist'), {
    model: model.name,
    version: 1,
    input: UNSEEN,
    bin: String(shape.current.length),
    limit: 100,
  });
  expect(page.narrowedBy).toMatchObject({ column: UNSEEN, kind: 'between', high: profile.edges.at(-1) });
  expect(page.predictions.length).toBe(Math.min(100, shape.current.at(-1) ?? 0));
  const tried = await tryChange(project.as('scientist'), { model: model.name, column: LENGTH, kind: 'shift', size: 2 });
  expect(tried.detectors.find(({ name }) => name === 'calibrated')?.noticed).not.toBeNull();
});

test('few, alike or short values are categories as before', async () => {
  await upload(Array.from({ length: 60 }, (_, i) => `class ${i % 3}`));
  await drainDays(0, 2, () => drawn(['class 1', 'class 2']));
  const { features } = await drift();
  expect(features.map(({ name, shape, text }) => [name, shape.kind, text])).toEqual([['text', 'category', null]]);
});
