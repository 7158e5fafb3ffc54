import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type { BlobStore } from '@/lib/engine/blobs';

/** Keeps a small file, looks whether the store has it, and removes it. Returns why that is not possible, or null. */
export async function checkFiles(blobs: BlobStore): Promise<string | null> {
  const [owner, text] = [randomUUID(), 'a file of no project'];
  const sha256 = createHash('sha256').update(text).digest('hex');
  const temporary = blobs.temporary();
  try {
    fs.writeFileSync(temporary, text);
    await blobs.keep(owner, sha256, temporary);
    const isThere = await blobs.has(owner, sha256);
    await blobs.remove(owner, sha256);
    return isThere ? null : 'what was kept is not there';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}
