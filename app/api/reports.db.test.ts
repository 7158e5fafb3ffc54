import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createAlertRule, evaluateNextRule } from '@/lib/domain/alerts';
import { NewAlertRule } from '@/lib/domain/alerts/schema';
import type { Model } from '@/lib/domain/registry/schema';
import {
  getMonitoringReport,
  getPastReport,
  listModelReports,
  makeDueReport,
  saveReportSchedule,
  sendReportMail,
  sweepReports,
} from '@/lib/domain/reports';
import { MonitoringReport, ReportScheduleContent } from '@/lib/domain/reports/schema';
import { headerOf, type SmtpServer, startSmtpServer, textOf } from '@/lib/engine/mail/fixtures/smtp-server';
import type { Ctx } from '@/lib/platform/context';
import { env } from '@/lib/platform/env';
import { callRoute } from './call-route';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const publicUrl = 'https://implanta.example';

let project: TestProject;
let model: Model;
let smtp: SmtpServer;
// A Wednesday.
let nowMs = Date.UTC(2026, 10, 25, 12, 0, 0);
const at = (ctx: Ctx): Ctx => ({ ...ctx, now: () => new Date(nowMs) });
const scientist = () => at(project.as('scientist'));
const worker = () => at(systemCtxOfTest());
const { db } = systemCtxOfTest();

beforeAll(async () => {
  smtp = await startSmtpServer();
  Object.assign(env(), { SMTP_URL: smtp.url });
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', 'iris'));
  for (const [daysAgo, calls, errors] of [
    [2, 30, 10],
    [3, 60, 0],
    [20, 500, 0],
  ] as const)
    await db.predictionRollup.create({
      data: {
        spool: randomUUID(),
        projectId: project.id,
        modelId: model.id,
        versionNumber: 1,
        route: 'champion',
        origin: 'api',
        grain: 'hour',
        at: new Date(Math.floor((nowMs - daysAgo * DAY) / HOUR) * HOUR),
        calls,
        rows: calls,
        errors: errors > 0 ? { 503: errors } : {},
        latency: `0 100 ${calls}`,
        features: {},
        outputs: { classes: {}, bins: {} },
      },
    });
});
afterAll(async () => {
  Object.assign(env(), { SMTP_URL: undefined });
  await smtp.close();
});
afterEach(async () => {
  await db.reportSchedule.deleteMany({});
  await db.monitoringReport.deleteMany({});
  smtp.taken.length = 0;
});

const content = (more: object = {}) =>
  ReportScheduleContent.parse({ every: 'week', weekday: 1, hour: 6, mailTo: ['ana@example.com'], ...more });
const save = (more: object = {}) => saveReportSchedule(scientist(), { model: 'iris', content: content(more) });
const make = () => makeDueReport(worker(), { publicUrl });

