import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY_MS = 500;

/** Looks again and again until there is something; throws after so many seconds. */
export async function until<Found>(
  what: string,
  seconds: number,
  look: () => Promise<Found | null>,
): Promise<NonNullable<Found>> {
  for (const endMs = Date.now() + seconds * 1000; Date.now() < endMs; await wait(LOOK_EVERY_MS)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`${what}: not within ${seconds} s`);
}
