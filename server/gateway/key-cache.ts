import { bearerOf, findKeyActor, hashKeyText, isKeyText, touchKeys } from '@/lib/domain/people';
import type { Database } from '@/lib/platform/db';
import { AppError } from '@/lib/platform/errors';
import { toAppError } from '@/lib/platform/http/problem';
import type { KeyActor } from './gateway';

const UNKNOWN_MS = 5000;
const TOUCH_MS = 60_000;
const MAX_UNKNOWN = 10_000;

/** Keys that callers used, by their hash. Postgres is asked once for an unknown key; a notification forgets a project's keys. */
export class KeyCache {
  readonly #database: Database;
  readonly #known = new Map<string, KeyActor>();
  readonly #unknown = new Map<string, number>();
  readonly #hashes = new Map<string, string>();
  readonly #asking = new Map<string, Promise<KeyActor | null>>();
  readonly #used = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
    setInterval(() => void this.#touch(), TOUCH_MS).unref();
  }

  /** The actor of an Authorization header. Throws `unauthenticated`. Synchronous for keys that are known. */
  identify(header: string | undefined): KeyActor | Promise<KeyActor> {
    const text = bearerOf(header);
    if (text === null) throw new AppError('unauthenticated', 'Send a key as "Authorization: Bearer imp_…".');
    let hash = this.#hashes.get(text);
    if (!hash) {
      if (!isKeyText(text))
        throw new AppError(
          'unauthenticated',
          'This is not a key of this server: its checksum does not fit. Copy it again.',
        );
      hash = hashKeyText(text);
      if (this.#hashes.size > 10_000) this.#hashes.clear();
      this.#hashes.set(text, hash);
    }
    const known = this.#known.get(hash);
    if (known) {
      this.#used.add(known.id);
      return known;
    }
    return this.#ask(hash);
  }

  async #ask(hash: string): Promise<KeyActor> {
    const refused = () => new AppError('unauthenticated', 'This key is not known, or it was revoked or has expired.');
    const until = this.#unknown.get(hash);
    if (until !== undefined && until > Date.now()) throw refused();
    let asking = this.#asking.get(hash);
    if (!asking) {
      asking = findKeyActor(this.#database.scoped('system'), hash, new Date()).finally(() => this.#asking.delete(hash));
      this.#asking.set(hash, asking);
    }
    let actor: KeyActor | null;
    try {
      actor = await asking;
    } catch (error) {
      throw toAppError(error);
    }
    if (!actor) {
      if (this.#unknown.size > MAX_UNKNOWN) this.#unknown.clear();
      this.#unknown.set(hash, Date.now() + UNKNOWN_MS);
      throw refused();
    }
    this.#known.set(hash, actor);
    this.#used.add(actor.id);
    return actor;
  }

  forget(projectId: string): void {
    for (const [hash, actor] of this.#known) if (actor.projectId === projectId) this.#known.delete(hash);
    this.#unknown.clear();
  }

  forgetAll(): void {
    this.#known.clear();
    this.#unknown.clear();
  }

  async #touch() {
    if (this.#used.size === 0) return;
    const ids = [...this.#used];
    this.#used.clear();
    await touchKeys(this.#database.scoped('system'), ids, new Date()).catch(() => {});
  }
}
