import { setTimeout as wait } from 'node:timers/promises';
import type { Caller } from './caller';
import type { Flight } from './flights';

/** What a version answered. */
export interface Answered {
  rows: number;
  calls: number;
  /** Rows whose truth came, or will come, and those of them that were answered right. */
  labelled: number;
  right: number;
}

interface Reply {
  version: number;
  predictions: { id: string; label: string }[];
}

const LABELS_A_CALL = 2000;

/** Sends flights through the gateway in the order of their departure, each with its own time, and their labels when their time has come. */
export class FlightFeed {
  readonly #caller: Caller;
  readonly #model: string;
  readonly #flights: readonly Flight[];
  readonly #waiting: { predictionId: string; value: string; atMs: number }[] = [];
  #next = 0;

  /** `caller` needs the scopes predict and feedback. */
  constructor(caller: Caller, model: string, flights: readonly Flight[]) {
    this.#caller = caller;
    this.#model = model;
    this.#flights = flights;
  }

  /** When the next flight departs; null after the last one. */
  get nextMs(): number | null {
    return this.#flights[this.#next]?.atMs ?? null;
  }

  /** Sends what departs before a moment, then the labels that are known by then. Tells what each version answered. */
  async play(untilMs: number, rowsACall: number): Promise<Map<number, Answered>> {
    const found = new Map<number, Answered>();
    for (;;) {
      const part: Flight[] = [];
      for (let at = this.#next; part.length < rowsACall; at += 1) {
        const flight = this.#flights[at];
        if (!flight || flight.atMs >= untilMs) break;
        part.push(flight);
      }
      if (part.length === 0) break;
      this.#next += part.length;
      count(found, part, await this.#predict(part));
    }
    await this.#label(untilMs);
    return found;
  }

  async #predict(part: readonly Flight[]): Promise<Reply> {
    const address = `/api/models/${this.#model}/predict`;
    const reply = await this.#caller.ask<Reply>('POST', address, { rows: part.map(({ row }) => row) });
    for (const [i, { label, labelAtMs }] of part.entries()) {
      const predictionId = reply.predictions[i]?.id;
      if (label !== null && predictionId) this.#waiting.push({ predictionId, value: label, atMs: labelAtMs });
    }
    return reply;
  }

  async #label(untilMs: number): Promise<void> {
    const due = this.#waiting.filter(({ atMs }) => atMs <= untilMs);
    const later = this.#waiting.filter(({ atMs }) => atMs > untilMs);
    this.#waiting.splice(0, this.#waiting.length, ...later);
    for (let from = 0; from < due.length; from += LABELS_A_CALL) {
      const labels = due.slice(from, from + LABELS_A_CALL).map(({ predictionId, value }) => ({ predictionId, value }));
      await this.#caller.ask('POST', '/api/labels', { labels });
    }
    await drained(this.#caller.url);
  }
}

function count(found: Map<number, Answered>, part: readonly Flight[], { version, predictions }: Reply): void {
  const of = found.get(version) ?? { rows: 0, calls: 0, labelled: 0, right: 0 };
  found.set(version, of);
  of.calls += 1;
  of.rows += part.length;
  for (const [i, { label }] of part.entries()) {
    if (label === null) continue;
    of.labelled += 1;
    if (predictions[i]?.label === label) of.right += 1;
  }
}

/** Waits until all that was answered is in the database. */
async function drained(url: string): Promise<void> {
  for (;;) {
    const health = await fetch(`${url}/api/health/ready`);
    const { spool } = (await health.json()) as { spool: { pendingRows: number } };
    if (spool.pendingRows === 0) return;
    await wait(50);
  }
}
