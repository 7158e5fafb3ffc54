import 'server-only';
import { readFile } from 'node:fs/promises';
import type { Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { artifacts } from '../registry';
import { type HashSets, hasHash, unpackHashes } from './row-hash';
import { findVersionOf } from './store-datasets';

interface OfVersion {
  projectId: string;
  datasetId: string;
  number: number;
}

/** Which rows and entities a version has, by their hashes, in the order asked. Asks for no permission. Throws 404 where it is not there. */
export async function hasRows(
  ctx: Ctx,
  of: OfVersion & { rows?: readonly bigint[]; entities?: readonly bigint[] },
): Promise<{ rows: boolean[]; entities: boolean[] }> {
  const sets = await readHashes(ctx, of);
  return {
    rows: (of.rows ?? []).map((hash) => hasHash(sets.rows, hash)),
    entities: (of.entities ?? []).map((hash) => hasHash(sets.entities, hash)),
  };
}

/** All hashes of a version, upwards, for whoever asks for many. Asks for no permission. */
export async function readHashes(ctx: Ctx, { projectId, datasetId, number }: OfVersion): Promise<HashSets> {
  const version = await findVersionOf(ctx, { projectId, datasetId, number });
  if (!version) throw notFound('dataset version', `${datasetId} ${number}`);
  return unpackHashes(await readFile(await artifacts().file(projectId, version.hashesSha256)));
}
