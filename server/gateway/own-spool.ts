import type { ChildProcess } from 'node:child_process';
import { performance as loop } from 'node:perf_hooks';
import { type Durability, GroupedSpool } from '@/lib/domain/serving';
import { SpoolWriter } from '@/lib/engine/spool';
import type { DrainReport } from '../drainer';
import { forkDrainer, recordsBehind } from './spool-folders';
import { SpoolLag } from './spool-lag';

const SEGMENT_BYTES = 8 * 1024 * 1024;
const CAP_BYTES = 1024 * 1024 * 1024;
const LOOK_MS = 200;
/** Share of the time in which the event loop works. */
const BUSY = 0.7;
const PATIENCE_S = 4;
const RESTART_MS = 200;
const STOP_MS = 3000;

/** The spool of one gateway with its drainer: what was acknowledged, and how much of it is not in the database yet. */
export class OwnSpool {
  readonly #folder: string;
  readonly #onBatch: (oldestMs: number) => void;
  readonly #writer: SpoolWriter;
  readonly #lag = new SpoolLag();
  readonly spool: GroupedSpool;
  #drainer: ChildProcess | null = null;
  #drained: DrainReport = {
    kind: 'drained',
    position: { segment: 0, offset: 0 },
    records: 0,
    oldestMs: null,
    database: 'up',
  };
  /** Records behind the drainer's cursor when it started, and how many this gateway had appended then. */
  #atStart: { records: number; appended: number };
  #isStopping = false;
  #lookedAtMs = 0;

  /** `onBatch` is told when the oldest call of each batch that came to the database had been received. */
  constructor(folder: string, durability: Durability, onBatch: (oldestMs: number) => void) {
    this.#folder = folder;
    this.#onBatch = onBatch;
    this.#writer = new SpoolWriter({
      folder,
      segmentBytes: SEGMENT_BYTES,
      capBytes: CAP_BYTES,
      syncBefore: durability === 'machine',
    });
    this.#atStart = { records: this.#countBehind(), appended: 0 };
    this.spool = new GroupedSpool(this.#writer, durability, () => {
      this.#look();
      // Else it looks by itself every few milliseconds: a message per write would cost more than the write.
      if (durability === 'database' && this.#drainer?.connected) this.#drainer.send('wake', () => {});
    });
    if (durability !== 'database') this.#letCallsGoFirst();
  }

  #countBehind(): number {
    let records = 0;
    for (const _ of recordsBehind(this.#folder, this.#drained.position)) records += 1;
    return records;
  }

  start(): void {
    const child = forkDrainer(this.#folder);
    this.#drainer = child;
    let knowsCursor = false;
    child.on('message', (message) => {
      const drained = message as DrainReport;
      this.#drained = drained;
      if (drained.oldestMs !== null) this.#onBatch(drained.oldestMs);
      if (!knowsCursor && drained.database === 'up') {
        knowsCursor = true;
        this.#atStart = { records: this.#countBehind() + drained.records, appended: this.#writer.appended };
      }
      this.spool.committed(drained.position);
      this.#look();
    });
    child.on('error', () => {});
    child.on('exit', () => {
      this.#atStart = { records: this.pendingRecords, appended: this.#writer.appended };
      this.#drained = { ...this.#drained, records: 0 };
      this.#lag.recount();
      if (!this.#isStopping) setTimeout(() => this.start(), RESTART_MS);
    });
  }

  get #appended(): number {
    return this.#atStart.records + this.#writer.appended - this.#atStart.appended;
  }

  get pendingRecords(): number {
    return Math.max(0, this.#appended - this.#drained.records);
  }

  get lagSeconds(): number {
    return this.#lag.seconds(Date.now());
  }

  get isDatabaseUp(): boolean {
    return this.#drained.database === 'up';
  }

  #look() {
    const nowMs = Date.now();
    const isNews = this.#drained.records >= this.#appended || this.#lag.seconds(nowMs) === 0;
    if (nowMs - this.#lookedAtMs < LOOK_MS && !isNews) return;
    this.#lookedAtMs = nowMs;
    this.#lag.look(this.#appended, this.#drained.records, nowMs);
  }

  /** While calls take all of a processor, the log may wait in the spool for some seconds: answers come first. */
  #letCallsGoFirst() {
    let before = loop.eventLoopUtilization();
    setInterval(() => {
      this.#look();
      const now = loop.eventLoopUtilization();
      const { utilization } = loop.eventLoopUtilization(now, before);
      before = now;
      if (utilization > BUSY && this.lagSeconds < PATIENCE_S && this.#drainer?.connected)
        this.#drainer.send('yield', () => {});
    }, LOOK_MS).unref();
  }

  /** Keeps what was acknowledged, and lets the drainer bring over what it can within seconds. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#writer.close();
    const child = this.#drainer;
    if (!child?.connected) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.send('stop', () => {});
    await Promise.race([ended, new Promise((wake) => setTimeout(wake, STOP_MS))]);
    child.kill('SIGKILL');
  }
}
