import 'server-only';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isUuid } from '@/lib/platform/uuid7';

const SHA256 = /^[0-9a-f]{64}$/;

/** Files of projects, named by the sha256 of their bytes. No part of a path ever comes from a user. */
export interface BlobStore {
  /** A new empty file on the same volume, to be filled and then kept or removed. */
  temporary: () => string;
  /** Moves a filled temporary file to its name. Its bytes must have this sha256. */
  keep: (projectId: string, sha256: string, temporary: string) => void;
  /** The file of a blob. */
  file: (projectId: string, sha256: string) => string;
  has: (projectId: string, sha256: string) => boolean;
  remove: (projectId: string, sha256: string) => void;
  /** Removes temporary files older than `ms`. */
  sweep: (ms: number, nowMs: number) => number;
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Blobs in a folder: `<folder>/<project>/<sha256>`. */
export function folderBlobStore(folder: string): BlobStore {
  const incoming = path.join(folder, 'incoming');
  fs.mkdirSync(incoming, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  let counter = 0;
  const file = (projectId: string, sha256: string) => {
    if (!isUuid(projectId) || !SHA256.test(sha256))
      throw new RangeError('a blob is named by a project id and a sha256');
    return path.join(folder, projectId, sha256);
  };
  return {
    temporary: () => path.join(incoming, `${process.pid}-${Date.now().toString(36)}-${counter++}`),
    keep(projectId, sha256, temporary) {
      const target = file(projectId, sha256);
      fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
      const fd = fs.openSync(temporary, 'r');
      fs.fsyncSync(fd);
      fs.closeSync(fd);
      // Readable to the runner's user, which gets it as an open descriptor; the folders above are closed to it.
      fs.chmodSync(temporary, 0o444);
      fs.renameSync(temporary, target);
    },
    file,
    has: (projectId, sha256) => fs.existsSync(file(projectId, sha256)),
    remove: (projectId, sha256) => fs.rmSync(file(projectId, sha256), { force: true }),
    sweep(ms, nowMs) {
      let removed = 0;
      for (const name of fs.readdirSync(incoming)) {
        const at = path.join(incoming, name);
        if (nowMs - fs.statSync(at).mtimeMs > ms) {
          fs.rmSync(at, { force: true });
          removed += 1;
        }
      }
      return removed;
    },
  };
}
