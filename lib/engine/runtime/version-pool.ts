import 'server-only';
import { Slots } from '@/lib/platform/slots';
import { concatRows, sliceRows, type Tensor } from '@/lib/pure/protocols/datatype';
import { CallQueue, type PoolResult, type QueueLimits, type WaitingCall } from './call-queue';
import { CrashBreaker } from './crash-breaker';
import { PoolError, type PoolFault } from './pool-error';
import { Runner, RunnerError, type RunnerSpec, type RunResult } from './runner';

export interface PoolSettings extends QueueLimits {
  loadTimeoutMs: number;
  runTimeoutMs: number;
  runners: RunnerRange;
}

/** So many runners are kept, and so many may be added while calls wait. */
export interface RunnerRange {
  min: number;
  max: number;
}

/** A place for one runner: it may be empty, starting, idle or busy. */
interface Slot {
  runner: Runner | null;
  isReady: boolean;
  isBusy: boolean;
  timer: NodeJS.Timeout | null;
}

const MAX_POISON = 1000;
/** A start takes a tenth of a second of a processor: models that crash together come back one after the other, so that the rest have theirs. */
const restarts = new Slots(1);
/** Another runner is added when calls waited so long at the end of so many runs, one after the other. */
const GROW_WAIT_MS = 10;
const GROW_RUNS = 5;
/** An added runner goes when the pool was idle for so long. */
const SHRINK_MS = 30_000;

/**
 * The runners of one version with their queue: an idle runner takes a call at once; while all are busy, calls of the same row shape
 * wait and are joined. A dead runner is replaced; three deaths in a minute open the breaker for a minute; an input that killed one
 * is remembered by its hash and refused.
 */
export class VersionPool {
  readonly #spec: RunnerSpec;
  readonly #settings: PoolSettings;
  readonly #now: () => number;
  readonly #queue: CallQueue;
  readonly #breaker: CrashBreaker;
  #range: RunnerRange;
  #slots: Slot[] = [];
  #isStopped = false;
  #isFlushing = false;
  /** Calls that ran together last: where it is one, nobody else is there to wait for. */
  #lastCalls = 0;
  #poison = new Set<string>();
  #loadFault: PoolFault | null = null;
  #restarts = 0;
  #lastUsed = 0;
  #waitedRuns = 0;
  onCrash: (reason: string) => void = () => {};

  constructor(spec: RunnerSpec, settings: PoolSettings, now: () => number = () => performance.now()) {
    this.#spec = spec;
    this.#settings = settings;
    this.#now = now;
    this.#queue = new CallQueue(settings);
    this.#breaker = new CrashBreaker(now);
    this.#range = settings.runners;
  }

