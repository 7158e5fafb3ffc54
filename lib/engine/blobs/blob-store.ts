import 'server-only';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isUuid } from '@/lib/platform/uuid7';

const SHA256 = /^[0-9a-f]{64}$/;

/** A blob as a list of them tells it. */
export interface ListedBlob {
  projectId: string;
  sha256: string;
  /** When it was kept last. */
  keptMs: number;
}

/** Files of projects, named by the sha256 of their bytes. No part of a path ever comes from a user. */
export interface BlobStore {
  /** A new empty file on the volume of the files here, to be filled and then kept or removed. */
  temporary: () => string;
  /** Moves a filled temporary file to its name. Its bytes must have this sha256. */
  keep: (projectId: string, sha256: string, temporary: string) => Promise<void>;
  /** Where the file of a blob is on this machine, as soon as it is there. */
  place: (projectId: string, sha256: string) => string;
  /** The file of a blob on this machine, brought here where it was not. Rejects where it is nowhere. */
  file: (projectId: string, sha256: string) => Promise<string>;
  has: (projectId: string, sha256: string) => Promise<boolean>;
  remove: (projectId: string, sha256: string) => Promise<void>;
  /** Every blob, in no order. */
  list: () => AsyncGenerator<ListedBlob>;
  /** Removes temporary files older than `ms`. */
  sweep: (ms: number, nowMs: number) => number;
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** The name of a blob in its store: `<project>/<sha256>`. Throws a RangeError for anything else. */
export function blobName(projectId: string, sha256: string): string {
  if (!isUuid(projectId) || !SHA256.test(sha256)) throw new RangeError('a blob is named by a project id and a sha256');
  return `${projectId}/${sha256}`;
}

/** The blob of such a name; null for what is none. */
export function readBlobName(name: string): { projectId: string; sha256: string } | null {
  const [projectId = '', sha256 = '', ...more] = name.split('/');
  return isUuid(projectId) && SHA256.test(sha256) && more.length === 0 ? { projectId, sha256 } : null;
}

/** Blobs in a folder: `<folder>/<project>/<sha256>`. */
export function folderBlobStore(folder: string): BlobStore {
  const incoming = path.join(folder, 'incoming');
  fs.mkdirSync(incoming, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  let counter = 0;
  const place = (projectId: string, sha256: string) => path.join(folder, blobName(projectId, sha256));
  return {
    temporary: () => path.join(incoming, `${process.pid}-${Date.now().toString(36)}-${counter++}`),
    async keep(projectId, sha256, temporary) {
      const target = place(projectId, sha256);
      fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
      const fd = fs.openSync(temporary, 'r');
      fs.fsyncSync(fd);
      fs.closeSync(fd);
      // Readable to the runner's user, which gets it as an open descriptor; the folders above are closed to it.
      fs.chmodSync(temporary, 0o444);
      fs.renameSync(temporary, target);
    },
    place,
    async file(projectId, sha256) {
      const at = place(projectId, sha256);
      await fs.promises.access(at);
      return at;
    },
    has: async (projectId, sha256) => fs.existsSync(place(projectId, sha256)),
    remove: async (projectId, sha256) => fs.rmSync(place(projectId, sha256), { force: true }),
    async *list() {
      for (const project of fs.readdirSync(folder).filter(isUuid))
        for (const name of fs.readdirSync(path.join(folder, project))) {
          const blob = readBlobName(`${project}/${name}`);
          const found = blob && fs.statSync(path.join(folder, project, name), { throwIfNoEntry: false });
          if (found) yield { ...blob, keptMs: found.mtimeMs };
        }
    },
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
