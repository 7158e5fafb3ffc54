import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createAlertRule,
  deliverNext,
  evaluateNextRule,
  getIncident,
  listAlertRules,
  listIncidents,
  testAlertRule,
  updateAlertRule,
} from '@/lib/domain/alerts';
import { NewAlertRule } from '@/lib/domain/alerts/schema';
import { headerOf, type SmtpServer, startSmtpServer, textOf } from '@/lib/engine/mail/fixtures/smtp-server';
import type { Ctx } from '@/lib/platform/context';
import { env } from '@/lib/platform/env';
import { callRoute } from './call-route';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const publicUrl = 'https://implanta.example';

let project: TestProject;
let smtp: SmtpServer;
let nowMs = Date.UTC(2026, 10, 24, 12, 0, 30);
const at = (ctx: Ctx): Ctx => ({ ...ctx, now: () => new Date(nowMs) });
const scientist = () => at(project.as('scientist'));
const worker = () => at(systemCtxOfTest());
beforeAll(async () => {
  project = await createTestProject();
  await uploadFixture(project, 'iris_logreg_zipmap', 'iris');
});
beforeEach(async () => {
  nowMs += 2 * HOUR;
  smtp = await startSmtpServer();
  Object.assign(env(), { SMTP_URL: smtp.url, MAIL_FROM: 'Desk <desk@implanta.example>' });
});
afterEach(async () => {
  await smtp.close();
  const { db } = systemCtxOfTest();
  await db.alertIncident.deleteMany({});
  await db.alertRule.deleteMany({});
  await db.alertDelivery.deleteMany({});
});
afterAll(() => Object.assign(env(), { SMTP_URL: undefined, MAIL_FROM: undefined }));

const ruleOf = (more: object = {}) =>
  NewAlertRule.parse({
    name: `Erros ${randomUUID()}`,
    model: 'iris',
    measure: 'error-share',
    comparison: 'above',
    limits: { basis: 'fixed', alert: 0.5 },
    noData: 'alert',
    mailTo: ['ana@example.com'],
    ...more,
  });
const fire = () => evaluateNextRule(worker(), { lagSeconds: async () => 0, publicUrl });
async function sendAll() {
  while (await deliverNext(worker()));
}
const deliveries = () => systemCtxOfTest().db.alertDelivery.findMany({ orderBy: { id: 'asc' } });

test('a rule that fires comes as mail to each address, with the way to the incident, in the language of the rule', async () => {
  const english = await createAlertRule(
    scientist(),
    ruleOf({ name: 'Errors', mailTo: ['ana@example.com', 'bo@example.com'] }),
  );
  await fire();
  await sendAll();
  await createAlertRule(
    scientist(),
    ruleOf({ name: 'Erros do balcão', language: 'pt-BR', mailTo: ['caio@example.com'] }),
  );
  await fire();
  await sendAll();
  expect(smtp.taken.flatMap(({ to }) => to)).toEqual(['ana@example.com', 'bo@example.com', 'caio@example.com']);
  const { incidents } = await listIncidents(scientist(), { projectId: project.id, limit: 50 });
  const incident = incidents.find(({ rule }) => rule.id === english.rule.id);
  const [ana, bo, caio] = smtp.taken;
  if (!ana || !bo || !caio || !incident) throw new Error('three mails and an incident');
  expect(headerOf(ana, 'From')).toBe('Desk <desk@implanta.example>');
  expect(headerOf(ana, 'Subject')).toBe('[Implanta] Alert: Errors (iris)');
  expect(textOf(ana)).toContain('Alert: Errors. iris: no data for error share over 5 min (n = 0).');
  expect(textOf(ana)).toMatch(new RegExp(`Open in Implanta: ${publicUrl}/p/[^/]+/alerts/${incident.id}\\r\\n`));
  expect(textOf(caio)).toContain('Alerta: Erros do balcão. iris: sem dados para parcela de erros em 5 min (n = 0).');
  expect(textOf(caio)).toContain(`Abrir no Implanta: ${publicUrl}/p/`);
  expect(headerOf(caio, 'Content-Language')).toBe('pt-BR');
  expect(new Set(smtp.taken.map((mail) => headerOf(mail, 'Message-ID'))).size).toBe(3);
  const { timeline } = await getIncident(scientist(), incident);
  expect(
    timeline.flatMap((entry) => (entry.kind === 'delivery' ? [[entry.delivery.channel, entry.delivery.host]] : [])),
  ).toEqual([
    ['mail', 'ana@example.com'],
    ['mail', 'bo@example.com'],
  ]);
});

