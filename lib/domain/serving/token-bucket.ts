/** A bucket that fills at a rate and holds what comes in a second, one token at least. Each call takes a token. */
export class TokenBucket {
  #perSecond: number;
  #tokens: number;
  #atMs: number;

  /** It begins full. */
  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#tokens = Math.max(1, perSecond);
    this.#atMs = nowMs;
  }

  #fill(nowMs: number) {
    const room = Math.max(1, this.#perSecond);
    this.#tokens = Math.min(room, this.#tokens + ((nowMs - this.#atMs) / 1000) * this.#perSecond);
    this.#atMs = nowMs;
  }

  /** Takes a token: 0. Where there is none: milliseconds until there will be one. */
  take(nowMs: number): number {
    this.#fill(nowMs);
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return ((1 - this.#tokens) / this.#perSecond) * 1000;
  }

  setRate(perSecond: number, nowMs: number): void {
    this.#fill(nowMs);
    this.#perSecond = perSecond;
    this.#tokens = Math.min(this.#tokens, Math.max(1, perSecond));
  }
}
