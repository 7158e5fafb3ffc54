import { randomUUID } from 'node:crypto';
import { leaseRates } from '@/lib/domain/people';
import { TokenBucket } from '@/lib/domain/serving';
import type { Database } from '@/lib/platform/db';
import { AppError } from '@/lib/platform/errors';
import type { KeyActor } from './gateway';

const LEASE_EVERY_MS = 1000;
const FORGET_MS = 60_000;

interface Held {
  limit: number;
  bucket: TokenBucket;
  /** Calls since the last lease, refused ones included. */
  asked: number;
  lastMs: number;
}

/**
 * Limits of keys, in calls per second. Each gateway has a bucket of its own; once a second it tells Postgres how much it is asked for
 * and takes its share of the key's rate. No call waits for that: without an answer the last share holds.
 */
export class RateLimits {
  readonly #database: Database;
  readonly #processes: number;
  readonly #holder = randomUUID();
  readonly #held = new Map<string, Held>();

  /** `processes`: gateways of this installation, among which a key's rate is divided until its first lease. */
  constructor(database: Database, processes: number) {
    this.#database = database;
    this.#processes = processes;
    setInterval(() => this.#lease().catch(() => {}), LEASE_EVERY_MS).unref();
  }

  /** Counts a call of a key. Throws `limit_exceeded` where the key has had its share. */
  take(actor: KeyActor): void {
    const limit = actor.callsPerSecond;
    if (limit === null) return;
    const nowMs = Date.now();
    let held = this.#held.get(actor.id);
    if (!held) {
      held = { limit, bucket: new TokenBucket(limit / this.#processes, nowMs), asked: 0, lastMs: nowMs };
      this.#held.set(actor.id, held);
    }
    if (held.limit !== limit) {
      held.limit = limit;
      held.bucket.setRate(limit / this.#processes, nowMs);
    }
    held.asked += 1;
    held.lastMs = nowMs;
    const waitMs = held.bucket.take(nowMs);
    if (waitMs > 0)
      throw new AppError(
        'limit_exceeded',
        `This key may make ${limit} ${limit === 1 ? 'call' : 'calls'} per second. Try again later.`,
        { retryAfter: Math.ceil(waitMs / 1000), reason: 'rate_limited' },
      );
  }

  async #lease() {
    const nowMs = Date.now();
    for (const [id, held] of this.#held) if (nowMs - held.lastMs > FORGET_MS) this.#held.delete(id);
    if (this.#held.size === 0) return;
    const asked = [...this.#held].map(([keyId, held]) => ({ keyId, wanted: held.asked }));
    for (const held of this.#held.values()) held.asked = 0;
    const shares = await leaseRates(this.#database.scoped('system'), this.#holder, asked, new Date(nowMs));
    for (const [keyId, share] of shares) {
      const held = this.#held.get(keyId);
      held?.bucket.setRate(held.limit * share, Date.now());
    }
  }
}
