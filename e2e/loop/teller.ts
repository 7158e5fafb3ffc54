/** Prints what happens, on which day of the flights and after how many seconds, and remembers what did not hold. */
export class Teller {
  readonly #startedMs = performance.now();
  readonly #broken: string[] = [];

  get seconds(): number {
    return (performance.now() - this.#startedMs) / 1000;
  }

  get broken(): readonly string[] {
    return this.#broken;
  }

  chapter(title: string): void {
    console.log(`\n${title}`);
  }

  say(atMs: number, text: string): void {
    console.log(`  ${dateOf(atMs)}  ${this.seconds.toFixed(0).padStart(4)} s  ${text}`);
  }

  /** Says what should be so; where it is not, the command fails in the end. */
  expect(atMs: number, isSo: boolean, text: string): void {
    this.say(atMs, `${isSo ? 'holds' : 'DOES NOT HOLD'}: ${text}`);
    if (!isSo) this.#broken.push(text);
  }
}

export const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const whole = (number: number): string => number.toLocaleString('en');
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