test('a 4xx is tried again under the same Message-ID; the other address waits for nothing', async () => {
  await createAlertRule(scientist(), ruleOf({ mailTo: ['ana@example.com', 'bo@example.com'] }));
  await fire();
  smtp.answers = { END: ['451 later'] };
  await sendAll();
  expect(smtp.taken.map(({ to }) => to[0])).toEqual(['bo@example.com']);
  const [first] = await deliveries();
  expect(first).toMatchObject({ state: 'waiting', attempts: 1, outcome: { result: 'status', status: 451 } });
  expect(first?.dueAt.getTime()).toBe(nowMs + MINUTE);
  nowMs += MINUTE;
  await sendAll();
  const mail = smtp.taken.find(({ to }) => to[0] === 'ana@example.com');
  expect(mail && headerOf(mail, 'Message-ID')).toBe(`<${first?.id}@implanta.example>`);
  expect((await deliveries())[0]).toMatchObject({ state: 'sent', attempts: 2 });
});

test('a 5xx is not tried again, and is kept', async () => {
  await createAlertRule(scientist(), ruleOf());
  await fire();
  smtp.answers = { RCPT: ['550 no such person'] };
  await sendAll();
  nowMs += HOUR;
  expect(await deliverNext(worker())).toBe(false);
  expect(smtp.taken).toEqual([]);
  expect(await deliveries()).toMatchObject([
    { state: 'failed', attempts: 1, outcome: { result: 'refused', status: 550 } },
  ]);
});

test('an address that was taken out of the rule gets nothing that still waited for it', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf());
  await fire();
  await updateAlertRule(scientist(), { id: rule.id, change: { mailTo: ['bo@example.com'] }, publicUrl });
  await sendAll();
  expect(smtp.taken).toEqual([]);
  expect(await deliveries()).toMatchObject([{ state: 'failed', outcome: { result: 'address-gone' } }]);
});

test('without SMTP_URL the page says so, a test says so, and what waits goes out once it is set', async () => {
  Object.assign(env(), { SMTP_URL: undefined });
  const { rule } = await createAlertRule(scientist(), ruleOf());
  expect((await listAlertRules(scientist(), { projectId: project.id })).isMailSet).toBe(false);
  expect((await testAlertRule(scientist(), { id: rule.id, publicUrl })).deliveries).toMatchObject([
    { channel: 'mail', host: 'ana@example.com', state: 'failed', outcome: { result: 'mail-off' } },
  ]);
  await fire();
  await sendAll();
  Object.assign(env(), { SMTP_URL: smtp.url });
  expect((await listAlertRules(scientist(), { projectId: project.id })).isMailSet).toBe(true);
  nowMs += MINUTE;
  await sendAll();
  expect(smtp.taken).toHaveLength(1);
});

test('a test sends a mail at once', async () => {
  const { rule } = await createAlertRule(scientist(), ruleOf({ name: 'Test me', language: 'pt-BR' }));
  expect((await testAlertRule(scientist(), { id: rule.id, publicUrl })).deliveries).toMatchObject([
    { state: 'sent', outcome: { result: 'sent', status: 250 } },
  ]);
  const [mail] = smtp.taken;
  expect(mail && headerOf(mail, 'Subject')).toBe('[Implanta] Teste de Test me (iris)');
  expect(mail && textOf(mail)).toContain('Nada está errado.');
});

test('refuses what is no address, too many of them, and one twice', async () => {
  const send = async (mailTo: unknown) => {
    const answer = await callRoute('POST', '/api/alert-rules', {
      headers: { authorization: `Bearer ${project.keys.write}` },
      body: { ...ruleOf(), mailTo },
    });
    return [answer.status, (await answer.json()).invalidParams?.[0]?.name];
  };
  for (const bad of [
    'ana',
    'ana@',
    'Ana <ana@example.com>',
    'ana@example.com\r\nBcc: eve@example.com',
    'a,b@c.d',
    'ana@a b',
  ])
    expect(await send([bad])).toEqual([422, 'mailTo.0']);
  expect(await send(Array.from({ length: 11 }, (_, i) => `p${i}@example.com`))).toEqual([422, 'mailTo']);
  expect(await send(['ana@example.com', 'ANA@example.com'])).toEqual([422, 'mailTo']);
  expect((await send(['ana+alerts@mail.example.com']))[0]).toBe(201);
  const [event] = await systemCtxOfTest().db.auditEvent.findMany({ orderBy: { at: 'desc' }, take: 1 });
  expect(JSON.stringify(event?.after)).not.toContain('ana+alerts');
});
