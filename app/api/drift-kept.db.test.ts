import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { findReference, uploadReference } from '@/lib/domain/datasets';
import { getDrift, stripDrift, watchDrift } from '@/lib/domain/drift';
import { ingest } from '@/lib/domain/ingest';
import { listRollups } from '@/lib/domain/predictions';
import { registerElsewhere, saveOverlay } from '@/lib/domain/registry';
import { type Model, NewElsewhereModel } from '@/lib/domain/registry/schema';
import { createTestProject, systemCtxOfTest, type TestProject } from './test-project';

const DAY = 86_400_000;
const TODAY = Math.floor(Date.now() / DAY) * DAY;
/** Noon of so many days ago. */
const noon = (back: number) => TODAY - back * DAY + DAY / 2;
const from = new Date(TODAY - 130 * DAY).toISOString();

let project: TestProject;
let model: Model;
const later = () => ({ ...project.as('scientist'), now: () => new Date(Date.now() + 11_000) });

beforeEach(async () => {
  project = await createTestProject();
  const made = NewElsewhereModel.parse({
    name: `m-${randomUUID().slice(0, 8)}`,
    task: 'regression',
    columns: [{ name: 'age', kind: 'number' }],
  });
  model = await registerElsewhere(project.as('scientist'), { ...made, projectId: project.id });
  async function* csv() {
    yield new TextEncoder().encode(`age\n${Array.from({ length: 200 }, (_, i) => i % 60).join('\n')}\n`);
  }
  await uploadReference(project.as('scientist'), { model: model.name, number: 1, filename: 'a.csv', body: csv() });
});

const send = (rows: readonly { age: number; time: number }[]) =>
  ingest(later(), {
    model: model.name,
    unknown: 'refuse',
    body: {
      bytes: Buffer.from(JSON.stringify(rows.map((row) => ({ ...row, prediction: 1 })))),
      contentType: 'application/json',
      header: () => null,
    },
  });
const days = (first: number, last: number, ages: (i: number) => number) =>
  Array.from({ length: first - last + 1 }, (_, d) =>
    Array.from({ length: 40 }, (_, i) => ({ age: ages(i), time: noon(first - d) + i })),
  ).flat();
const drift = () => getDrift(later(), { model: model.name, from });

/** The same from the counts of every bucket, one by one. */
async function counted() {
  const reference = await findReference(systemCtxOfTest(), model.id, 1);
  const of = { projectId: project.id, modelId: model.id, fromMs: Date.parse(from), toMs: Date.now() + 60_000 };
  const found = (await listRollups(systemCtxOfTest(), of, ['features'])).flatMap(({ rollup }) => {
    const age = rollup.features.get('age');
    return age?.reference?.profile === reference?.id && age?.reference ? [age] : [];
  });
  const bins = found[0]?.reference?.counts.map((_, bin) =>
    found.reduce((sum, { reference }) => sum + (reference?.counts[bin] ?? 0), 0),
  );
  return { rows: found.reduce((sum, { n }) => sum + n, 0), bins };
}
async function expectCounted(rows: number) {
  const [found, truth] = [await drift(), await counted()];
  const [age] = found.features;
  if (age?.shape.kind !== 'number') throw new Error('no ages');
  const { current, currentOutside } = age.shape;
  expect([found.rows, age.current.compared, truth.rows]).toEqual([rows, rows, rows]);
  expect([currentOutside.below, ...current, currentOutside.above]).toEqual(truth.bins);
}

test('a range over months is the sum of its buckets, also when rows come late into a month that was added up', async () => {
  await send(days(129, 1, (i) => i + 5));
  await expectCounted(129 * 40);
  await expectCounted(129 * 40);
  await send([{ age: 77, time: noon(75) }]);
  await expectCounted(129 * 40 + 1);
  await send([{ age: 3, time: Date.now() }]);
  await expectCounted(129 * 40 + 2);
});

test('verdicts on days are told again until a row comes late, a setting or a title is another', async () => {
  await send(days(60, 1, (i) => i + 5));
  const watch = (more: object = {}) => watchDrift(later(), { model: model.name, ...more });
  const first = await watch();
  expect(await watch()).toBe(first);
  expect(first.alarms).toBe(0);
  expect((await watch({ falseAlarms: 2 })).settings.falseAlarms).toBe(2);
  expect(await watch()).toBe(first);
  await send(Array.from({ length: 400 }, (_, i) => ({ age: 59, time: noon(5) + i })));
  const second = await watch();
  expect(second.days.find(({ rows }) => rows === 440)).toMatchObject({ isAlarm: true });
  expect(second.alarms).toBe(1);
  const strip = () => stripDrift(later(), { model: model.name });
  const told = await strip();
  expect(await strip()).toBe(told);
  const overlay = {
    columns: [{ input: 'age', index: null, name: 'age', title: 'Age of a person', kind: 'number', nullable: true }],
  };
  await saveOverlay(project.as('scientist'), { model: model.name, number: 1, overlay } as never);
  expect((await strip()).columns[0]?.title).toBe('Age of a person');
});
