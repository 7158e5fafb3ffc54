/** What was answered to a key: enough to answer it again, byte for byte. */
export interface StoredAnswer {
  headers: Record<string, string>;
  body: Buffer;
}

export type KeyBegin =
  | { kind: 'new' }
  | { kind: 'replay'; answer: StoredAnswer }
  | { kind: 'conflict' }
  | { kind: 'in-flight' };

/** Where idempotency keys are looked up: in this process, or in the one that all gateway processes share. */
export interface KeyBook {
  begin(projectId: string, key: string, hash: string, nowMs: number): KeyBegin | Promise<KeyBegin>;
  settle(projectId: string, key: string, hash: string, answer: StoredAnswer, atMs: number): void | Promise<void>;
  release(projectId: string, key: string): void;
}

type Entry = { hash: string; answer: StoredAnswer | null; atMs: number };

const KEEP_MS = 24 * 3600 * 1000;
const MAX_BYTES = 256 * 1024 * 1024;

/** The idempotency keys of the last 24 hours that this gateway knows. */
export class IdempotencyKeys implements KeyBook {
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  /** `new`: go on and call `settle` or `release`; `replay`: the stored answer; `conflict`: other body; `in-flight`: not answered yet. */
  begin(projectId: string, key: string, hash: string, nowMs: number): KeyBegin {
    const name = `${projectId}\n${key}`;
    const entry = this.#entries.get(name);
    if (entry && nowMs - entry.atMs < KEEP_MS) {
      if (entry.hash !== hash) return { kind: 'conflict' };
      return entry.answer ? { kind: 'replay', answer: entry.answer } : { kind: 'in-flight' };
    }
    this.#forget(name);
    this.#entries.set(name, { hash, answer: null, atMs: nowMs });
    return { kind: 'new' };
  }

  settle(projectId: string, key: string, hash: string, answer: StoredAnswer, atMs: number): void {
    const name = `${projectId}\n${key}`;
    this.#forget(name);
    this.#entries.set(name, { hash, answer, atMs });
    this.#bytes += answer.body.length + 500;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= MAX_BYTES && atMs - entry.atMs < KEEP_MS) break;
      if (oldest !== name && entry.answer) this.#forget(oldest);
    }
  }

  /** Whether a call with the key is under way. */
  isOpen(projectId: string, key: string): boolean {
    return this.#entries.get(`${projectId}\n${key}`)?.answer === null;
  }

  /** A call that failed is not kept: the same key may be tried again. */
  release(projectId: string, key: string): void {
    this.#forget(`${projectId}\n${key}`);
  }

  #forget(name: string) {
    const entry = this.#entries.get(name);
    if (entry?.answer) this.#bytes -= entry.answer.body.length + 500;
    this.#entries.delete(name);
  }
}
