/** What was there sooner is worked out anew each time. */
const SLOW_MS = 3_000;
/** A result is told again for so many times as long as it took. */
const REST_FACTOR = 20;
const MOST_KEPT = 50;

/**
 * Keeps what took long to work out, so that many who ask cost one working out: whoever asks meanwhile waits for the same one, and later ones
 * get it for 20 times as long as it took. Failures are not kept. Milliseconds of `clock`.
 */
export class SlowResults<Result> {
  readonly #clock: () => number;
  readonly #kept = new Map<string, { result: Promise<Result>; untilMs: number }>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get(key: string, work: () => Promise<Result>): Promise<Result> {
    const known = this.#kept.get(key);
    if (known && known.untilMs > this.#clock()) return known.result;
    const startedMs = this.#clock();
    const entry = { result: work(), untilMs: Number.POSITIVE_INFINITY };
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    const forget = () => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    };
    entry.result.then(() => {
      const tookMs = this.#clock() - startedMs;
      if (tookMs < SLOW_MS) forget();
      else entry.untilMs = this.#clock() + REST_FACTOR * tookMs;
    }, forget);
    return entry.result;
  }
}
