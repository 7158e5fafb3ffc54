import type { Ctx } from '@/lib/platform/context';
import { findVersionOfJob, getDatasetVersion } from '../datasets';
import { buildVersion } from './run-build';

/**
 * The version that a dataset has now: of one that was asked of the log, a new one that ends now and begins where it did, else the newest that
 * is there. Asked again with the same id it is the one that it was then. System scope.
 */
export async function refreshDataset(
  ctx: Ctx,
  of: { projectId: string; datasetId: string; askedBy: { id: string; name: string } },
  report: (rows: number) => Promise<void>,
): Promise<number> {
  const { projectId, datasetId, askedBy } = of;
  const newest = await getDatasetVersion(ctx, { projectId, datasetId });
  if (newest.source.kind !== 'query') return newest.number;
  const made = await findVersionOfJob(ctx, askedBy.id);
  if (made) return made.number;
  const now = ctx.now().toISOString();
  const query = { ...newest.source.query, to: now, asOf: now };
  await buildVersion(
    ctx,
    { projectId, jobId: askedBy.id, createdBy: askedBy.name, place: { datasetId }, query },
    { report: ({ message }) => report(Number(message)) },
  );
  return (await findVersionOfJob(ctx, askedBy.id))?.number ?? newest.number;
}
