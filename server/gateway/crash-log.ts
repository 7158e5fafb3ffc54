import { addCrashes, type CrashCount, type ServedVersion } from '@/lib/domain/serving';
import type { Database } from '@/lib/platform/db';

const MINUTE_MS = 60_000;
const WAIT_MS = 1000;
const AGAIN_MS = 5000;
/** Minutes and versions that wait for the database; more are not remembered. */
const MOST_WAITING = 1000;

/** Deaths of runners on their way to the database. They are counted beside the calls, and wait while the database is away. */
export class CrashLog {
  readonly #database: Database;
  #waiting = new Map<string, CrashCount>();
  #timer: NodeJS.Timeout | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  add({ projectId, modelId, number }: Pick<ServedVersion, 'projectId' | 'modelId' | 'number'>): void {
    const atMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    this.#count({ projectId, modelId, versionNumber: number, atMs, crashes: 1 });
    this.#later(WAIT_MS);
  }

  #count(more: CrashCount) {
    const name = `${more.modelId}/${more.versionNumber}/${more.atMs}`;
    const held = this.#waiting.get(name);
    if (held) held.crashes += more.crashes;
    else if (this.#waiting.size < MOST_WAITING) this.#waiting.set(name, { ...more });
  }

  #later(ms: number) {
    this.#timer ??= setTimeout(() => void this.flush(), ms).unref();
  }

  /** Brings what waits to the database; what does not arrive waits on. Never throws. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.size === 0) return;
    const counts = [...this.#waiting.values()];
    this.#waiting = new Map();
    await this.#database
      .inTransaction('system', (db) => addCrashes(db, counts))
      .catch(() => {
        for (const count of counts) this.#count(count);
        this.#later(AGAIN_MS);
      });
  }
}
