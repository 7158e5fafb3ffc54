interface Kept<Answer> {
  stamp: string;
  answer: Promise<Answer>;
}

/**
 * Keeps what was worked out from stored data, by a stamp that changes whenever that data does: with the same stamp it is told again, and many who
 * ask at once cost one working out. The ones that were asked for least lately go first. Failures are not kept. Answers are shared: nobody changes them.
 */
export class KeptAnswers<Answer> {
  readonly #most: number;
  readonly #kept = new Map<string, Kept<Answer>>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, stamp: string, work: () => Promise<Answer>): Promise<Answer> {
    const known = this.#kept.get(key);
    const entry = known?.stamp === stamp ? known : this.#begin(key, stamp, work);
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return entry.answer;
  }

  #begin(key: string, stamp: string, work: () => Promise<Answer>): Kept<Answer> {
    const entry = { stamp, answer: work() };
    entry.answer.catch(() => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    });
    return entry;
  }
}
