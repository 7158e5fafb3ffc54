import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import { type LoggedInputs, typedCell } from '../collection';
import { getDatasetVersion, hasHash, readHashes, rowHash } from '../datasets';
import type { LoggedAnswer } from '../predictions';
import type { Version } from '../registry/schema';

/** Whether a logged row is one that a version learnt, by its features. */
export type IsLearnt = (call: LoggedAnswer, row: number) => boolean;

/** Null where nobody knows what a version learnt: it was not trained here, its dataset is gone, or has features that are no inputs (`known`). */
export async function learntRows(
  ctx: Ctx,
  of: { projectId: string; version: Version; inputs: LoggedInputs; known: ReadonlySet<string> },
): Promise<IsLearnt | null> {
  const { trainedOn } = of.version;
  if (!trainedOn) return null;
  const where = { projectId: of.projectId, datasetId: trainedOn.datasetId, number: trainedOn.datasetNumber };
  const dataset = await getDatasetVersion(ctx, where).catch(nothingIfGone);
  const hashes = dataset && (await readHashes(ctx, where).catch(nothingIfGone));
  if (!dataset || !hashes) return null;
  const types = new Map(dataset.columns.map(({ name, type }) => [name, type]));
  const { features } = dataset.roles;
  if (!features.every((name) => of.known.has(name))) return null;
  return (call, row) =>
    hasHash(
      hashes.rows,
      rowHash(features, (name) => typedCell(types.get(name) ?? 'text', of.inputs.valueOf(call, row, name))),
    );
}
