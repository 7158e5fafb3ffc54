import 'server-only';
import fs from 'node:fs';
import { type BlobStore, blobName, folderBlobStore, readBlobName, sha256OfFile } from './blob-store';
import type { BlobPlace } from './read-blob-url';
import { type Bucket, openBucket } from './s3-bucket';

/**
 * Blobs in a bucket: `<prefix><project>/<sha256>`. `folder` has a copy of those that this machine has kept or read, so that what answers
 * goes on answering while the service is away. An object is taken only if its bytes have the sha256 of its name.
 */
export function bucketBlobStore(folder: string, place: BlobPlace): BlobStore {
  const here = folderBlobStore(folder);
  let opened: Promise<Bucket> | undefined;
  const bucket = () => {
    opened ??= openBucket(place);
    return opened;
  };
  const coming = new Map<string, Promise<string>>();

  async function bring(projectId: string, sha256: string): Promise<string> {
    const temporary = here.temporary();
    try {
      await (await bucket()).get(blobName(projectId, sha256), temporary);
      if ((await sha256OfFile(temporary)) !== sha256)
        throw new Error(`The bucket has other bytes under ${blobName(projectId, sha256)} than those of that sha256.`);
      await here.keep(projectId, sha256, temporary);
    } finally {
      fs.rmSync(temporary, { force: true });
    }
    return here.place(projectId, sha256);
  }

  return {
    temporary: here.temporary,
    sweep: here.sweep,
    place: here.place,
    async keep(projectId, sha256, temporary) {
      await (await bucket()).put(blobName(projectId, sha256), temporary);
      await here.keep(projectId, sha256, temporary);
    },
    async file(projectId, sha256) {
      if (await here.has(projectId, sha256)) return here.place(projectId, sha256);
      const name = blobName(projectId, sha256);
      const known = coming.get(name) ?? bring(projectId, sha256).finally(() => coming.delete(name));
      coming.set(name, known);
      return known;
    },
    has: async (projectId, sha256) => (await bucket()).has(blobName(projectId, sha256)),
    async remove(projectId, sha256) {
      await here.remove(projectId, sha256);
      await (await bucket()).remove(blobName(projectId, sha256));
    },
    /** Copies of this machine too: what another machine removed is to be removed here. */
    async *list() {
      yield* here.list();
      for await (const { key, changedMs } of (await bucket()).list()) {
        const blob = readBlobName(key);
        if (blob) yield { ...blob, keptMs: changedMs };
      }
    },
  };
}
