import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { writeLabels } from '@/lib/domain/feedback';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import { getServedVersion } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import type { PredictionRecord } from '@/lib/domain/serving';
import { SettingsPreview, SettingsProposal, VersionSettings } from '@/lib/domain/tuning/schema';
import type { Role } from '@/lib/platform/context';
import { database } from '@/lib/platform/database';
import { PLAIN } from '@/lib/pure/answer-settings/settings';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const DAY = 86_400_000;
const noon = (daysAgo: number) => (Math.floor(Date.now() / DAY) - daysAgo) * DAY + DAY / 2;

let project: TestProject;
let model: Model;
let classes: string[];
let probabilities: string;

beforeEach(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  const { served } = await getServedVersion(systemCtxOfTest(), { model: model.id, number: 1 });
  if (served.reading.task !== 'classification') throw new Error('the fixture tells classes');
  classes = served.reading.classes;
  probabilities = served.reading.probabilities ?? '';
});

const route = async (
  method: string,
  leaf: string,
  body?: object,
  more: { role?: Role; number?: string; query?: Record<string, string> } = {},
) =>
  callRoute(method, `/api/models/{model}/versions/{number}/settings${leaf}`, {
    params: { model: model.id, number: more.number ?? '1' },
    headers: await project.cookieOf(more.role ?? 'scientist'),
    ...(more.query ? { query: more.query } : {}),
    ...(body ? { body } : {}),
  });
const put = (settings: object, after: number, more: Parameters<typeof route>[3] = {}) =>
  route('PUT', '', { settings, reason: 'as costs have it', after }, more);

/** Four days of four rows each, whose second class has these scores and is true in every other one. */
async function logDays(settled?: PredictionRecord['s']): Promise<void> {
  const second = [0.2, 0.4, 0.6, 0.8];
  const records = [4, 3, 2, 1].map((daysAgo) =>
    logRecord(
      { projectId: project.id, modelId: model.id },
      {
        t: noon(daysAgo),
        ages: second.map(() => 50),
        o: second.map((score) => classes[score > 0.5 ? 1 : 0] ?? ''),
        outputs: { [probabilities]: { shape: [4, 2], data: Float32Array.from(second.flatMap((p) => [1 - p, p])) } },
        ...(settled ? { s: settled } : {}),
      },
    ),
  );
  await commitBatch(database().pool, newDrainState(randomUUID()), records, null);
  await writeLabels(project.as('scientist'), {
    projectId: project.id,
    labels: records.flatMap(({ id }) =>
      second.map((_, row) => ({ predictionId: `${id}.${row}`, value: classes[row % 2] ?? '' })),
    ),
  });
}

test('settings come into force with a reason, are kept, undone and audited', async () => {
  const first = VersionSettings.parse(await (await route('GET', '')).json());
  expect(first).toMatchObject({
    inForce: 0,
    content: PLAIN,
    history: [],
    kinds: ['threshold', 'calibration', 'margin'],
    answersCallers: true,
  });
  expect((await put({ threshold: 0.3 }, 0)).status).toBe(200);
  expect((await put({ threshold: 0.4, margin: 0.05 }, 1)).status).toBe(200);
  const undone = await route('POST', '/undo', { to: 1, reason: 'too many rows waited', after: 2 });
  const { inForce, content, history } = VersionSettings.parse(await undone.json());
  expect([inForce, content.threshold, content.margin]).toEqual([3, 0.3, null]);
  expect(history.map(({ number, basedOn }) => [number, basedOn])).toEqual([
    [3, 1],
    [2, null],
    [1, null],
  ]);
  expect(history[0]).toMatchObject({ reason: 'too many rows waited' });
  const object = `model:${model.name}/1`;
  expect((await auditActions(object)).slice(-3)).toEqual([
    'answer-settings.save',
    'answer-settings.save',
    'answer-settings.undo',
  ]);
  const [event] = await systemCtxOfTest().db.auditEvent.findMany({
    where: { object, action: 'answer-settings.undo' },
  });
  expect(event).toMatchObject({
    before: { number: 2, settings: { threshold: 0.4, margin: 0.05 } },
    after: { number: 3, settings: { threshold: 0.3, margin: null }, reason: 'too many rows waited', basedOn: 1 },
  });
  // The application can neither change nor take out what answered logged rows.
  await expect(
    systemCtxOfTest().db.answerSettings.updateMany({ where: { modelId: model.id }, data: { reason: 'other' } }),
  ).rejects.toThrow();
});

