/** How long the oldest record has waited for the database, from counts that are looked at now and then: at most one look too long. */
export class SpoolLag {
  /** Records numbered above `appended` came after `atMs`. Oldest first; empty while nothing waits. */
  #marks: { appended: number; atMs: number }[] = [];

  /** `appended` and `drained`: records ever written, and those of them in the database. */
  look(appended: number, drained: number, nowMs: number): void {
    if (appended <= drained) {
      this.#marks = [];
      return;
    }
    while (this.#marks[1] && this.#marks[1].appended <= drained) this.#marks.shift();
    const last = this.#marks.at(-1);
    if (!last) this.#marks.push({ appended: drained, atMs: nowMs });
    else if (last.appended < appended) this.#marks.push({ appended, atMs: nowMs });
  }

  /** The counts start anew, with all that waits before them. */
  recount(): void {
    const [oldest] = this.#marks;
    this.#marks = oldest ? [{ appended: 0, atMs: oldest.atMs }] : [];
  }

  seconds(nowMs: number): number {
    const [oldest] = this.#marks;
    return oldest ? (nowMs - oldest.atMs) / 1000 : 0;
  }
}
