import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendNotificationMail } from '@/lib/domain/alerts';
import { giveFeedback, listFeedback } from '@/lib/domain/feedback';
import { listNotifications } from '@/lib/domain/people';
import { promoteVersion } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import {
  decideItem,
  fillNextQueue,
  saveQueue,
  sendToReview,
  takeReviewBack,
  tellFixed,
  tellSettled,
} from '@/lib/domain/review';
import { QueueContent } from '@/lib/domain/review/schema';
import { encodeTensors } from '@/lib/domain/serving';
import type { InferRows, RowAnswer } from '@/lib/domain/validation';
import { headerOf, type SmtpServer, startSmtpServer, textOf } from '@/lib/engine/mail/fixtures/smtp-server';
import type { Role } from '@/lib/platform/context';
import { env } from '@/lib/platform/env';
import { callRoute } from './call-route';
import { idAt } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const MINUTE = 60_000;

let project: TestProject;
let model: Model;
let queue: { id: string };
let smtp: SmtpServer;
/** The worker's clock is so much ahead of the one of people. */
let aheadMs = 0;
const worker = () => ({ ...systemCtxOfTest(), now: () => new Date(Date.now() + aheadMs) });

beforeAll(async () => {
  smtp = await startSmtpServer();
  Object.assign(env(), { SMTP_URL: smtp.url, MAIL_FROM: 'Desk <desk@implanta.example>' });
  const { db } = systemCtxOfTest();
  await db.$queryRaw`select ensure_prediction_partition(current_date)::text`;
  await db.$queryRaw`select ensure_prediction_partition(current_date + 1)::text`;
});
beforeEach(async () => {
  aheadMs = 0;
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', 'iris'));
  queue = await saveQueue(project.as('scientist'), {
    model: 'iris',
    content: QueueContent.parse({ name: 'all', rules: { complaints: true } }),
  });
});
afterEach(async () => {
  const { db } = systemCtxOfTest();
  await db.feedback.deleteMany({});
  await db.notification.deleteMany({});
});
afterAll(async () => {
  Object.assign(env(), { SMTP_URL: undefined, MAIL_FROM: undefined });
  await smtp.close();
});

async function logged(by: Role = 'user') {
  const id = idAt(Date.now() + 5);
  await systemCtxOfTest().db.prediction.create({
    data: {
      ...{ id, projectId: project.id, modelId: model.id, versionNumber: 1, receivedAt: new Date(), rows: 1 },
      ...{ route: 'champion', origin: 'user', protocol: 'api', latencyUs: 1, queueUs: 0, runUs: 1 },
      caller: project.people[by].id,
      outcomes: ['0'],
      tensors: new Uint8Array(encodeTensors([['X', { shape: [1, 4], data: [5, 3, 1, 0.25] }]], [])),
    },
  });
  return id;
}
const complain = (id: string, more: object = {}, by: Role = 'user') =>
  giveFeedback(project.as(by), { id, verdict: 'wrong', expected: '1', ...more });
async function settle(id: string, decision: { decision: 'label'; value: string } | { decision: 'inputs-wrong' }) {
  const item = await sendToReview(project.as('reviewer'), { id: queue.id, row: id });
  await decideItem(project.as('reviewer'), { id: item.id, note: '', ...decision });
  return item;
}
async function tellAll(later: number, infer?: InferRows) {
  aheadMs = later;
  while (await tellSettled(worker()));
  if (infer) while (await tellFixed(worker(), infer));
}
const told = async (role: Role = 'user') =>
  (await listNotifications(project.as(role), { limit: 20 })).notifications.map(({ kind, values }) => ({
    kind,
    ...values,
  }));
const mine = (role: Role = 'user') => listFeedback(project.as(role), { model: 'iris', limit: 50 });
const says =
  (by: Record<number, string>): InferRows =>
  async ({ number, rows }) => ({
    classes: [],
    answers: rows.map((): RowAnswer => {
      const label = by[number] ?? '';
      return { outcome: label, label, probabilities: null, value: null };
    }),
  });

test('a person hears two minutes later how their complaint was settled, once, and sees it in the list', async () => {
  const id = await logged();
  await complain(id);
  expect((await mine()).feedback).toMatchObject([{ outcome: null }]);
  expect((await mine()).answered.all).toEqual({ complaints: 1, told: 0 });
  await settle(id, { decision: 'label', value: '1' });
  expect((await mine()).feedback).toMatchObject([{ outcome: { decision: 'label', value: '1', toldAt: null } }]);
  await tellAll(MINUTE);
  expect(await told()).toEqual([]);
  await tellAll(3 * MINUTE);
  expect(await told()).toEqual([{ kind: 'feedback-settled', model: 'iris', outcome: 'label', value: '1' }]);
  await tellAll(9 * MINUTE);
  expect(await told()).toHaveLength(1);
  expect(await told('scientist')).toEqual([]);
  expect((await mine()).answered).toEqual({
    all: { complaints: 1, told: 1 },
    days28: { complaints: 1, told: 1 },
  });
  const headers = await project.cookieOf('user');
  const list = async () => (await callRoute('GET', '/api/me/notifications', { headers })).json();
  const before = await list();
  expect(before).toMatchObject({
    unread: 1,
    notifications: [{ readAt: null, link: expect.stringContaining(`/predictions/${id}.0`) }],
  });
  // Others cannot read it away.
  const other = await project.cookieOf('scientist');
  const ids = [before.notifications[0].id];
  await callRoute('POST', '/api/me/notifications/read', { headers: other, body: { ids } });
  expect((await list()).unread).toBe(1);
  const read = await callRoute('POST', '/api/me/notifications/read', { headers, body: {} });
  expect([read.status, await read.json()]).toEqual([200, { unread: 0 }]);
  const byKey = await callRoute('GET', '/api/me/notifications', {
    headers: { authorization: `Bearer ${project.keys.admin}` },
  });
  expect(byKey.status).toBe(403);
});