  get state(): 'ready' | 'starting' | 'broken' | 'cold' {
    if (this.#slots.some((slot) => slot.isReady)) return 'ready';
    if (this.#breaker.isOpen || this.#loadFault) return 'broken';
    return this.#slots.length > 0 ? 'starting' : 'cold';
  }

  /** Of the pool's clock, when a call or a start was last asked for. */
  get lastUsed(): number {
    return this.#lastUsed;
  }

  get queuedRows(): number {
    return this.#queue.rows;
  }

  /** How often a runner was started in the place of one that died. */
  get restarts(): number {
    return this.#restarts;
  }

  /** The processes that run, the oldest first. */
  get pids(): number[] {
    return this.#slots.flatMap((slot) => slot.runner?.pid ?? []);
  }

  /** Runners that are there, starting ones included. */
  get size(): number {
    return this.#slots.length;
  }

  /** From now on so many runners. What is too many goes when it is idle. */
  resize(range: RunnerRange): void {
    if (range.min === this.#range.min && range.max === this.#range.max) return;
    this.#range = range;
    if (this.#slots.length > 0) this.#grow(range.min);
    this.#shrinkTo(range.max);
  }

  /** Ends runners that were added for a load that is over. */
  shrink(): void {
    if (this.#queue.length === 0 && this.#now() - this.#lastUsed > SHRINK_MS) this.#shrinkTo(this.#range.min);
  }

  #shrinkTo(count: number) {
    for (const slot of this.#slots.slice(count)) if (!slot.isBusy) this.#end(slot);
  }

  /** Ends idle runners; the next call starts them again. False where one is not idle. */
  rest(): boolean {
    const isIdle = this.#slots.every((slot) => slot.isReady && !slot.isBusy);
    if (this.#slots.length === 0 || !isIdle || this.#queue.length > 0) return false;
    for (const slot of this.#slots) this.#end(slot);
    return true;
  }

  #end(slot: Slot) {
    this.#slots = this.#slots.filter((other) => other !== slot);
    if (slot.timer) clearTimeout(slot.timer);
    const { runner } = slot;
    slot.runner = null;
    slot.isReady = false;
    runner?.kill();
  }

  /** Starts the runners; resolves when the first has loaded the file. */
  async start(): Promise<void> {
    this.#lastUsed = this.#now();
    if (this.#isStopped || this.#slots.some((slot) => slot.isReady)) return;
    this.#grow(this.#range.min);
    const first = this.#slots[0];
    if (first && !first.runner) {
      if (first.timer) clearTimeout(first.timer);
      this.#spawn(first);
    }
    if (!first?.runner) throw new PoolError({ kind: 'stopped' });
    try {
      await first.runner.ready;
    } catch (error) {
      throw new PoolError(
        error instanceof RunnerError && error.fault.kind === 'load'
          ? { kind: 'load', reason: error.fault.reason }
          : { kind: 'died', reason: String(error) },
      );
    }
  }

  #grow(count: number) {
    while (this.#slots.length < count && !this.#isStopped) {
      const slot: Slot = { runner: null, isReady: false, isBusy: false, timer: null };
      this.#slots.push(slot);
      this.#spawn(slot);
    }
  }

  #spawn(slot: Slot) {
    slot.timer = null;
    if (this.#isStopped) return;
    const runner = new Runner(this.#spec, this.#settings.loadTimeoutMs);
    slot.runner = runner;
    runner.onEnd = (fault) => {
      if (slot.runner !== runner) return;
      slot.runner = null;
      slot.isReady = false;
      slot.isBusy = false;
      if (this.#isStopped) return;
      if (fault.kind === 'load') {
        this.#loadFault = { kind: 'load', reason: fault.reason };
        this.#queue.rejectAll(this.#loadFault);
        return;
      }
      this.onCrash(fault.reason);
      const waitMs = this.#breaker.crashed();
      if (this.#breaker.isOpen)
        this.#queue.rejectAll({ kind: 'breaker', retryAfterSeconds: this.#breaker.secondsLeft });
      if (waitMs === 0) void this.#restart(slot);
      else slot.timer = setTimeout(() => void this.#restart(slot), waitMs);
      if (this.#breaker.isOpen) slot.timer?.unref();
    };
    runner.ready.then(
      () => {
        slot.isReady = true;
        this.#flush();
      },
      () => {},
    );
  }

  /** Starts another in the place of one that died, when its turn comes. */
  async #restart(slot: Slot): Promise<void> {
    slot.timer = null;
    const release = await restarts.take();
    // Meanwhile the pool may have been stopped, or somebody may have asked for a start.
    if (this.#slots.includes(slot) && !slot.runner && !this.#isStopped) {
      this.#restarts += 1;
      this.#spawn(slot);
    }
    slot.runner?.ready.then(release, release);
    if (!slot.runner) release();
  }

  /** Why nothing is taken at the moment. */
  #refusal(): PoolFault | null {
    if (this.#isStopped) return { kind: 'stopped' };
    if (this.#loadFault) return this.#loadFault;
    return this.#breaker.isOpen ? { kind: 'breaker', retryAfterSeconds: this.#breaker.secondsLeft } : null;
  }

  /** Runs tensors of `rows` rows; `inputHash` is asked for only when inputs must be told apart. Rejects with PoolError. */
  infer(tensors: Tensor[], rows: number, inputHash: () => string): Promise<PoolResult> {
    const refusal = this.#refusal();
    if (refusal) return Promise.reject(new PoolError(refusal));
    if (this.#poison.size > 0 && this.#poison.has(inputHash()))
      return Promise.reject(new PoolError({ kind: 'poison' }));
    const since = this.#now();
    this.#lastUsed = since;
    return new Promise((resolve, reject) => {
      if (!this.#queue.add({ tensors, rows, inputHash, since, resolve, reject })) {
        reject(new PoolError({ kind: 'full' }));
        return;
      }
      if (this.#slots.length === 0) this.#grow(this.#range.min);
      else if (this.#lastCalls > 1) this.#flushSoon();
      else this.#flush();
    });
  }

  /** When all that arrived together has been read: one run of ten calls costs far less than one of the first and one of the rest. */
  #flushSoon() {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush() {
    for (const slot of this.#slots) {
      if (this.#queue.length === 0) return;
      if (slot.isReady && !slot.isBusy) this.#runNext(slot);
    }
  }

  #runNext(slot: Slot) {
    const batch = this.#queue.take();
    const { runner } = slot;
    const [first] = batch;
    if (!runner || !first) return;
    const rows = batch.reduce((sum, call) => sum + call.rows, 0);
    slot.isBusy = true;
    this.#lastCalls = batch.length;
    const started = this.#now();
    const joined =
      batch.length === 1
        ? first.tensors
        : first.tensors.map((_, i) =>
            concatRows(batch.map((call) => call.tensors[i]).filter((tensor) => tensor !== undefined)),
          );
    runner.run(joined, this.#settings.runTimeoutMs).then(
      (result) => {
        slot.isBusy = false;
        if (this.#slots.length < this.#range.max) this.#growWithLoad();
        this.#flush();
        this.#deliver(batch, rows, result, started);
      },
      (error: unknown) => {
        const fault = error instanceof RunnerError ? error.fault : { kind: 'died' as const, reason: String(error) };
        if (fault.kind === 'run') slot.isBusy = false;
        if (fault.kind === 'load') return;
        this.#fail(batch, first, fault);
        this.#flush();
      },
    );
  }

  #growWithLoad() {
    const waited = this.#now() - (this.#queue.oldestSince ?? this.#now());
    this.#waitedRuns = waited > GROW_WAIT_MS ? this.#waitedRuns + 1 : 0;
    if (this.#waitedRuns < GROW_RUNS) return;
    this.#waitedRuns = 0;
    this.#grow(this.#slots.length + 1);
  }

  /** What becomes of the calls of a run that was refused, or whose runner is gone. */
  #fail(batch: WaitingCall[], first: WaitingCall, fault: { kind: 'run' | 'died' | 'timeout'; reason: string }) {
    if (fault.kind === 'run') {
      // One bad row must not fail its neighbours: each call of the batch runs alone.
      if (batch.length > 1) this.#queue.returnAlone(batch);
      else first.reject(new PoolError({ kind: 'refused', reason: fault.reason }));
      return;
    }
    if (this.#isStopped || batch.length > 1) {
      const refusal = this.#refusal();
      if (refusal) for (const call of batch) call.reject(new PoolError(refusal));
      else this.#queue.returnAlone(batch);
      return;
    }
    if (fault.reason !== 'SIGKILL' || fault.kind === 'timeout') this.#remember(first.inputHash());
    first.reject(
      new PoolError(fault.kind === 'timeout' ? { kind: 'timeout' } : { kind: 'died', reason: fault.reason }),
    );
  }

  #remember(hash: string) {
    if (this.#poison.size >= MAX_POISON)
      for (const oldest of this.#poison) {
        this.#poison.delete(oldest);
        break;
      }
    this.#poison.add(hash);
  }

  #deliver(batch: WaitingCall[], rows: number, result: RunResult, started: number) {
    if (batch.length > 1 && result.outputs.some((output) => output.shape[0] !== rows)) {
      // The file answers per batch, not per row: what the probe did not see is repaired by running each call alone.
      this.#queue.returnAlone(batch);
      this.#flush();
      return;
    }
    let at = 0;
    for (const call of batch) {
      const outputs =
        batch.length === 1 ? result.outputs : result.outputs.map((output) => sliceRows(output, at, at + call.rows));
      at += call.rows;
      call.resolve({
        outputs,
        runUs: result.runUs,
        queueUs: Math.round((started - call.since) * 1000),
        batchRows: rows,
        leads: call === batch[0],
      });
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#queue.rejectAll({ kind: 'stopped' });
    for (const slot of this.#slots) this.#end(slot);
  }
}
