import type { Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { mailSender } from '@/lib/platform/mail-sender';
import { isUuid } from '@/lib/platform/uuid7';
import { isAllowed } from '../people';
import { getModel } from '../registry';
import { MOST_REPORTS, type ModelReports, type MonitoringReport } from './schema';
import { findReport, listReportRows } from './store-reports';
import { findSchedule, shownSchedule } from './store-schedules';

/** What was made on schedule, and when the next one is. Addresses are for those who may change them. */
export async function listModelReports(ctx: Ctx, input: { model: string }): Promise<ModelReports> {
  const model = await getModel(ctx, { model: input.model, permission: 'report.view' });
  const [schedule, reports] = await Promise.all([
    findSchedule(ctx, model.id),
    listReportRows(ctx, model.id, MOST_REPORTS),
  ]);
  const mayManage = isAllowed(ctx.actor, 'report.manage', model.projectId);
  return {
    schedule: schedule && shownSchedule(mayManage ? schedule : { ...schedule, mailTo: [] }),
    reports,
    isMailSet: mailSender() !== null,
  };
}

/** A report that was made on schedule, as it was then. */
export async function getPastReport(ctx: Ctx, input: { model: string; id: string }): Promise<MonitoringReport> {
  const model = await getModel(ctx, { model: input.model, permission: 'report.view' });
  const report = isUuid(input.id) ? await findReport(ctx, model.id, input.id) : null;
  if (!report) throw notFound('report', input.id.slice(0, 64));
  return report;
}
