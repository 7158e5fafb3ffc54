import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { getModel } from '../registry';
import { nextDue } from './schedule-times';
import type { ReportSchedule, ReportScheduleContent } from './schema';
import { findSchedule, putSchedule, removeSchedule, type StoredSchedule, shownSchedule } from './store-schedules';

/** Sets when reports of a model are made; the first one is made at the next such moment. */
export async function saveReportSchedule(
  ctx: Ctx,
  input: { model: string; content: ReportScheduleContent },
): Promise<ReportSchedule> {
  const { content } = input;
  return inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'report.manage' });
    const before = await findSchedule(tx, model.id);
    const of = { projectId: model.projectId, modelId: model.id };
    const saved = await putSchedule(tx, of, content, nextDue(content, tx.now()));
    await audit(tx, {
      action: 'report-schedule.save',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: before && forAudit(before),
      after: forAudit(saved),
    });
    return shownSchedule(saved);
  });
}

/** Ends the schedule of a model. Reports that were made stay. */
export async function deleteReportSchedule(ctx: Ctx, input: { model: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'report.manage' });
    const before = await findSchedule(tx, model.id);
    if (!before || !(await removeSchedule(tx, model.id))) return;
    await audit(tx, {
      action: 'report-schedule.delete',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: forAudit(before),
    });
  });
}

/** Addresses are of people: hosts say enough. */
const forAudit = ({ every, weekday, hour, mailTo, language, enabled }: StoredSchedule) => ({
  every,
  weekday,
  hour,
  language,
  enabled,
  mailTo: mailTo.map((address) => address.slice(address.lastIndexOf('@') + 1)),
});
