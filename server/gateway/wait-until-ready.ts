import type { ServedVersion } from '@/lib/domain/serving';
import { AppError } from '@/lib/platform/errors';

const LOAD_WAIT_MS = 45_000;

export const isReady = (version: ServedVersion): boolean => version.loaded && version.pool.state === 'ready';

/** Waits until a version runs; at once where there is none. Throws when its runner does not start. */
export async function waitUntilReady(version: ServedVersion | undefined): Promise<void> {
  if (!version) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('timeout', 'The version was registered and is still loading.')),
      LOAD_WAIT_MS,
    );
  });
  try {
    await Promise.race([version.pool.start(), late]);
  } finally {
    clearTimeout(timer);
  }
  if (!isReady(version))
    throw new AppError('unavailable', 'The version was registered, and its runner does not start.', { retryAfter: 5 });
}