test('a review that is taken back in time tells nobody, and one that is settled anew tells what is true then', async () => {
  const id = await logged();
  await complain(id);
  const item = await settle(id, { decision: 'label', value: '1' });
  await takeReviewBack(project.as('reviewer'), item);
  expect((await mine()).feedback).toMatchObject([{ outcome: null }]);
  await tellAll(9 * MINUTE);
  expect(await told()).toEqual([]);
  await decideItem(project.as('reviewer'), { id: item.id, decision: 'inputs-wrong', note: '' });
  await tellAll(9 * MINUTE);
  expect(await told()).toMatchObject([{ outcome: 'inputs-wrong' }]);
  await takeReviewBack(project.as('reviewer'), item);
  await decideItem(project.as('reviewer'), { id: item.id, decision: 'inputs-wrong', note: '' });
  await tellAll(30 * MINUTE);
  // They know that already.
  expect(await told()).toHaveLength(1);
  expect((await mine()).answered.all).toEqual({ complaints: 1, told: 1 });
});

test('a complaint about a row that was settled before gets its outcome too', async () => {
  const id = await logged();
  await settle(id, { decision: 'label', value: '2' });
  await complain(id);
  aheadMs = 2 * MINUTE;
  while (await fillNextQueue(worker()));
  expect((await mine()).feedback).toMatchObject([{ outcome: { decision: 'label', value: '2' } }]);
});

test('keys and people who have left are told nothing; who left counts as not answered', async () => {
  const id = await logged();
  await complain(id);
  const key = await callRoute('POST', '/api/predictions/{id}/feedback', {
    params: { id },
    headers: { authorization: `Bearer ${project.keys.feedback}` },
    body: { verdict: 'wrong', wantsMail: true },
  });
  expect(key.status).toBe(201);
  await settle(id, { decision: 'label', value: '1' });
  await systemCtxOfTest().db.membership.deleteMany({ where: { personId: project.people.user.id } });
  await tellAll(3 * MINUTE);
  expect(await systemCtxOfTest().db.notification.count({})).toBe(0);
  expect((await mine('scientist')).answered.all).toEqual({ complaints: 1, told: 0 });
});

test('mail says the same in the language of who asked for it', async () => {
  await systemCtxOfTest().db.person.update({ where: { id: project.people.user.id }, data: { locale: 'pt-BR' } });
  const asked = await logged();
  await complain(asked, { wantsMail: true });
  await complain(await logged('scientist'), {}, 'scientist');
  await settle(asked, { decision: 'label', value: '1' });
  await tellAll(3 * MINUTE);
  while (await sendNotificationMail(worker(), { publicUrl: 'https://implanta.example' }));
  expect(smtp.taken.map((mail) => headerOf(mail, 'To'))).toEqual([project.people.user.email]);
  expect(textOf(smtp.taken[0] ?? expect.fail('a mail came'))).toContain('O que você apontou em iris foi decidido: 1.');
  expect(textOf(smtp.taken[0] ?? expect.fail('a mail came'))).toContain(`/predictions/${asked}.0`);
});

test('when a version that answers it right has been champion for two minutes, the person hears that too', async () => {
  await uploadFixture(project, 'iris_logreg_zipmap', 'iris');
  await uploadFixture(project, 'iris_logreg_zipmap', 'iris');
  await systemCtxOfTest().db.model.update({ where: { id: model.id }, data: { champion: 1 } });
  const [id, other] = [await logged(), await logged()];
  await complain(id);
  await complain(other, { expected: '2' });
  await settle(id, { decision: 'label', value: '1' });
  await settle(other, { decision: 'inputs-wrong' });
  const infer = says({ 2: '0', 3: '1' });
  await tellAll(3 * MINUTE, infer);
  expect((await told()).map(({ kind }) => kind)).toEqual(['feedback-settled', 'feedback-settled']);
  const promote = (number: number) =>
    promoteVersion(project.as('scientist'), { model: 'iris', number, gate: async () => null });
  await promote(2);
  await tellAll(3 * MINUTE, infer);
  expect(await told()).toHaveLength(2);
  await promote(3);
  await tellAll(MINUTE, infer);
  expect(await told()).toHaveLength(2);
  await tellAll(3 * MINUTE, infer);
  expect((await told())[0]).toEqual({ kind: 'answer-fixed', model: 'iris', version: '3', value: '1' });
  await promote(2);
  await promote(3);
  await tellAll(9 * MINUTE, infer);
  expect(await told()).toHaveLength(3);
  expect((await mine()).feedback.find(({ rowId }) => rowId === `${id}.0`)?.outcome?.fixedVersion).toBe(3);
});
