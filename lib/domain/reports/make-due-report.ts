import { randomUUID } from 'node:crypto';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { nameProject } from '../people';
import { getModel } from '../registry';
import { composeReport } from './make-report';
import { lastDue, nextDue, windowBefore } from './schedule-times';
import { insertMails } from './store-mails';
import { insertReport } from './store-reports';
import { claimSchedule, settleSchedule } from './store-schedules';
import { writeReportMail } from './write-report-mail';

const LEASE_MS = 5 * 60_000;

/**
 * Makes the report that has been due for longest. Returns false when none was due. After an outage it is one report, of the newest window
 * that was missed. Of two workers one makes it; a report whose lease was lost is dropped. System scope.
 */
export async function makeDueReport(ctx: Ctx, tools: { publicUrl: string }): Promise<boolean> {
  const lease = { id: randomUUID(), ms: LEASE_MS };
  const schedule = await claimSchedule(ctx, lease);
  if (!schedule) return false;
  const { projectId, modelId, mailTo, language } = schedule;
  const now = ctx.now();
  const { from, to } = windowBefore(schedule, lastDue(schedule, now));
  const [project, model] = await Promise.all([
    nameProject(ctx, projectId),
    getModel(ctx, { model: modelId, permission: 'report.view' }),
  ]);
  const report = await composeReport(ctx, model, { fromMs: from.getTime(), toMs: to.getTime() });
  await inTransaction(ctx, async (tx) => {
    if (!(await settleSchedule(tx, modelId, lease.id, nextDue(schedule, now)))) return;
    const kept = await insertReport(tx, projectId, report);
    if (!kept) return;
    const place = `${tools.publicUrl}/p/${project}/models/${encodeURIComponent(model.name)}/report`;
    const mail = writeReportMail(report, { language, project, url: `${place}?saved=${kept.id}` });
    await insertMails(tx, { projectId, reportId: kept.id }, mailTo, mail);
  });
  return true;
}
