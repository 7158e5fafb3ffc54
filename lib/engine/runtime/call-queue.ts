import type { Tensor } from '@/lib/pure/protocols/datatype';
import { PoolError, type PoolFault } from './pool-error';
import type { RunResult } from './runner';

export interface PoolResult extends RunResult {
  queueUs: number;
  /** Rows of all calls that ran together. */
  batchRows: number;
  /** This call is the first of those that ran together. */
  leads: boolean;
}

export interface WaitingCall {
  tensors: Tensor[];
  rows: number;
  bytes: number;
  /** Runs with no other: in company it failed before. */
  isAlone: boolean;
  inputHash: () => string;
  since: number;
  resolve: (result: PoolResult) => void;
  reject: (error: PoolError) => void;
}

/** Whether two calls may run together: the same tensors, whose rows have the same shape. */
function mayJoin(one: WaitingCall, other: WaitingCall): boolean {
  if (one.isAlone || other.isAlone || one.tensors.length !== other.tensors.length) return false;
  for (let i = 0; i < one.tensors.length; i++) {
    const left = one.tensors[i];
    const right = other.tensors[i];
    if (!left || !right || left.name !== right.name || left.shape.length !== right.shape.length) return false;
    for (let axis = 1; axis < left.shape.length; axis++) if (left.shape[axis] !== right.shape[axis]) return false;
  }
  return true;
}

const bytesOfTensors = (tensors: readonly Tensor[]): number => {
  let bytes = 0;
  for (const tensor of tensors) {
    if (Array.isArray(tensor.data)) for (const text of tensor.data) bytes += text.length;
    else bytes += tensor.data.byteLength;
  }
  return bytes;
};

export interface QueueLimits {
  /** Rows of different calls may be joined; false where the answer depends on the batch. */
  batches: boolean;
  maxBatchRows: number;
  maxQueueRows: number;
  maxQueueBytes: number;
}

/** The calls that wait for a runner of one version, in order. */
export class CallQueue {
  readonly #limits: QueueLimits;
  #calls: WaitingCall[] = [];
  #rows = 0;
  #bytes = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#calls.length;
  }

  get rows(): number {
    return this.#rows;
  }

  /** When the first of them came; undefined where none waits. */
  get oldestSince(): number | undefined {
    return this.#calls[0]?.since;
  }

  /** Takes a call; false where it does not fit. One call always fits. */
  add({ tensors, rows, inputHash, since, resolve, reject }: Omit<WaitingCall, 'bytes' | 'isAlone'>): boolean {
    const bytes = bytesOfTensors(tensors);
    if (
      this.#calls.length > 0 &&
      (this.#rows + rows > this.#limits.maxQueueRows || this.#bytes + bytes > this.#limits.maxQueueBytes)
    )
      return false;
    this.#calls.push({ tensors, rows, bytes, isAlone: false, inputHash, since, resolve, reject });
    this.#rows += rows;
    this.#bytes += bytes;
    return true;
  }

  /** Puts calls that ran together to the front again, each to run alone. */
  returnAlone(calls: readonly WaitingCall[]): void {
    this.#calls = [...calls.map((call) => ({ ...call, isAlone: true })), ...this.#calls];
    for (const call of calls) {
      this.#rows += call.rows;
      this.#bytes += call.bytes;
    }
  }

  /** The first call, and those behind it that may run with it. Empty where none waits. */
  take(): WaitingCall[] {
    const first = this.#calls[0];
    if (!first) return [];
    let batch = [first];
    if (this.#limits.batches && this.#calls.length > 1) {
      const rest: WaitingCall[] = [];
      batch = [];
      let rows = 0;
      for (const call of this.#calls) {
        if (call === first || (mayJoin(first, call) && rows + call.rows <= this.#limits.maxBatchRows)) {
          batch.push(call);
          rows += call.rows;
        } else rest.push(call);
      }
      this.#calls = rest;
    } else this.#calls.shift();
    for (const call of batch) {
      this.#rows -= call.rows;
      this.#bytes -= call.bytes;
    }
    return batch;
  }

  rejectAll(fault: PoolFault): void {
    const calls = this.#calls;
    this.#calls = [];
    this.#rows = 0;
    this.#bytes = 0;
    for (const call of calls) call.reject(new PoolError(fault));
  }
}
