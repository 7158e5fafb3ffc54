import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { ReportSchedule as Row } from '@/prisma/generated/client';
import { type ReportSchedule, ReportScheduleContent } from './schema';

export interface StoredSchedule extends Omit<ReportSchedule, 'dueAt'> {
  projectId: string;
  modelId: string;
  dueAt: Date;
}

function toSchedule({ projectId, modelId, dueAt, ...row }: Row): StoredSchedule {
  const { every, weekday, hour, mailTo, language, enabled } = row;
  const content = ReportScheduleContent.parse({ every, weekday, hour, mailTo, language, enabled });
  return { ...content, projectId, modelId, dueAt };
}

export const shownSchedule = ({ projectId: _, modelId: __, dueAt, ...content }: StoredSchedule): ReportSchedule => ({
  ...content,
  dueAt: dueAt.toISOString(),
});

export async function findSchedule(ctx: Ctx, modelId: string): Promise<StoredSchedule | null> {
  const row = await ctx.db.reportSchedule.findUnique({ where: { modelId } });
  return row && toSchedule(row);
}

/** Takes a schedule in the place of the one that was there; a report that is being made for that one is dropped. */
export async function putSchedule(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
  content: ReportScheduleContent,
  dueAt: Date,
): Promise<StoredSchedule> {
  const data = { ...content, dueAt, updatedAt: ctx.now(), lease: null, leaseUntil: null };
  return toSchedule(
    await ctx.db.reportSchedule.upsert({
      where: { modelId: of.modelId },
      create: { ...of, ...data },
      update: data,
    }),
  );
}

export async function removeSchedule(ctx: Ctx, modelId: string): Promise<boolean> {
  return (await ctx.db.reportSchedule.deleteMany({ where: { modelId } })).count > 0;
}

/** Leases the schedule that has been due for longest; two workers never get the same one. System scope. */
export async function claimSchedule(ctx: Ctx, lease: { id: string; ms: number }): Promise<StoredSchedule | null> {
  const now = ctx.now();
  return ctx.begin(async (db) => {
    const [first] = await db.$queryRaw<{ id: string }[]>`
      select model_id as id from report_schedules
      where enabled and due_at <= ${now} and (lease_until is null or lease_until < ${now})
      order by due_at limit 1 for update skip locked`;
    if (!first) return null;
    const data = { lease: lease.id, leaseUntil: new Date(now.getTime() + lease.ms) };
    return toSchedule(await db.reportSchedule.update({ where: { modelId: first.id }, data }));
  });
}

/** Ends a lease; false where it was lost, or the schedule was changed or deleted meanwhile. */
export async function settleSchedule(ctx: Ctx, modelId: string, lease: string, dueAt: Date): Promise<boolean> {
  const { count } = await ctx.db.reportSchedule.updateMany({
    where: { modelId, lease },
    data: { lease: null, leaseUntil: null, dueAt },
  });
  return count > 0;
}