test('what does not fit, what is the same, and what others changed meanwhile is refused', async () => {
  const refusal = async (settings: object, after = 0) => {
    const answer = await put(settings, after);
    return [answer.status, (await answer.json()).invalidParams?.[0]?.name];
  };
  expect(await refusal({ units: { factor: 2, offset: 0, unit: 'h' } })).toEqual([422, 'settings.units']);
  expect(await refusal({ weights: [1, 2] })).toEqual([422, 'settings.weights']);
  expect(await refusal({ calibration: { kind: 'temperature', temperature: 2 } })).toEqual([
    422,
    'settings.calibration',
  ]);
  expect((await refusal({ threshold: 1.5 }))[0]).toBe(422);
  expect((await refusal({ calibration: { kind: 'bins', x: [0.5, 0.2], y: [0, 1] } }))[0]).toBe(422);
  expect((await refusal(PLAIN))[0]).toBe(422);
  expect((await refusal({ threshold: 0.3 }, 4))[0]).toBe(409);
  expect((await route('POST', '/undo', { to: 7, reason: 'none such', after: 0 })).status).toBe(404);
  expect((await put({ threshold: 0.3 }, 0, { number: '9' })).status).toBe(404);
  expect((await put({ threshold: 0.3 }, 0, { role: 'reviewer' })).status).toBeGreaterThanOrEqual(403);
  // Of two at the same time one is told that the other was first.
  const both = await Promise.all([put({ threshold: 0.3 }, 0), put({ threshold: 0.4 }, 0)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('where a second person approves what answers calls, an administrator passes with a reason', async () => {
  const rules = await callRoute('GET', '/api/promotion-rules', { headers: await project.cookieOf('administrator') });
  const saved = await callRoute('PUT', '/api/promotion-rules', {
    headers: await project.cookieOf('administrator'),
    body: { ...(await rules.json()), approval: 'second-person' },
  });
  expect(saved.status, await saved.clone().text()).toBe(200);
  const refused = await put({ threshold: 0.3 }, 0);
  expect([refused.status, (await refused.json()).reason]).toEqual([409, 'needs_approval']);
  const query = { override: 'callers wait for it' };
  expect((await put({ threshold: 0.3 }, 0, { query })).status).toBe(403);
  expect((await put({ threshold: 0.3 }, 0, { query, role: 'administrator' })).status).toBe(200);
  // A version that answers nobody is changed by a scientist.
  await uploadFixture(project, 'mixed_columns', model.name);
  expect((await put({ threshold: 0.3 }, 0, { number: '1' })).status).toBe(409);
});

const COSTS = { falsePositive: 1, falseNegative: 5, abstained: 0.5 };

test('a preview tells what would change, how right and how dear, from logged scores', async () => {
  await logDays();
  const answer = await route('POST', '/preview', { settings: { threshold: 0.3 }, days: 30, costs: COSTS });
  expect(answer.status, await answer.clone().text()).toBe(200);
  const preview = SettingsPreview.parse(await answer.json());
  const [low, high] = classes;
  expect(preview).toMatchObject({
    calls: 4,
    rows: 16,
    settled: 16,
    changed: 4,
    changes: [{ before: low, after: high, rows: 4, days: 4 }],
    abstained: { before: 0, after: 0 },
    isWhole: true,
    truth: {
      basis: { n: 16, days: 4 },
      measure: 'accuracy',
      score: { before: 0.5, after: 0.75, difference: 0.25, low: 0.25, high: 0.25 },
      // Missed at 0.4 and false at 0.6: 6 of 4 rows; then false at 0.6 alone.
      cost: { before: 1.5, after: 0.25, difference: -1.25 },
      training: 'unknown',
    },
  });
  expect(preview.byDay.map(({ rows, changed }) => [rows, changed])).toEqual(new Array(4).fill([4, 1]));
  expect(preview.listed).toHaveLength(4);
  expect(preview.listed[0]).toMatchObject({ before: low, after: high, truth: high });
  const band = SettingsPreview.parse(
    await (await route('POST', '/preview', { settings: { margin: 0.15 }, days: 30, costs: COSTS })).json(),
  );
  // 0.4 and 0.6 are nearer to 0.5 than 0.15: both were wrong.
  expect(band).toMatchObject({
    changed: 8,
    abstained: { before: 0, after: 8 },
    truth: { score: { after: 1 }, coverage: { before: 1, after: 0.5 }, cost: { after: 0.25 } },
  });
  expect((await route('POST', '/preview', { settings: { weights: [1, 2] }, days: 30 })).status).toBe(422);
});

test('proposals are learnt from the first half of the days and told on the other', async () => {
  await logDays();
  const propose = async (wanted: object, base: object = PLAIN) => {
    const answer = await route('POST', '/proposal', { base, days: 30, wanted });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return SettingsProposal.parse(await answer.json());
  };
  const day = (daysAgo: number) => new Date(noon(daysAgo)).toISOString().slice(0, 10);
  const threshold = await propose({ kind: 'threshold', costs: COSTS });
  expect(threshold.settings.threshold).toBeCloseTo(0.3, 4);
  expect(threshold).toMatchObject({
    fitted: { n: 8, days: 2, from: day(4), to: day(3) },
    examined: { n: 8, days: 2, from: day(2), to: day(1) },
  });
  expect(threshold.measures).toMatchObject([
    { name: 'cost', before: 1.5, after: 0.25, difference: -1.25, low: -1.25, high: -1.25 },
    { name: 'accuracy', before: 0.5, after: 0.75 },
  ]);
  expect(threshold.curve).toHaveLength(5);
  const margin = await propose({ kind: 'margin', errorRate: 0.1 });
  expect(margin.settings.margin).toBeCloseTo(0.2, 4);
  expect(margin.measures).toMatchObject([
    { name: 'errorRate', before: 0.5, after: 0 },
    { name: 'coverage', before: 1, after: 0.5 },
  ]);
  const platt = await propose({ kind: 'platt' });
  expect(platt.settings.calibration?.kind).toBe('platt');
  expect(platt.measures.map(({ name }) => name)).toEqual(['logLoss', 'brier', 'ece', 'accuracy']);
  // (0.2² + 0.6² + 0.6² + 0.2²) / 4, by the file's own scores.
  expect(platt.measures[1]?.before).toBeCloseTo(0.2, 6);
  expect((await route('POST', '/proposal', { base: PLAIN, days: 30, wanted: { kind: 'temperature' } })).status).toBe(
    422,
  );
});

test('labels of one day are too few to learn from', async () => {
  const answer = await route('POST', '/proposal', { base: PLAIN, days: 30, wanted: { kind: 'platt' } });
  expect([answer.status, (await answer.json()).reason]).toEqual([409, 'too_few_labels']);
});

test('rows that were answered by a calibration are told by the scores that the file had', async () => {
  // Halved logits: 0.8 was 2/3 in the log, so that 0.8 is what a plain preview decides by.
  expect((await put({ calibration: { kind: 'platt', slope: 0.5, intercept: 0 } }, 0)).status).toBe(200);
  await logDays({ n: 1, abstained: [] });
  const preview = SettingsPreview.parse(
    await (await route('POST', '/preview', { settings: { threshold: 0.9 }, days: 30 })).json(),
  );
  // Of 0.8 in the log the file said 16 to 1, 0.94; of 0.6 it said 9 to 4, 0.69.
  expect(preview).toMatchObject({ settled: 16, leftOut: { levelled: 0 }, changed: 4 });
  expect((await put({ calibration: { kind: 'bins', x: [0, 1], y: [0, 1] } }, 1)).status).toBe(200);
});
