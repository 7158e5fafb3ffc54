import { isAppError } from '@/lib/platform/errors';

const TRIES = 60;
const WAIT_MS = 500;

/** Asks a version until it answers: the gateway hears of a new one within a second, and until then it cannot. Half a minute at most. */
export async function whenServed<T>(
  ask: () => Promise<T>,
  { wait, signal }: { wait: (ms: number) => Promise<void>; signal?: AbortSignal },
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      const isStarting = isAppError(error) && (error.reason === 'not_in_service' || error.code === 'unavailable');
      if (!isStarting || tries >= TRIES) throw error;
      signal?.throwIfAborted();
      await wait(WAIT_MS);
    }
  }
}
