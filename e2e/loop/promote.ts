import { setTimeout as wait } from 'node:timers/promises';
import type { Caller } from './caller';
import type { FlightFeed } from './flight-feed';

export interface Promotion {
  id: string;
  versionNumber: number;
  state: 'asked' | 'rolling' | 'watching' | 'done' | 'rejected' | 'stopped' | 'rolled-back';
  stage: number;
  problem: { kind: string; message: string } | null;
  guards: { views: { guard: string; verdict: string }[] } | null;
  endedAt: string | null;
}

/** A second person approves; a fifth of the calls, half of them, then all, each for two looks at the guards, which are five seconds apart, and until they have rows enough. */
export const RULES = {
  approval: 'second-person',
  stages: [
    { percent: 20, minutes: 0.15 },
    { percent: 50, minutes: 0.15 },
  ],
  watchMinutes: 0.15,
  // A machine that trains beside is slow at times.
  guards: { errorPoints: 2, latencyFactor: 20, answerPoints: 25, accuracyPoints: 5 },
};

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Few, because calls are what lots are drawn for and guards count. */
const ROWS_A_CALL = 3;
/** Of the promotion that is looked at, in real time. */
const LONGEST_MS = 240_000;
/** A day takes so long at least: guards look every five seconds, and labels are counted in between. */
const SHORTEST_DAY_MS = 2000;

/** Guards count by whole minutes: waits until the one is over in which weeks passed, that they are not in what a stage is held against. */
export const passMinute = (): Promise<void> => wait(MINUTE_MS - (Date.now() % MINUTE_MS));

export const askPromotion = (asker: Caller, model: string, version: number, reason: string): Promise<Promotion> =>
  asker.ask('POST', `/api/models/${model}/promotions`, { version, reason });

export async function findPromotion(reader: Caller, model: string, id: string): Promise<Promotion> {
  const { promotions } = await reader.ask<{ promotions: Promotion[] }>('GET', `/api/models/${model}/promotions`);
  const found = promotions.find((one) => one.id === id);
  if (!found) throw new Error(`the promotion ${id} is not there`);
  return found;
}

/** Lets days of flights pass until a promotion has ended; `told` hears of each step with the day that it came on. */
export async function followPromotion(
  given: { reader: Caller; model: string; id: string; feed: FlightFeed },
  told: (atMs: number, promotion: Promotion) => void,
): Promise<{ promotion: Promotion; atMs: number }> {
  const { reader, model, id, feed } = given;
  let last = '';
  let atMs = feed.nextMs ?? 0;
  for (const endMs = Date.now() + LONGEST_MS; Date.now() < endMs; ) {
    // The last stage has nothing to wait for but its time.
    if (feed.nextMs !== null) atMs = Math.floor(feed.nextMs / DAY_MS) * DAY_MS + DAY_MS;
    await Promise.all([feed.play(atMs, ROWS_A_CALL), wait(SHORTEST_DAY_MS)]);
    const promotion = await findPromotion(reader, model, id);
    const step = `${promotion.state} ${promotion.stage}`;
    if (step !== last) told(atMs, promotion);
    last = step;
    if (promotion.endedAt !== null) return { promotion, atMs };
  }
  throw new Error(`the promotion has not ended within ${LONGEST_MS / 1000} s`);
}
