import { z } from 'zod';
import { cancelJob, insertJob, type Job, listJobs } from '@/lib/engine/jobs';
import { actorName, type Ctx } from '@/lib/platform/context';
import { AppError, invalidInput, notFound } from '@/lib/platform/errors';
import { findReference } from '../datasets';
import { windowOf } from '../monitoring';
import { getModel, getServedVersion } from '../registry';
import {
  DRIFT_PROFILES,
  type DriftReport,
  type DriftReportRequest,
  DriftReportResult,
  type DriftReports,
} from './schema';

export const DRIFT_REPORT_JOB = 'drift-report';
const SHOWN = 20;
/** Jobs of the kind that are looked at for those of one model. */
const LOOKED_AT = 200;

/** What a report is about, and what came of it. */
export const ReportPayload = z.object({
  modelId: z.uuid(),
  number: z.int(),
  profile: z.enum(DRIFT_PROFILES),
  fromMs: z.number(),
  toMs: z.number(),
  read: z.int().default(0),
  result: DriftReportResult.nullable().default(null),
});
export type ReportPayload = z.infer<typeof ReportPayload>;
/** Without the result, which is large: lists look at many jobs to find those of a model. */
const OfModel = ReportPayload.pick({ modelId: true });

const toReport = (job: Job): DriftReport => {
  const { number, profile, fromMs, toMs, read, result } = ReportPayload.parse(job.payload);
  return {
    id: job.id,
    profile,
    version: number,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    state: job.state,
    read,
    message: job.message,
    createdBy: job.createdBy,
    createdAt: job.createdAt.toISOString(),
    result,
  };
};

/** Has the rows of a window compared with the reference's rows by the rules of another tool. */
export async function startDriftReport(ctx: Ctx, input: DriftReportRequest & { model: string }): Promise<DriftReport> {
  const { model, version } = await getServedVersion(ctx, {
    model: input.model,
    number: input.version,
    permission: 'drift.report',
  });
  const [fromMs, toMs] = windowOf(input, ctx.now());
  if (fromMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  if (!(await findReference(ctx, model.id, version.number)))
    throw new AppError('conflict', `Version ${version.number} has no reference. Upload its training rows first.`, {
      reason: 'no_reference',
    });
  const payload: ReportPayload = {
    modelId: model.id,
    number: version.number,
    profile: input.profile,
    fromMs,
    toMs,
    read: 0,
    result: null,
  };
  const createdBy = actorName(ctx.actor);
  return toReport(await insertJob(ctx, { projectId: model.projectId, kind: DRIFT_REPORT_JOB, payload, createdBy }));
}

/** Reports of a model, newest first. */
export async function listDriftReports(ctx: Ctx, input: { model: string }): Promise<DriftReports> {
  const model = await getModel(ctx, { ...input, permission: 'drift.view' });
  return { reports: (await jobsOf(ctx, model)).slice(0, SHOWN).map(toReport) };
}

async function jobsOf(ctx: Ctx, model: { id: string; projectId: string }): Promise<Job[]> {
  const jobs = await listJobs(ctx, model.projectId, DRIFT_REPORT_JOB, LOOKED_AT);
  return jobs.filter(({ payload }) => OfModel.parse(payload).modelId === model.id);
}

/** Asks a report that is under way to stop. */
export async function cancelDriftReport(ctx: Ctx, input: { model: string; id: string }): Promise<void> {
  const model = await getModel(ctx, { model: input.model, permission: 'drift.report' });
  const jobs = await jobsOf(ctx, model);
  if (!jobs.some(({ id }) => id === input.id)) throw notFound('report', input.id);
  await cancelJob(ctx, input.id);
}
