import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  acknowledgeIncident,
  backtestAlertRule,
  checkAlertRule,
  createAlertRule,
  deleteAlertRule,
  deliverNext,
  evaluateNextRule,
  getAlertRule,
  getIncident,
  listIncidents,
  noteIncident,
  sweepAlerts,
  testAlertRule,
  updateAlertRule,
} from '@/lib/domain/alerts';
import { NewAlertRule, TriedRule } from '@/lib/domain/alerts/schema';
import type { Model } from '@/lib/domain/registry/schema';
import { addCrashes } from '@/lib/domain/serving';
import { signatureOf } from '@/lib/engine/webhooks';
import type { Ctx } from '@/lib/platform/context';
import { env } from '@/lib/platform/env';
import { callRoute } from './call-route';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const publicUrl = 'https://implanta.example';

let project: TestProject;
let model: Model;
let nowMs = Date.UTC(2026, 10, 24, 12, 0, 30);
const pass = (ms: number) => {
  nowMs += ms;
};
const at = (ctx: Ctx): Ctx => ({ ...ctx, now: () => new Date(nowMs) });
const scientist = () => at(project.as('scientist'));
const worker = () => at(systemCtxOfTest());

let hooks: http.Server;
let hookUrl = '';
let taken: { headers: http.IncomingHttpHeaders; body: string }[] = [];
let statuses: number[] = [];
beforeAll(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', 'iris'));
  hooks = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      taken.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve));
  const address = hooks.address();
  hookUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook`;
});
afterAll(() => hooks.close());
beforeEach(() => {
  pass(2 * HOUR);
  [taken, statuses] = [[], []];
  Object.assign(env(), { ALERT_PRIVATE_TARGETS: true });
});
afterEach(async () => {
  await systemCtxOfTest().db.alertIncident.deleteMany({});
  await systemCtxOfTest().db.alertRule.deleteMany({});
  await systemCtxOfTest().db.alertDelivery.deleteMany({});
});

let spool = 0;
/** Traffic of one bucket as the drainer leaves it. */
async function traffic(ms: number, of: { calls?: number; errors?: Record<string, number>; grain?: string }) {
  spool += 1;
  const { calls = 0, errors = {}, grain = 'minute' } = of;
  const size = grain === 'minute' ? MINUTE : HOUR;
  await systemCtxOfTest().db.predictionRollup.create({
    data: {
      spool: `00000000-0000-4000-8000-${String(spool).padStart(12, '0')}`,
      projectId: project.id,
      modelId: model.id,
      versionNumber: 1,
      route: 'champion',
      origin: 'api',
      grain,
      at: new Date(Math.floor(ms / size) * size),
      calls,
      rows: calls,
      errors,
      latency: calls === 0 ? '0' : `0 100 ${calls}`,
      features: {},
      outputs: { classes: {}, bins: {} },
    },
  });
}

const ruleOf = (more: Partial<Parameters<typeof NewAlertRule.parse>[0] & object> = {}) =>
  NewAlertRule.parse({
    name: `rule ${randomUUID()}`,
    model: 'iris',
    measure: 'error-share',
    comparison: 'above',
    limits: { basis: 'fixed', warn: 0.1, alert: 0.5 },
    ...more,
  });
const webhook = () => ({ url: hookUrl, format: 'json' as const });
const evaluate = (lagSeconds: number | null = 0) =>
  evaluateNextRule(worker(), { lagSeconds: async () => lagSeconds, publicUrl });
const incidentsOf = async (ruleId: string) =>
  (await listIncidents(scientist(), { projectId: project.id, limit: 50 })).incidents.filter(
    ({ rule }) => rule.id === ruleId,
  );

test('two workers evaluate a rule once, and after an outage once', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf());
  const rounds = await Promise.all([evaluate(), evaluate(), evaluate()]);
  expect(rounds.filter(Boolean)).toHaveLength(1);
  const count = () => systemCtxOfTest().db.alertEvaluation.count({ where: { ruleId: rule.id } });
  expect(await count()).toBe(1);
  pass(30_000);
  expect(await evaluate()).toBe(false);
  pass(5 * HOUR);
  expect(await Promise.all([evaluate(), evaluate()])).toContain(true);
  expect(await evaluate()).toBe(false);
  expect(await count()).toBe(2);
  const { dueAt } = await getAlertRule(scientist(), rule);
  expect(Date.parse(dueAt)).toBe(nowMs + MINUTE);
});

test('a rule whose worker died is taken up again, and a result that comes too late is dropped', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf());
  await traffic(nowMs - MINUTE, { errors: { 422: 10 } });
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const late = evaluateNextRule(worker(), {
    lagSeconds: async () => {
      asked();
      await held;
      return 0;
    },
    publicUrl,
  });
  await isAsked;
  expect(await evaluate()).toBe(false);
  pass(MINUTE + 1);
  expect(await evaluate()).toBe(true);
  go();
  expect(await late).toBe(true);
  expect(await systemCtxOfTest().db.alertEvaluation.count({ where: { ruleId: rule.id } })).toBe(1);
  expect(await incidentsOf(rule.id)).toHaveLength(1);
});

test('a check that is asked for while the rule is evaluated comes after it', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf());
  pass(MINUTE);
  await evaluateNextRule(worker(), {
    lagSeconds: async () => {
      await checkAlertRule(scientist(), rule);
      return 0;
    },
    publicUrl,
  });
  expect(await evaluate()).toBe(true);
  expect(await evaluate()).toBe(false);
});

test('from bad calls to an incident to a webhook that fails twice, and back', async () => {
  const { rule, secret } = await createAlertRule(scientist(), ruleOf({ webhook: webhook() }));
  expect(secret).toMatch(/^whs_.{43}$/);
  await traffic(nowMs, { calls: 9, errors: { 422: 1 } });
  await evaluate();
  expect(await incidentsOf(rule.id)).toEqual([]);

  pass(MINUTE);
  await traffic(nowMs, { errors: { 422: 30 } });
  await evaluate();
  const [incident] = await incidentsOf(rule.id);
  expect(incident).toMatchObject({ level: 'alert', closedAt: null, latest: { value: 31 / 40, n: 40, versions: [1] } });
  if (!incident) throw new Error('no incident');

  statuses = [500, 302];
  expect(await deliverNext(worker())).toBe(true);
  expect(await deliverNext(worker())).toBe(false);
  pass(MINUTE);
  expect(await deliverNext(worker())).toBe(true);
  pass(MINUTE);
  expect(await deliverNext(worker())).toBe(false);
  pass(MINUTE);
  expect(await deliverNext(worker())).toBe(true);
  pass(HOUR);
  expect(await deliverNext(worker())).toBe(false);
  expect(taken).toHaveLength(3);
  expect(new Set(taken.map(({ headers }) => headers['x-implanta-delivery'])).size).toBe(1);
  for (const { headers, body } of taken) {
    const signature = signatureOf(secret ?? '', Number(headers['x-implanta-timestamp']), body);
    expect(headers['x-implanta-signature']).toBe(signature);
  }
  expect(JSON.parse(taken[0]?.body ?? '')).toMatchObject({
    event: 'opened',
    model: 'iris',
    url: expect.stringMatching(new RegExp(`^${publicUrl}/p/.*/alerts/${incident.id}$`)),
  });

  const acknowledged = await acknowledgeIncident(scientist(), incident);
  expect(acknowledged.acknowledged?.by).toBe(project.people.scientist.actor.name);
  await expect(acknowledgeIncident(scientist(), incident)).rejects.toMatchObject({ reason: 'already_acknowledged' });
  await noteIncident(scientist(), { ...incident, text: 'a client sends texts' });

  pass(MINUTE);
  await traffic(nowMs, { calls: 50 });
  await evaluate();
  const closed = await getIncident(scientist(), incident);
  expect(closed).toMatchObject({ closedBecause: 'recovered', latest: { verdict: 'ok', value: 0 } });
  expect(closed.timeline.map(({ kind }) => kind)).toEqual([
    'opened',
    'delivery',
    'acknowledged',
    'note',
    'closed',
    'delivery',
  ]);
  expect(closed.course.map(({ value }) => value)).toEqual([0.1, 31 / 40, 0]);
  await deliverNext(worker());
  expect(JSON.parse(taken.at(-1)?.body ?? '')).toMatchObject({ event: 'closed', verdict: 'ok' });
  expect(await auditActions(`incident:${incident.id}`)).toEqual(['incident.acknowledge', 'incident.note']);
});

test('gives up after six tries within an hour', async () => {
  await createAlertRule(scientist(), ruleOf({ webhook: webhook(), noData: 'alert' }));
  await evaluate();
  statuses = new Array(9).fill(503);
  const startMs = nowMs;
  let lastMs = nowMs;
  for (let minute = 0; minute <= 90; minute++) {
    if (await deliverNext(worker())) lastMs = nowMs;
    pass(MINUTE);
  }
  expect(taken).toHaveLength(6);
  expect(lastMs - startMs).toBe(HOUR);
  const row = await systemCtxOfTest().db.alertDelivery.findFirstOrThrow();
  expect(row).toMatchObject({ state: 'failed', attempts: 6, outcome: { result: 'status', status: 503 } });
});

test('a message whose worker died while it was sent is sent again under the same id', async () => {
  await createAlertRule(scientist(), ruleOf({ webhook: webhook(), noData: 'alert' }));
  await evaluate();
  await systemCtxOfTest().db.alertDelivery.updateMany({
    data: { lease: randomUUID(), leaseUntil: new Date(nowMs + 30_000), attempts: 1 },
  });
  expect(await deliverNext(worker())).toBe(false);
  pass(30_001);
  expect(await Promise.all([deliverNext(worker()), deliverNext(worker())])).toContain(true);
  expect(taken).toHaveLength(1);
  expect(await systemCtxOfTest().db.alertDelivery.findFirstOrThrow()).toMatchObject({ state: 'sent', attempts: 2 });
});

test('sends nowhere inside the network unless that is allowed', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf({ webhook: webhook() }));
  Object.assign(env(), { ALERT_PRIVATE_TARGETS: false });
  expect((await testAlertRule(scientist(), { id: rule.id, publicUrl })).deliveries).toMatchObject([
    { state: 'failed', outcome: { result: 'closed-address' } },
  ]);
  expect(taken).toEqual([]);
  await expect(createAlertRule(scientist(), ruleOf({ webhook: webhook() }))).rejects.toMatchObject({
    reason: 'closed_address',
  });
});

test('a test says what came of it, once', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf({ webhook: { url: hookUrl, format: 'slack' } }));
  statuses = [404];
  expect((await testAlertRule(scientist(), { id: rule.id, publicUrl })).deliveries).toMatchObject([
    { state: 'failed', attempts: 1, outcome: { result: 'status', status: 404 } },
  ]);
  expect((await testAlertRule(scientist(), { id: rule.id, publicUrl })).deliveries).toMatchObject([{ state: 'sent' }]);
  expect(JSON.parse(taken[1]?.body ?? '').text).toContain('Nothing is wrong.');
  pass(8 * DAY);
  await sweepAlerts(worker());
  expect(await systemCtxOfTest().db.alertDelivery.count()).toBe(0);
});

test('tells nothing while it is muted, and afterwards what is still open', async () => {
  const mutedUntil = new Date(nowMs + 90_000).toISOString();
  const { rule } = await createAlertRule(scientist(), ruleOf({ webhook: webhook(), noData: 'alert', mutedUntil }));
  await evaluate();
  pass(MINUTE);
  await evaluate();
  expect(await incidentsOf(rule.id)).toHaveLength(1);
  expect(await deliverNext(worker())).toBe(false);
  pass(MINUTE);
  await evaluate();
  expect(await deliverNext(worker())).toBe(true);
  pass(MINUTE);
  await evaluate();
  expect(await deliverNext(worker())).toBe(false);
  expect(JSON.parse(taken[0]?.body ?? '')).toMatchObject({ event: 'opened', because: 'no-data' });
});

test('says nothing while the log is behind, and watches the lag itself', async () => {
  const silent = await createAlertRule(scientist(), ruleOf({ noData: 'alert' }));
  await evaluate(61);
  expect((await getAlertRule(scientist(), silent.rule)).last).toMatchObject({ verdict: null, because: 'log-behind' });
  await systemCtxOfTest().db.alertRule.deleteMany({});
  const limits = { basis: 'fixed', alert: 30 } as const;
  const lag = await createAlertRule(scientist(), ruleOf({ measure: 'log-lag', version: 'all', limits }));
  await evaluate(61);
  expect((await getAlertRule(scientist(), lag.rule)).openIncident?.level).toBe('alert');
});

test('reads every measure of the rollups', async () => {
  await traffic(nowMs - MINUTE, { calls: 30, errors: { 422: 4, 503: 6 } });
  const read = async (measure: string, version: unknown = 'champion') => {
    const limits = { basis: 'fixed', alert: 1e-9 };
    const { rule } = await createAlertRule(scientist(), ruleOf({ measure, version, limits }));
    await evaluate();
    const { last } = await getAlertRule(scientist(), rule);
    await systemCtxOfTest().db.alertRule.deleteMany({});
    return [last?.value, last?.n];
  };
  expect(await read('error-share')).toEqual([0.25, 40]);
  expect(await read('server-errors')).toEqual([6, 40]);
  expect(await read('rows', 'all')).toEqual([30, 40]);
  const [perMinute = null, n] = await read('calls-per-minute', 1);
  // The window of five minutes begins with the bucket that contains its start.
  expect([perMinute?.toFixed(2), n]).toEqual(['7.27', 40]);
  expect((await read('latency-p95'))[0]).toBeGreaterThan(0);
  expect(await read('feedback-wrong', 'all')).toEqual([null, 0]);
  for (const measure of ['psi-largest', 'drift-rarity', 'accuracy', 'mae', 'label-delay'])
    expect([measure, ...(await read(measure))]).toEqual([measure, null, 0]);
});

test('learns a band from the same hours of seven days at least', async () => {
  const limits = { basis: 'learnt', alert: 4, days: 14 } as const;
  const more = { measure: 'calls-per-minute', comparison: 'outside', limits } as const;
  // Calls of an hour: 60 times the calls per minute, so that the mean is 5 and the deviation the root of 32 / 7.
  const [first, ...others] = [2, 4, 4, 4, 5, 5, 7, 9];
  for (const [day, calls] of others.slice(0, 6).entries())
    await traffic(nowMs - (day + 2) * DAY, { calls: 60 * calls, grain: 'hour' });
  const { rule } = await createAlertRule(scientist(), ruleOf(more));
  await evaluate();
  expect((await getAlertRule(scientist(), rule)).last).toMatchObject({
    verdict: null,
    because: 'learning',
    learnt: { mean: null, days: 6 },
  });
  await traffic(nowMs - 9 * DAY, { calls: 60 * (others[6] ?? 0), grain: 'hour' });
  await traffic(nowMs - 10 * DAY, { calls: 60 * (first ?? 0), grain: 'hour' });
  await systemCtxOfTest().db.alertRule.deleteMany({});
  const again = await createAlertRule(scientist(), ruleOf(more));
  await evaluate();
  const deviation = Math.sqrt(32 / 7);
  const { last } = await getAlertRule(scientist(), again.rule);
  expect(last).toMatchObject({ verdict: 'ok', value: 0, learnt: { mean: 5, days: 8 } });
  expect(last?.learnt?.deviation).toBeCloseTo(deviation, 12);
  expect(last?.alert?.low).toBeCloseTo(5 - 4 * deviation, 12);
  await traffic(nowMs - MINUTE, { calls: 100 });
  pass(MINUTE);
  await evaluate();
  expect((await getAlertRule(scientist(), again.rule)).openIncident?.level).toBe('alert');
});

test('a rule that is changed, switched off or deleted leaves nothing open', async () => {
  const made = () => createAlertRule(scientist(), ruleOf({ webhook: webhook(), noData: 'alert' }));
  const { rule } = await made();
  await evaluate();
  await deliverNext(worker());
  const [first] = await incidentsOf(rule.id);
  const kept = await updateAlertRule(scientist(), { id: rule.id, change: { name: `renamed ${rule.id}` }, publicUrl });
  expect([kept.secret, kept.rule.openIncident?.id]).toEqual([null, first?.id]);
  await updateAlertRule(scientist(), { id: rule.id, change: { windowMinutes: 10 }, publicUrl });
  expect((await incidentsOf(rule.id))[0]).toMatchObject({ closedBecause: 'rule-changed' });
  await deliverNext(worker());
  expect(JSON.parse(taken.at(-1)?.body ?? '')).toMatchObject({ event: 'closed' });
  await evaluate();
  await updateAlertRule(scientist(), { id: rule.id, change: { enabled: false }, publicUrl });
  expect((await incidentsOf(rule.id))[0]).toMatchObject({ closedBecause: 'rule-disabled' });
  pass(HOUR);
  expect(await evaluate()).toBe(false);
  await updateAlertRule(scientist(), { id: rule.id, change: { enabled: true }, publicUrl });
  await evaluate();
  const [last] = await incidentsOf(rule.id);
  await deleteAlertRule(scientist(), rule);
  const left = await getIncident(scientist(), { id: last?.id ?? '' });
  expect(left).toMatchObject({ closedBecause: 'rule-deleted', rule: { id: null, name: `renamed ${rule.id}` } });
  expect(left.course).toHaveLength(1);
  expect(await auditActions(`alert-rule:${rule.id}`)).toEqual([
    'alert-rule.create',
    'alert-rule.update',
    'alert-rule.update',
    'alert-rule.update',
    'alert-rule.update',
    'alert-rule.delete',
  ]);
});

test('an address that is new has a new secret, another format keeps it', async () => {
  const { rule, secret } = await createAlertRule(scientist(), ruleOf({ webhook: webhook() }));
  const change = async (webhook: { url: string; format: 'json' | 'teams' } | null) =>
    (await updateAlertRule(scientist(), { id: rule.id, change: { webhook }, publicUrl })).secret;
  expect(await change({ url: hookUrl, format: 'teams' })).toBeNull();
  const other = await change({ url: `${hookUrl}2`, format: 'teams' });
  expect([other === null, other === secret]).toEqual([false, false]);
  expect(await change(null)).toBeNull();
  const shown = await callRoute('GET', '/api/alert-rules', {
    headers: { authorization: `Bearer ${project.keys.read}` },
  });
  expect(await shown.text()).not.toContain('whs_');
});

test('the path of a webhook is for those who may change it', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf({ webhook: webhook() }));
  expect((await getAlertRule(scientist(), rule)).webhook?.url).toBe(hookUrl);
  expect((await getAlertRule(at(project.as('reviewer')), rule)).webhook?.url).toBe(new URL(hookUrl).origin);
  const events = await systemCtxOfTest().db.auditEvent.findMany({ where: { object: `alert-rule:${rule.id}` } });
  expect(JSON.stringify(events.map(({ after }) => after))).not.toContain('/hook');
});

test('a warning that becomes an alert is told as such', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf({ webhook: webhook() }));
  await traffic(nowMs, { calls: 8, errors: { 422: 2 } });
  await evaluate();
  pass(MINUTE);
  await traffic(nowMs, { errors: { 422: 20 } });
  await evaluate();
  pass(MINUTE);
  await evaluate();
  while (await deliverNext(worker()));
  expect(taken.map(({ body }) => JSON.parse(body)).map(({ event, incident }) => [event, incident.level])).toEqual([
    ['opened', 'warn'],
    ['escalated', 'alert'],
  ]);
  const [incident] = await incidentsOf(rule.id);
  const { timeline } = await getIncident(scientist(), { id: incident?.id ?? '' });
  expect(timeline.flatMap(({ kind }) => (kind === 'delivery' ? [] : [kind]))).toEqual(['opened', 'escalated']);
});

test('keeps the newest 500 values of a rule', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf());
  await evaluate();
  const [facts] = await systemCtxOfTest().db.alertEvaluation.findMany({ where: { ruleId: rule.id } });
  if (!facts) throw new Error('no evaluation');
  await systemCtxOfTest().db.alertEvaluation.createMany({
    data: Array.from({ length: 520 }, (_, i) => ({
      ruleId: rule.id,
      projectId: project.id,
      at: new Date(nowMs - (i + 1) * MINUTE),
      facts: facts.facts ?? {},
    })),
  });
  pass(MINUTE);
  await evaluate();
  expect(await systemCtxOfTest().db.alertEvaluation.count({ where: { ruleId: rule.id } })).toBe(500);
});

test('refuses what does not fit with the field, the reason and the next step', async () => {
  const send = (body: object) =>
    callRoute('POST', '/api/alert-rules', { headers: { authorization: `Bearer ${project.keys.write}` }, body });
  const base = { name: 'x', model: 'iris', measure: 'error-share', comparison: 'above' };
  const limits = { basis: 'fixed', alert: 0.5 };
  const refused = async (body: object) => {
    const answer = await send({ ...base, limits, ...body });
    return [answer.status, (await answer.json()).invalidParams?.[0]?.name];
  };
  expect(await refused({ windowMinutes: 4 })).toEqual([422, 'windowMinutes']);
  expect(await refused({ cadenceMinutes: 0 })).toEqual([422, 'cadenceMinutes']);
  expect(await refused({ measure: 'applause' })).toEqual([422, 'measure']);
  expect(await refused({ limits: { basis: 'fixed', alert: 2 } })).toEqual([422, 'limits.alert']);
  expect(await refused({ version: 9 })).toEqual([422, 'version']);
  expect(await refused({ measure: 'null-share', column: 'none' })).toEqual([422, 'column']);
  expect(await refused({ webhook: { url: 'ftp://x', format: 'json' } })).toEqual([422, 'webhook.url']);
  expect(await refused({ webhook: { url: 'https://a:b@x.example', format: 'json' } })).toEqual([422, 'webhook.url']);
  expect((await refused({ model: 'nothing' }))[0]).toBe(404);
  expect((await refused({}))[0]).toBe(201);
  expect((await refused({}))[0]).toBe(409);
  const change = await callRoute('PATCH', '/api/alert-rules/{id}', {
    params: { id: (await systemCtxOfTest().db.alertRule.findFirstOrThrow()).id },
    headers: { authorization: `Bearer ${project.keys.write}` },
    body: { comparison: 'outside' },
  });
  expect([change.status, (await change.json()).invalidParams[0].name]).toEqual([422, 'comparison']);
});

test('a project has 200 rules at most', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf({ enabled: false }));
  const row = await systemCtxOfTest().db.alertRule.findUniqueOrThrow({ where: { id: rule.id } });
  await systemCtxOfTest().db.alertRule.createMany({
    data: Array.from({ length: 199 }, (_, i) => ({
      id: randomUUID(),
      projectId: project.id,
      modelId: model.id,
      name: `filler ${i}`,
      ownerName: '',
      definition: row.definition ?? {},
      enabled: false,
      createdAt: new Date(nowMs),
      updatedAt: new Date(nowMs),
      dueAt: new Date(nowMs),
    })),
  });
  await expect(createAlertRule(scientist(), ruleOf())).rejects.toMatchObject({ reason: 'too_many_rules' });
});

test('shows a page of incidents, open ones, and those of a model; a stranger sees none', async () => {
  for (let i = 0; i < 3; i++) await createAlertRule(scientist(), ruleOf({ noData: 'alert' }));
  for (let i = 0; i < 3; i++) await evaluate();
  const of = { projectId: project.id, state: 'open' as const };
  const first = await listIncidents(scientist(), { ...of, model: 'iris', limit: 2 });
  const next = await listIncidents(scientist(), { ...of, limit: 2, cursor: first.nextCursor ?? undefined });
  expect([first.incidents.length, next.incidents.length, next.nextCursor]).toEqual([2, 1, null]);
  expect(first.counts).toEqual({ open: 3, unacknowledged: 3 });
  const stranger = await createTestProject();
  await expect(getIncident(stranger.as('scientist'), { id: first.incidents[0]?.id ?? '' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const { incidents } = await listIncidents(at(stranger.as('scientist')), { projectId: stranger.id, limit: 50 });
  expect(incidents).toEqual([]);
});

test('tries a rule on the past without saving it', async () => {
  await systemCtxOfTest().db.predictionRollup.deleteMany({});
  for (let hour = 200; hour > 2; hour--)
    await traffic(nowMs - hour * HOUR, { calls: 10, grain: 'hour', errors: hour === 100 ? { 503: 90 } : {} });
  const tryIt = (body: object, key = project.keys.write) =>
    callRoute('POST', '/api/alert-rules/backtest', { headers: { authorization: `Bearer ${key}` }, body });
  const rule = {
    model: 'iris',
    measure: 'error-share',
    comparison: 'above',
    limits: { basis: 'fixed', warn: 0.1, alert: 0.5 },
    windowMinutes: 60,
    cadenceMinutes: 60,
  };
  const opened = Math.floor((nowMs - 100 * HOUR) / HOUR) * HOUR + HOUR;
  expect(await backtestAlertRule(scientist(), TriedRule.parse(rule))).toMatchObject({
    incidents: 1,
    alerts: 1,
    longest: { level: 'alert', openedAt: new Date(opened).toISOString(), minutes: 60, value: 0.9 },
  });
  expect(await systemCtxOfTest().db.alertRule.count()).toBe(0);
  const refused = await tryIt({ ...rule, measure: 'accuracy' });
  const problem = await refused.json();
  expect([refused.status, problem.reason, problem.invalidParams[0].name]).toEqual([422, 'no_backtest', 'measure']);
  expect((await tryIt(rule)).status).toBe(200);
  expect((await tryIt({ ...rule, version: 9 })).status).toBe(422);
  expect((await tryIt(rule, project.keys.read)).status).toBe(403);
});

test('counts the deaths of runners of a version in a window', async () => {
  const died = (atMs: number, versionNumber: number, crashes: number) =>
    addCrashes(systemCtxOfTest().db, [
      { projectId: project.id, modelId: model.id, versionNumber, atMs: Math.floor(atMs / MINUTE) * MINUTE, crashes },
    ]);
  await died(nowMs, 1, 2);
  await died(nowMs, 1, 1);
  await died(nowMs - 2 * MINUTE, 2, 5);
  await died(nowMs - HOUR, 1, 100);
  await addCrashes(systemCtxOfTest().db, [
    { projectId: project.id, modelId: randomUUID(), versionNumber: 1, atMs: nowMs, crashes: 1 },
  ]);
  const read = async (version: unknown) => {
    const limits = { basis: 'fixed', alert: 2 };
    const { rule } = await createAlertRule(scientist(), ruleOf({ measure: 'runner-crashes', version, limits }));
    await evaluate();
    const { last, openIncident } = await getAlertRule(scientist(), rule);
    await systemCtxOfTest().db.alertRule.deleteMany({});
    return [last?.value, openIncident?.level];
  };
  expect(await read('champion')).toEqual([3, 'alert']);
  expect(await read('all')).toEqual([8, 'alert']);
  pass(2 * HOUR);
  expect(await read('all')).toEqual([0, undefined]);
});
