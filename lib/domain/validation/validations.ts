import { z } from 'zod';
import { cancelJob, insertJob, type Job, listJobs } from '@/lib/engine/jobs';
import { actorName, type Ctx } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { getDatasetVersion } from '../datasets';
import { getVersion } from '../registry';
import { judgedChecks } from './checks/judged-checks';
import {
  VALIDATION_STEPS,
  ValidationPlan,
  ValidationResult,
  type ValidationRun,
  type VersionValidation,
} from './schema';
import { findNewestReport } from './store';
import { findGateRules } from './store-gate';

export const VALIDATION_JOB = 'validation';
/** Jobs of the kind that are looked at for those of one version. */
const LOOKED_AT = 200;

export const ValidationPayload = z.object({ modelId: z.uuid(), number: z.int(), plan: ValidationPlan });

interface OfVersion {
  model: string;
  number: number;
}

/** The newest report of a version as the rules of now judge it, and what is under way. */
export async function getValidation(ctx: Ctx, input: OfVersion): Promise<VersionValidation> {
  const { model, version } = await getVersion(ctx, { ...input, permission: 'version.view' });
  const [found, rules, job] = await Promise.all([
    findNewestReport(ctx, model.id, version.number, 'validation'),
    findGateRules(ctx, model.id),
    newestJob(ctx, { projectId: model.projectId, modelId: model.id, number: version.number }),
  ]);
  const result = found && ValidationResult.parse(found.result);
  const isOld = job !== null && found !== null && job.createdAt.toISOString() <= found.createdAt && !isOpen(job);
  return {
    report: found &&
      result && {
        id: found.id,
        createdBy: found.createdBy,
        createdAt: found.createdAt,
        plan: result.plan,
        rows: result.rows,
        checks: judgedChecks(result.measurements, rules),
      },
    run: job === null || isOld ? null : toRun(job),
    mustBeValidated: rules.mustBeValidated,
  };
}

/** Has a version examined. Throws 409 while one is under way, 404 where the dataset is not of the project. */
export async function startValidation(ctx: Ctx, input: OfVersion & { plan: ValidationPlan }): Promise<ValidationRun> {
  const { model, version } = await getVersion(ctx, {
    model: input.model,
    number: input.number,
    permission: 'version.manage',
  });
  if (version.servedBy !== 'runner')
    throw new AppError('conflict', `Version ${version.number} has no file to examine here.`, { reason: 'no_file' });
  const of = { projectId: model.projectId, modelId: model.id, number: version.number };
  const before = await newestJob(ctx, of);
  if (before && isOpen(before))
    throw new AppError('conflict', 'A validation of this version is under way. Cancel it first, or wait.', {
      reason: 'validation_running',
    });
  const { dataset } = input.plan;
  const rows =
    dataset &&
    (await getDatasetVersion(ctx, {
      projectId: model.projectId,
      datasetId: dataset.id,
      ...(dataset.number === null ? {} : { number: dataset.number }),
      permission: 'dataset.view',
    }));
  const plan = { ...input.plan, dataset: dataset && rows ? { ...dataset, number: rows.number } : null };
  const payload = ValidationPayload.parse({ modelId: model.id, number: version.number, plan });
  const createdBy = actorName(ctx.actor);
  const run = toRun(await insertJob(ctx, { projectId: model.projectId, kind: VALIDATION_JOB, payload, createdBy }));
  if (!run) throw new Error('a new job is done already');
  return run;
}

/** Asks the validation that is under way to stop; nothing of it is kept. */
export async function cancelValidation(ctx: Ctx, input: OfVersion): Promise<void> {
  const { model, version } = await getVersion(ctx, { ...input, permission: 'version.manage' });
  const job = await newestJob(ctx, { projectId: model.projectId, modelId: model.id, number: version.number });
  if (!job || !isOpen(job)) throw notFound('validation under way of version', String(version.number));
  await cancelJob(ctx, job.id);
}

const isOpen = ({ state }: Job): boolean => state === 'waiting' || state === 'running';

async function newestJob(ctx: Ctx, of: { projectId: string; modelId: string; number: number }): Promise<Job | null> {
  const jobs = await listJobs(ctx, of.projectId, VALIDATION_JOB, LOOKED_AT);
  const isOwn = ({ payload }: Job) => {
    const { modelId, number } = ValidationPayload.parse(payload);
    return modelId === of.modelId && number === of.number;
  };
  return jobs.find(isOwn) ?? null;
}

function toRun({ id, state, progress, message, createdBy, createdAt }: Job): ValidationRun | null {
  if (state === 'done') return null;
  const step = VALIDATION_STEPS.find((one) => one === message) ?? null;
  return { id, state, progress, step, message: step ? '' : message, createdBy, createdAt: createdAt.toISOString() };
}
