import 'server-only';
import { concatRows, sliceRows, type Tensor } from '@/lib/pure/protocols/datatype';
import { Runner, RunnerError, type RunnerSpec, type RunResult } from './runner';

export interface PoolSettings {
  loadTimeoutMs: number;
  runTimeoutMs: number;
  /** Rows of different calls may be joined; false where the answer depends on the batch. */
  batches: boolean;
  maxBatchRows: number;
  maxQueueRows: number;
  maxQueueBytes: number;
}

export type PoolFault =
  | { kind: 'full' }
  | { kind: 'breaker'; retryAfterSeconds: number }
  | { kind: 'poison' }
  | { kind: 'refused'; reason: string }
  | { kind: 'died'; reason: string }
  | { kind: 'timeout' }
  | { kind: 'load'; reason: string }
  | { kind: 'stopped' };

export class PoolError extends Error {
  readonly fault: PoolFault;
  constructor(fault: PoolFault) {
    super(fault.kind);
    this.name = 'PoolError';
    this.fault = fault;
  }
}

export interface PoolResult extends RunResult {
  queueUs: number;
  /** Rows of all calls that ran together. */
  batchRows: number;
  /** This call is the first of those that ran together. */
  leads: boolean;
}

interface Waiting {
  tensors: Tensor[];
  rows: number;
  bytes: number;
  key: string;
  inputHash: () => string;
  since: number;
  resolve: (result: PoolResult) => void;
  reject: (error: PoolError) => void;
}

const BACK_OFF_MS = [0, 200, 1000, 5000];
const BREAKER_CRASHES = 3;
const BREAKER_WINDOW_MS = 60_000;
const BREAKER_OPEN_MS = 60_000;
const MAX_POISON = 1000;

const bytesOfTensors = (tensors: Tensor[]) => {
  let bytes = 0;
  for (const tensor of tensors) {
    if (Array.isArray(tensor.data)) for (const text of tensor.data) bytes += text.length;
    else bytes += tensor.data.byteLength;
  }
  return bytes;
};

/**
 * The runner of one version with its queue: while it is busy, calls of the same row shape wait and are joined; when idle a call
 * goes at once. A dead runner is replaced; three deaths in a minute open the breaker for a minute; an input that killed it is
 * remembered by its hash and refused.
 */
export class VersionPool {
  readonly #spec: RunnerSpec;
  readonly #settings: PoolSettings;
  readonly #now: () => number;
  #runner: Runner | null = null;
  #isReady = false;
  #isBusy = false;
  #isStopped = false;
  #queue: Waiting[] = [];
  #queuedRows = 0;
  #queuedBytes = 0;
  #crashes: number[] = [];
  #brokenUntil = 0;
  #restartTimer: NodeJS.Timeout | null = null;
  #poison = new Set<string>();
  #loadFault: PoolFault | null = null;
  #starts = 0;
  #lastUsed = 0;
  onCrash: (reason: string) => void = () => {};

  constructor(spec: RunnerSpec, settings: PoolSettings, now: () => number = () => performance.now()) {
    this.#spec = spec;
    this.#settings = settings;
    this.#now = now;
  }

