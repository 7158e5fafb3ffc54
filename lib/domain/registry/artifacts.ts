import 'server-only';
import path from 'node:path';
import { type BlobStore, bucketBlobStore, folderBlobStore, readBlobUrl } from '@/lib/engine/blobs';
import type { Ctx } from '@/lib/platform/context';
import { env } from '@/lib/platform/env';
import { listNamedFiles } from './store-artifacts';

let store: BlobStore | undefined;

/** The files of this installation: models and datasets. */
export function artifacts(): BlobStore {
  if (!store) {
    const folder = path.resolve(env().IMPLANTA_DATA, 'blobs');
    const { BLOB_URL } = env();
    store = BLOB_URL === undefined ? folderBlobStore(folder) : bucketBlobStore(folder, readBlobUrl(BLOB_URL));
  }
  return store;
}

/** Removes files that nothing names any more. What the store does not remove now, `sweepFiles` will. */
export async function removeFiles(ctx: Ctx, projectId: string, files: readonly string[]): Promise<void> {
  for (const sha256 of files)
    await artifacts()
      .remove(projectId, sha256)
      .catch((error: unknown) => ctx.log.warn({ error, projectId, sha256 }, 'a file is left for the next sweep'));
}

const LISTED_TOGETHER = 500;

/** Removes files that no row names and that are older than `ms`: those of a process that died between the two. Returns how many. System only. */
export async function sweepFiles(ctx: Ctx, ms: number): Promise<number> {
  const before = ctx.now().getTime() - ms;
  let removed = 0;
  let old: { projectId: string; sha256: string }[] = [];
  const removeUnnamed = async () => {
    const named = await listNamedFiles(ctx, old);
    for (const { projectId, sha256 } of old)
      if (!named.has(`${projectId}/${sha256}`)) {
        await removeFiles(ctx, projectId, [sha256]);
        removed += 1;
      }
    old = [];
  };
  for await (const { projectId, sha256, keptMs } of artifacts().list()) {
    if (keptMs < before) old.push({ projectId, sha256 });
    if (old.length === LISTED_TOGETHER) await removeUnnamed();
  }
  if (old.length > 0) await removeUnnamed();
  return removed;
}
