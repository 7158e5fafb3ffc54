/** Lets so many work at once; the others wait in their order. */
export class Slots {
  #free: number;
  #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves with what gives the slot back. `onWait` is called where none is free; `signal` leaves the queue and rejects. */
  async take(
    input: { signal?: AbortSignal | undefined; onWait?: () => Promise<void> | void } = {},
  ): Promise<() => void> {
    input.signal?.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(input);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#pass();
    };
  }

  #pass() {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }

  async #wait({ signal, onWait }: { signal?: AbortSignal | undefined; onWait?: () => Promise<void> | void }) {
    let enter = () => {};
    let leave = () => {};
    const turn = new Promise<void>((resolve, reject) => {
      enter = resolve;
      leave = () => reject(signal?.reason);
    });
    this.#waiting.push(enter);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      await Promise.all([turn, onWait?.()]);
    } catch (error) {
      const isWaiting = this.#waiting.includes(enter);
      this.#waiting = this.#waiting.filter((one) => one !== enter);
      // Its turn came in the same moment: the slot is not lost with it.
      if (!isWaiting) this.#pass();
      throw error;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }
}
