import 'server-only';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Writes a body into a new file as it comes; its sha256 and size. */
export async function writeHashed(
  file: string,
  body: AsyncIterable<Uint8Array>,
): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const handle = await open(file, 'w', 0o600);
  try {
    for await (const chunk of body) {
      await handle.writeFile(chunk);
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}