test('composes what the pages say of a window', async () => {
  const rule = NewAlertRule.parse({
    name: 'silence',
    model: 'iris',
    measure: 'error-share',
    comparison: 'above',
    limits: { basis: 'fixed', alert: 0.5 },
    noData: 'alert',
  });
  await createAlertRule(scientist(), rule);
  await evaluateNextRule(worker(), { lagSeconds: async () => 0, publicUrl });
  const from = new Date(nowMs - 7 * DAY).toISOString();
  const to = new Date(nowMs + 1).toISOString();
  const report = await getMonitoringReport(scientist(), { model: 'iris', from, to });
  expect(report.traffic.totals).toMatchObject({ calls: 90, errors: 10, rows: 90 });
  expect(report.incidents).toMatchObject([{ rule: { name: 'silence' }, level: 'alert', closedAt: null }]);
  expect(report.drift).toMatchObject({ watch: { version: 1, hasReference: false }, columns: [] });
  expect(report.performance).toMatchObject({ n: 0, result: null });
  const earlier = { from: new Date(nowMs - 30 * DAY).toISOString(), to: new Date(nowMs - 10 * DAY).toISOString() };
  const before = await getMonitoringReport(scientist(), { model: 'iris', ...earlier });
  expect([before.traffic.totals.calls, before.incidents]).toEqual([500, []]);
  const answer = await callRoute('GET', '/api/models/{model}/report', {
    params: { model: 'iris' },
    query: earlier,
    headers: { authorization: `Bearer ${project.keys.read}` },
  });
  expect(MonitoringReport.parse(await answer.json()).traffic.totals).toEqual(before.traffic.totals);
  await expect(getMonitoringReport(scientist(), { model: 'iris', from: to, to: from })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await db.alertIncident.deleteMany({});
  await db.alertRule.deleteMany({});
});

test('is made once when it is due, kept as it was, and mailed with the way to it', async () => {
  const saved = await save({ language: 'pt-BR', mailTo: ['ana@example.com', 'bo@example.com'] });
  expect(saved.dueAt).toBe('2026-11-30T06:00:00.000Z');
  expect(await make()).toBe(false);
  nowMs = Date.UTC(2026, 10, 30, 6, 0, 1);
  const rounds = await Promise.all([make(), make(), make()]);
  expect(rounds.filter(Boolean)).toHaveLength(1);
  expect(await make()).toBe(false);
  const { reports, schedule } = await listModelReports(scientist(), { model: 'iris' });
  expect(schedule?.dueAt).toBe('2026-12-07T06:00:00.000Z');
  expect(reports).toMatchObject([
    { from: '2026-11-23T06:00:00.000Z', to: '2026-11-30T06:00:00.000Z', mails: { waiting: 2, sent: 0, failed: 0 } },
  ]);
  const kept = { model: 'iris', id: reports[0]?.id ?? '' };
  const report = await getPastReport(scientist(), kept);
  expect(report.traffic.totals).toMatchObject({ calls: 30, errors: 10 });
  await db.predictionRollup.updateMany({ data: { calls: 1 } });
  expect(await getPastReport(scientist(), kept)).toEqual(report);
  while (await sendReportMail(worker()));
  expect(smtp.taken.map(({ to }) => to[0]).sort()).toEqual(['ana@example.com', 'bo@example.com']);
  const [mail] = smtp.taken;
  if (!mail) throw new Error('a mail');
  expect(headerOf(mail, 'Content-Language')).toBe('pt-BR');
  expect(textOf(mail)).toContain('Chamadas: 30 respondidas, 10 erros (25% de todas).');
  expect(textOf(mail)).toMatch(new RegExp(`${publicUrl}/p/[^/]+/models/iris/report\\?saved=${kept.id}`));
  expect((await listModelReports(scientist(), { model: 'iris' })).reports[0]?.mails).toEqual({
    waiting: 0,
    sent: 2,
    failed: 0,
  });
  expect(await auditActions('model:iris')).toContain('report-schedule.save');
});

test('after an outage it is one report, of the newest window that was missed', async () => {
  nowMs = Date.UTC(2026, 11, 1, 12);
  await save({ mailTo: [] });
  nowMs += 30 * DAY;
  expect(await make()).toBe(true);
  expect(await make()).toBe(false);
  const { reports, schedule } = await listModelReports(scientist(), { model: 'iris' });
  expect(reports.map(({ from, to }) => [from, to])).toEqual([['2026-12-21T06:00:00.000Z', '2026-12-28T06:00:00.000Z']]);
  expect(schedule?.dueAt).toBe('2027-01-04T06:00:00.000Z');
});

test('a worker that dies leaves the report to another, and what comes too late is dropped', async () => {
  nowMs = Date.UTC(2027, 0, 5, 12);
  await save({ mailTo: [] });
  nowMs = Date.UTC(2027, 0, 11, 6);
  await db.reportSchedule.updateMany({ data: { lease: randomUUID(), leaseUntil: new Date(nowMs + 5 * 60_000) } });
  expect(await make()).toBe(false);
  nowMs += 5 * 60_000 + 1;
  expect(await make()).toBe(true);
  expect(await db.monitoringReport.count()).toBe(1);
  // The same window, due again because the schedule was saved anew, is not made twice.
  await db.reportSchedule.updateMany({ data: { dueAt: new Date(nowMs - 1) } });
  expect(await make()).toBe(true);
  expect(await db.monitoringReport.count()).toBe(1);
  nowMs += 4 * 366 * DAY;
  await sweepReports(worker());
  expect(await db.monitoringReport.count()).toBe(0);
});

test('a mail is tried again under the same Message-ID, and a refusal is kept', async () => {
  nowMs = Date.UTC(2027, 1, 1, 12);
  await save({ mailTo: ['ana@example.com', 'gone@example.com'] });
  nowMs = Date.UTC(2027, 1, 8, 6);
  await make();
  smtp.answers = { RCPT: ['451 later', '550 no such person'] };
  while (await sendReportMail(worker()));
  expect((await listModelReports(scientist(), { model: 'iris' })).reports[0]?.mails).toEqual({
    waiting: 1,
    sent: 0,
    failed: 1,
  });
  nowMs += 60_000;
  while (await sendReportMail(worker()));
  const waited = await db.reportMail.findFirstOrThrow({ where: { state: 'sent' } });
  expect(smtp.taken.map((mail) => headerOf(mail, 'Message-ID'))).toEqual([`<${waited.id}@localhost>`]);
});

test('a reviewer reads reports without addresses, a stranger sees none, and what does not fit is refused', async () => {
  await save();
  const reviewer = at(project.as('reviewer'));
  expect((await listModelReports(reviewer, { model: 'iris' })).schedule).toMatchObject({ every: 'week', mailTo: [] });
  await expect(saveReportSchedule(reviewer, { model: 'iris', content: content() })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(listModelReports(at(project.as('user')), { model: 'iris' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(getPastReport(scientist(), { model: 'iris', id: randomUUID() })).rejects.toMatchObject({
    code: 'not_found',
  });
  const put = async (body: object) => {
    const headers = { authorization: `Bearer ${project.keys.write}` };
    const answer = await callRoute('PUT', '/api/models/{model}/report-schedule', {
      params: { model: 'iris' },
      headers,
      body,
    });
    return [answer.status, (await answer.json()).invalidParams?.[0]?.name];
  };
  expect(await put({ every: 'day', hour: 6 })).toEqual([422, 'every']);
  expect(await put({ every: 'week', hour: 24 })).toEqual([422, 'hour']);
  expect(await put({ every: 'week', hour: 6, weekday: 8 })).toEqual([422, 'weekday']);
  expect(await put({ every: 'week', hour: 6, mailTo: ['x'] })).toEqual([422, 'mailTo.0']);
  expect(await put({ every: 'month', hour: 6 })).toEqual([200, undefined]);
});
