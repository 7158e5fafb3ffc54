const BACK_OFF_MS = [0, 200, 1000, 5000];
const CRASHES = 3;
const WINDOW_MS = 60_000;
const OPEN_MS = 60_000;

/** Counts the deaths of a version's runners. The third within a minute opens it for a minute, in which nothing is taken. */
export class CrashBreaker {
  readonly #now: () => number;
  #crashes: number[] = [];
  #openUntil = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isOpen(): boolean {
    return this.#now() < this.#openUntil;
  }

  /** Whole seconds until it closes, rounded up; 0 where it is closed. */
  get secondsLeft(): number {
    return Math.max(0, Math.ceil((this.#openUntil - this.#now()) / 1000));
  }

  /** A runner died. Returns after how many milliseconds another may start. */
  crashed(): number {
    const now = this.#now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < WINDOW_MS), now];
    if (this.#crashes.length < CRASHES) return BACK_OFF_MS[this.#crashes.length - 1] ?? 0;
    this.#openUntil = now + OPEN_MS;
    this.#crashes = [];
    return OPEN_MS;
  }
}
