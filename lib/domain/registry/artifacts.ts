import 'server-only';
import path from 'node:path';
import { type BlobStore, folderBlobStore } from '@/lib/engine/blobs';
import { env } from '@/lib/platform/env';

let store: BlobStore | undefined;

/** The files of this installation: models and datasets. */
export function artifacts(): BlobStore {
  store ??= folderBlobStore(path.resolve(env().IMPLANTA_DATA, 'blobs'));
  return store;
}