  get state(): 'ready' | 'starting' | 'broken' | 'cold' {
    if (this.#isReady) return 'ready';
    if (this.#now() < this.#brokenUntil || this.#loadFault) return 'broken';
    return this.#runner || this.#restartTimer ? 'starting' : 'cold';
  }

  /** Of the pool's clock, when a call or a start was last asked for. */
  get lastUsed(): number {
    return this.#lastUsed;
  }

  /** Ends an idle runner; the next call starts another. False where it is not idle. */
  rest(): boolean {
    const runner = this.#runner;
    if (!runner || !this.#isReady || this.#isBusy || this.#queue.length > 0) return false;
    this.#runner = null;
    this.#isReady = false;
    // It is started again on purpose, so that is no restart.
    this.#starts = 0;
    runner.kill();
    return true;
  }

  get queuedRows(): number {
    return this.#queuedRows;
  }

  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }

  get pid(): number | undefined {
    return this.#runner?.pid;
  }

  /** Starts the runner; resolves when it has loaded the file. */
  async start(): Promise<void> {
    this.#lastUsed = this.#now();
    if (this.#isReady || this.#isStopped) return;
    if (!this.#runner) this.#spawn();
    const runner = this.#runner;
    if (!runner) throw new PoolError({ kind: 'stopped' });
    try {
      await runner.ready;
    } catch (error) {
      throw new PoolError(
        error instanceof RunnerError && error.fault.kind === 'load'
          ? { kind: 'load', reason: error.fault.reason }
          : { kind: 'died', reason: String(error) },
      );
    }
  }

  #spawn() {
    this.#restartTimer = null;
    if (this.#isStopped) return;
    this.#starts += 1;
    const runner = new Runner(this.#spec, this.#settings.loadTimeoutMs);
    this.#runner = runner;
    runner.onEnd = (fault) => {
      if (this.#runner !== runner) return;
      this.#runner = null;
      this.#isReady = false;
      this.#isBusy = false;
      if (this.#isStopped) return;
      if (fault.kind === 'load') {
        this.#loadFault = { kind: 'load', reason: fault.reason };
        this.#rejectAll(this.#loadFault);
        return;
      }
      this.onCrash(fault.reason);
      const now = this.#now();
      this.#crashes = [...this.#crashes.filter((at) => now - at < BREAKER_WINDOW_MS), now];
      if (this.#crashes.length >= BREAKER_CRASHES) {
        this.#brokenUntil = now + BREAKER_OPEN_MS;
        this.#crashes = [];
        this.#rejectAll({ kind: 'breaker', retryAfterSeconds: BREAKER_OPEN_MS / 1000 });
        this.#restartTimer = setTimeout(() => this.#spawn(), BREAKER_OPEN_MS);
        this.#restartTimer.unref();
        return;
      }
      const wait = BACK_OFF_MS[Math.min(this.#crashes.length - 1, BACK_OFF_MS.length - 1)] ?? 0;
      if (wait === 0) this.#spawn();
      else this.#restartTimer = setTimeout(() => this.#spawn(), wait);
    };
    runner.ready.then(
      () => {
        this.#isReady = true;
        this.#flush();
      },
      () => {},
    );
  }

  /** Why nothing is taken at the moment. */
  #refusal(): PoolFault | null {
    if (this.#isStopped) return { kind: 'stopped' };
    if (this.#loadFault) return this.#loadFault;
    const now = this.#now();
    return now < this.#brokenUntil
      ? { kind: 'breaker', retryAfterSeconds: Math.ceil((this.#brokenUntil - now) / 1000) }
      : null;
  }

  /** Runs tensors of `rows` rows; `inputHash` is asked for only when inputs must be told apart. Rejects with PoolError. */
  infer(tensors: Tensor[], rows: number, inputHash: () => string): Promise<PoolResult> {
    const refusal = this.#refusal();
    if (refusal) return Promise.reject(new PoolError(refusal));
    if (this.#poison.size > 0 && this.#poison.has(inputHash()))
      return Promise.reject(new PoolError({ kind: 'poison' }));
    const bytes = bytesOfTensors(tensors);
    const now = this.#now();
    this.#lastUsed = now;
    if (
      this.#queue.length > 0 &&
      (this.#queuedRows + rows > this.#settings.maxQueueRows ||
        this.#queuedBytes + bytes > this.#settings.maxQueueBytes)
    )
      return Promise.reject(new PoolError({ kind: 'full' }));
    return new Promise((resolve, reject) => {
      let key = '';
      if (this.#settings.batches)
        for (const tensor of tensors) key += `${tensor.name}:${tensor.shape.slice(1).join('x')};`;
      this.#queue.push({ tensors, rows, bytes, key, inputHash, since: now, resolve, reject });
      this.#queuedRows += rows;
      this.#queuedBytes += bytes;
      if (this.#isReady && !this.#isBusy) this.#flush();
      else if (!this.#runner && !this.#restartTimer) this.#spawn();
    });
  }

  #flush() {
    const runner = this.#runner;
    const first = this.#queue[0];
    if (!runner || !first || this.#isBusy || !this.#isReady) return;
    let batch = [first];
    let rows = first.rows;
    if (this.#settings.batches && this.#queue.length > 1) {
      const rest: Waiting[] = [];
      batch = [];
      rows = 0;
      for (const waiting of this.#queue) {
        if (waiting.key === first.key && (batch.length === 0 || rows + waiting.rows <= this.#settings.maxBatchRows)) {
          batch.push(waiting);
          rows += waiting.rows;
        } else rest.push(waiting);
      }
      this.#queue = rest;
    } else this.#queue.shift();
    for (const waiting of batch) {
      this.#queuedRows -= waiting.rows;
      this.#queuedBytes -= waiting.bytes;
    }
    this.#isBusy = true;
    const started = this.#now();
    const joined =
      batch.length === 1
        ? first.tensors
        : first.tensors.map((_, i) =>
            concatRows(batch.map((waiting) => waiting.tensors[i]).filter((tensor) => tensor !== undefined)),
          );
    runner.run(joined, this.#settings.runTimeoutMs).then(
      (result) => {
        this.#isBusy = false;
        this.#flush();
        this.#deliver(batch, rows, result, started);
      },
      (error: unknown) => {
        const fault = error instanceof RunnerError ? error.fault : { kind: 'died' as const, reason: String(error) };
        if (fault.kind === 'run') {
          this.#isBusy = false;
          // One bad row must not fail its neighbours: each call of the batch runs alone.
          if (batch.length > 1) this.#retryAlone(batch);
          else first.reject(new PoolError({ kind: 'refused', reason: fault.reason }));
          this.#flush();
          return;
        }
        if (fault.kind === 'died' || fault.kind === 'timeout') {
          const refusal = this.#refusal();
          if (this.#isStopped || batch.length > 1) {
            if (refusal) for (const waiting of batch) waiting.reject(new PoolError(refusal));
            else this.#retryAlone(batch);
            return;
          }
          if (fault.reason !== 'SIGKILL' || fault.kind === 'timeout') this.#remember(first.inputHash());
          first.reject(
            new PoolError(fault.kind === 'timeout' ? { kind: 'timeout' } : { kind: 'died', reason: fault.reason }),
          );
        }
      },
    );
  }

  #retryAlone(batch: Waiting[]) {
    this.#queue = [...batch.map((waiting) => ({ ...waiting, key: `${waiting.key}#${Math.random()}` })), ...this.#queue];
    for (const waiting of batch) {
      this.#queuedRows += waiting.rows;
      this.#queuedBytes += waiting.bytes;
    }
  }

  #remember(hash: string) {
    if (this.#poison.size >= MAX_POISON)
      for (const oldest of this.#poison) {
        this.#poison.delete(oldest);
        break;
      }
    this.#poison.add(hash);
  }

  #deliver(batch: Waiting[], rows: number, result: RunResult, started: number) {
    if (batch.length === 1 && batch[0]) {
      const queueUs = Math.round((started - batch[0].since) * 1000);
      batch[0].resolve({ outputs: result.outputs, runUs: result.runUs, queueUs, batchRows: rows, leads: true });
      return;
    }
    if (result.outputs.some((output) => output.shape[0] !== rows)) {
      // The file answers per batch, not per row: what the probe did not see is repaired by running each call alone.
      this.#retryAlone(batch);
      this.#flush();
      return;
    }
    let at = 0;
    for (const waiting of batch) {
      const outputs = result.outputs.map((output) => sliceRows(output, at, at + waiting.rows));
      at += waiting.rows;
      waiting.resolve({
        outputs,
        runUs: result.runUs,
        queueUs: Math.round((started - waiting.since) * 1000),
        batchRows: rows,
        leads: waiting === batch[0],
      });
    }
  }

  #rejectAll(fault: PoolFault) {
    const waiting = this.#queue;
    this.#queue = [];
    this.#queuedRows = 0;
    this.#queuedBytes = 0;
    for (const one of waiting) one.reject(new PoolError(fault));
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#restartTimer) clearTimeout(this.#restartTimer);
    this.#rejectAll({ kind: 'stopped' });
    this.#runner?.kill();
    this.#runner = null;
    this.#isReady = false;
  }
}
