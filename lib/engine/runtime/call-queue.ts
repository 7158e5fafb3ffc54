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
  /** Calls of one key may run together. */
  key: string;
  inputHash: () => string;
  since: number;
  resolve: (result: PoolResult) => void;
  reject: (error: PoolError) => void;
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
  add(call: Omit<WaitingCall, 'bytes' | 'key'>): boolean {
    const bytes = bytesOfTensors(call.tensors);
    if (
      this.#calls.length > 0 &&
      (this.#rows + call.rows > this.#limits.maxQueueRows || this.#bytes + bytes > this.#limits.maxQueueBytes)
    )
      return false;
    let key = '';
    if (this.#limits.batches)
      for (const tensor of call.tensors) key += `${tensor.name}:${tensor.shape.slice(1).join('x')};`;
    this.#calls.push({ ...call, bytes, key });
    this.#rows += call.rows;
    this.#bytes += bytes;
    return true;
  }

  /** Puts calls that ran together to the front again, each to run alone. */
  returnAlone(calls: readonly WaitingCall[]): void {
    this.#calls = [...calls.map((call) => ({ ...call, key: `${call.key}#${Math.random()}` })), ...this.#calls];
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
        if (call.key === first.key && (batch.length === 0 || rows + call.rows <= this.#limits.maxBatchRows)) {
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
