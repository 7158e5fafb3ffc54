import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { uploadReference } from '@/lib/domain/datasets';
import { tryChange, watchDrift } from '@/lib/domain/drift';
import type { TriedChange } from '@/lib/domain/drift/schema';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import { database } from '@/lib/platform/database';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { createTestProject, type TestProject, uploadFixture } from './test-project';

const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const ROWS = 60;
const WATCHED = 31;

let project: TestProject;
let model: Model;
const random = mulberry32(3);
const ages = () => Array.from({ length: ROWS }, () => Math.round(35 + 10 * (random() + random() + random())));

async function* csv() {
  const rows = Array.from({ length: 20 }, ages).flat();
  const lines = rows.map((age, i) => `${age},${i % 3 === 0 ? 'b' : 'a'},24.5,4.5,raised,low`);
  yield new TextEncoder().encode(`age,sex,bmi,s5,pressure_band,glucose_band\n${lines.join('\n')}\n`);
}

beforeAll(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', 'sandbox'));
  const upload = { model: model.name, number: 1, filename: 'train.csv', body: csv() };
  const { reference } = await uploadReference(project.as('scientist'), upload);
  const of = { projectId: project.id, modelId: model.id };
  const records = Array.from({ length: 28 + WATCHED + 1 }, (_, day) => {
    const time = new Date(FIRST + day * DAY + DAY / 2).toISOString();
    const t = Date.parse(reference.createdAt) + 11_000 + day;
    return logRecord(of, { t, ages: ages(), ctx: Array.from({ length: ROWS }, () => ({ time })) });
  });
  await commitBatch(database().pool, newDrainState(randomUUID()), records, { segment: 1, offset: 1 });
});

const attempt = (more: Partial<Parameters<typeof tryChange>[1]>) =>
  tryChange(project.as('reviewer'), { model: model.name, column: 'age', kind: 'shift', size: 1, ...more });
const found = ({ detectors }: TriedChange, name: string) => {
  const detector = detectors.find((one) => one.name === name);
  if (!detector) throw new Error(`no ${name}`);
  return detector;
};

test('a large shift is noticed by every detector of distances on its first day, and days before it are as they were', async () => {
  const tried = await attempt({ size: 2, from: '2024-02-10' });
  expect(tried).toMatchObject({ column: 'age', kind: 'shift', size: 2, category: null, from: '2024-02-10' });
  expect(tried.days).toHaveLength(WATCHED);
  const at = tried.days.findIndex(({ day }) => day === '2024-02-10');
  for (const name of ['calibrated', 'evidently', 'nannyml', 'psi']) {
    const { noticed, days, hiddenDays } = found(tried, name);
    // Day by day, PSI and Evidently raise alarms on sixty rows without any change, and then have nothing to notice.
    const firstFree = days.findIndex(({ isAlarmWithout }, day) => day >= at && !isAlarmWithout);
    expect([name, noticed?.day]).toEqual([name, tried.days[firstFree]?.day]);
    expect(hiddenDays).toBe(days.filter(({ isAlarmWithout }, day) => day >= at && isAlarmWithout).length);
    for (const { without, withIt } of days.slice(0, at)) expect(withIt).toBe(without);
    expect(days[at]?.withIt).not.toBe(days[at]?.without);
  }
  expect(found(tried, 'nulls')).toMatchObject({ noticed: null, alarmDays: 0, alarms: 0, columnAlarmDays: 0 });
});

test('what is tried is judged as the watch judges, and nothing is kept', async () => {
  const before = await watchDrift(project.as('reviewer'), { model: model.name });
  const { days, alarms, lower } = found(await attempt({ size: -3 }), 'calibrated');
  const watched = before.days.filter(({ p }) => p !== null);
  expect(days.map(({ without }) => without)).toEqual(watched.map(({ p }) => p));
  expect([alarms, lower]).toEqual([before.alarms, before.level]);
  expect(days.at(-1)?.isAlarm).toBe(true);
  expect(await watchDrift(project.as('reviewer'), { model: model.name })).toEqual(before);
  const wider = found(await attempt({ falseAlarms: 3, learningDays: 14 }), 'calibrated');
  expect([wider.lower, wider.days.length]).toEqual([1 / 30, WATCHED + 14]);
});

test.each(['first', 'before'] as const)(
  'days are judged alike whether they all are or the last ones only: %s',
  async (against) => {
    // A change of less than a row leaves all counts as they are.
    for (const from of ['2024-01-30', '2024-02-20']) {
      const { days } = found(await attempt({ kind: 'nulls', size: 0.001, against, from }), 'calibrated');
      expect(days.map(({ withIt }) => withIt)).toEqual(days.map(({ without }) => without));
      expect(days.every(({ withIt }) => withIt !== null)).toBe(true);
    }
  },
);

test('nulls, a new category and one that grows are told by the rows that count them', async () => {
  const nulls = await attempt({ kind: 'nulls', size: 0.2, from: '2024-02-15' });
  expect(found(nulls, 'nulls').noticed).toEqual({ day: '2024-02-15', delayDays: 0 });
  expect(found(nulls, 'nulls').days.at(-1)).toEqual({
    without: 0,
    withIt: 0.2,
    isAlarmWithout: false,
    isAlarm: true,
  });
  expect(found(nulls, 'evidently').noticed).toBeNull();
  const fresh = await attempt({ column: 'sex', kind: 'new-category', size: 0.05, from: '2024-02-15' });
  expect(found(fresh, 'unseen').noticed).toEqual({ day: '2024-02-15', delayDays: 0 });
  expect(found(fresh, 'unseen').days.at(-1)?.withIt).toBe(0.05);
  const grown = await attempt({ column: 'sex', kind: 'category-grows', size: 1, category: 'b' });
  expect(grown.category).toBe('b');
  expect(found(grown, 'psi').days.at(-1)?.withIt).not.toBe(found(grown, 'psi').days.at(-1)?.without);
});

test('refuses what cannot be tried, naming the field', async () => {
  const wrong: [Parameters<typeof attempt>[0], string][] = [
    [{ column: 'height' }, 'column'],
    [{ column: 'sex' }, 'kind'],
    [{ column: 'bmi' }, 'kind'],
    [{ size: 0 }, 'size'],
    [{ size: 11 }, 'size'],
    [{ kind: 'nulls', size: 1.1 }, 'size'],
    [{ kind: 'new-category', size: 0.1 }, 'kind'],
    [{ column: 'sex', kind: 'category-grows', size: 0.1, category: 'z' }, 'category'],
    [{ from: '2023-01-01' }, 'from'],
    [{ from: '2030-01-01' }, 'from'],
  ];
  for (const [input, name] of wrong)
    await expect(attempt(input)).rejects.toMatchObject({ code: 'invalid_input', invalidParams: [{ name }] });
  await expect(attempt({ learningDays: 120 })).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    tryChange(project.as('user'), { model: model.name, column: 'age', kind: 'shift', size: 1 }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  const get = (query: Record<string, string>) =>
    project
      .cookieOf('reviewer')
      .then((headers) =>
        callRoute('GET', '/api/models/{model}/drift/sandbox', { params: { model: model.name }, headers, query }),
      );
  expect(await get({ column: 'age', kind: 'shift', size: '1' })).toMatchObject({ status: 200 });
  expect(await get({ column: 'age', kind: 'shift', size: 'x' })).toMatchObject({ status: 422 });
});
