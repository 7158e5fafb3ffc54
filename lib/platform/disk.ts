import fs from 'node:fs/promises';
import path from 'node:path';
import { env } from './env';

/** The disk under the embedded database; null where the database is elsewhere or cannot be asked. */
export async function databaseDisk(): Promise<{ freeBytes: number; totalBytes: number } | null> {
  try {
    const { bsize, bavail, blocks } = await fs.statfs(path.join(env().IMPLANTA_DATA, 'postgres'));
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}
