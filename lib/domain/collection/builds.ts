import { z } from 'zod';
import { cancelJob, insertJob, type Job, listJobs } from '@/lib/engine/jobs';
import { actorName, type Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { checkPlace } from '../datasets';
import { type DatasetBuild, DatasetPlace, DatasetQuery } from '../datasets/schema';
import { authorise } from '../people';
import { checkExamined } from './examine-build';
import { pinQuery } from './query';
import { Examine, type NewBuild } from './schema';

export const DATASET_JOB = 'dataset-from-log';
const SHOWN = 20;

/** What a job reads, and where it saves it. */
export const BuildPayload = z.object({
  place: DatasetPlace,
  name: z.string(),
  query: DatasetQuery,
  examine: Examine.optional(),
});
type BuildPayload = z.infer<typeof BuildPayload>;

const toBuild = (job: Job): DatasetBuild => {
  const { place, name } = BuildPayload.parse(job.payload);
  return {
    id: job.id,
    datasetId: 'datasetId' in place ? place.datasetId : null,
    name,
    state: job.state,
    progress: job.progress,
    message: job.message,
    createdAt: job.createdAt.toISOString(),
  };
};

/** Has a worker read the rows of a query into the next version of a dataset, and a version examined on them where one is named. */
export async function startBuild(ctx: Ctx, { query, place, examine }: NewBuild): Promise<DatasetBuild> {
  const { model, pinned } = await pinQuery(ctx, query, 'dataset.upload');
  const { projectId } = model;
  const createdBy = actorName(ctx.actor);
  if (examine) await checkExamined(ctx, model.id, examine);
  const { name } = await checkPlace(ctx, projectId, place);
  const payload: BuildPayload = { place, name, query: pinned, ...(examine ? { examine } : {}) };
  const job = await insertJob(ctx, { projectId, kind: DATASET_JOB, payload, createdBy });
  return toBuild(job);
}

/** The versions that were or are made from the log, newest first. */
export async function listBuilds(ctx: Ctx, { projectId }: { projectId: string }): Promise<{ builds: DatasetBuild[] }> {
  authorise(ctx.actor, 'dataset.view', projectId);
  return { builds: (await listJobs(ctx, projectId, DATASET_JOB, SHOWN)).map(toBuild) };
}

/** Stops one; nothing of it is kept. */
export async function cancelBuild(ctx: Ctx, input: { projectId: string; id: string }): Promise<undefined> {
  authorise(ctx.actor, 'dataset.upload', input.projectId);
  const jobs = await listJobs(ctx, input.projectId, DATASET_JOB, SHOWN);
  if (!jobs.some(({ id }) => id === input.id)) throw notFound('build', input.id.slice(0, 64));
  await cancelJob(ctx, input.id);
  return undefined;
}
