import 'server-only';
import { SpoolFull, type SpoolPosition, type SpoolWriter } from '@/lib/engine/spool';
import { AppError } from '@/lib/platform/errors';

export type Durability = 'process' | 'machine' | 'database';

/** Nothing can be promised to be kept. */
const logFull = () =>
  new AppError('unavailable', 'The prediction log is full, so nothing can be promised to be kept. Try again later.', {
    retryAfter: 10,
    reason: 'log_full',
  });

/** Collects the records of one turn of the event loop into one write, and tells each when it has the promised durability. */
export class GroupedSpool {
  readonly #writer: SpoolWriter;
  readonly durability: Durability;
  readonly #onWritten: () => void;
  #group: { payload: Buffer; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #committed: SpoolPosition = { segment: 0, offset: 0 };
  #awaiting: { position: SpoolPosition; resolve: () => void }[] = [];

  constructor(writer: SpoolWriter, durability: Durability, onWritten: () => void) {
    this.#writer = writer;
    this.durability = durability;
    this.#onWritten = onWritten;
  }

  /** Resolves when the record is as durable as promised. Rejects with `unavailable` where the log is full. */
  append(payload: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#group.push({ payload, resolve, reject });
      // Runs when all promises of this turn have run: the calls of one batch become one write, without waiting for sockets.
      if (this.#group.length === 1) process.nextTick(() => this.#flush());
    });
  }

  #flush() {
    const group = this.#group;
    this.#group = [];
    let synced: Promise<void> | undefined;
    try {
      synced = this.#writer.append(group.map((one) => one.payload));
    } catch (error) {
      for (const one of group) one.reject(error instanceof SpoolFull ? logFull() : error);
      return;
    }
    this.#onWritten();
    const finish = () => {
      for (const one of group) one.resolve();
    };
    if (this.durability === 'database') this.#awaiting.push({ position: this.#writer.position, resolve: finish });
    else if (synced !== undefined)
      synced.then(finish, (error: unknown) => {
        for (const one of group) one.reject(error);
      });
    else finish();
  }

  /** The drainer has committed everything before this position. */
  committed(position: SpoolPosition): void {
    this.#committed = position;
    const reached = (wanted: SpoolPosition) =>
      position.segment > wanted.segment || (position.segment === wanted.segment && position.offset >= wanted.offset);
    const done = this.#awaiting.filter((one) => reached(one.position));
    this.#awaiting = this.#awaiting.filter((one) => !reached(one.position));
    for (const one of done) one.resolve();
  }

  get position(): SpoolPosition {
    return this.#committed;
  }
}
