import 'server-only';
import { Runner, RunnerError, type RunnerFault, type RunnerSpec, type RunResult } from '@/lib/engine/runtime';
import { AppError } from '@/lib/platform/errors';
import type { Tensor } from '@/lib/pure/protocols/datatype';

/** Of the time for checks, what one trial row may take: a row that hangs must leave time for those that do not. */
const TRIAL_SHARE = 0.2;
const SHORTEST_MS = 200;
const OUT_OF_MEMORY = /bad_alloc|bad allocation|allocate memory|out of memory/i;

export const refusal = (reason: string, message: string) =>
  new AppError('invalid_input', message, { reason, invalidParams: [{ name: 'file', reason: message }] });

export function toRefusal(fault: RunnerFault, stage: 'load' | 'run'): AppError {
  if (fault.kind === 'load') {
    if (OUT_OF_MEMORY.test(fault.reason)) return outOfMemory();
    const locale = /locale/i.test(fault.reason);
    const details = /not a registered|not registered|Unrecognized schema|No Op registered|opset/i.test(fault.reason)
      ? ' It uses an operator or opset that this runtime does not know; export with a lower target_opset.'
      : '';
    return locale
      ? refusal(
          'locale',
          'The model asks for a system language that is not installed here (StringNormalizer). Export it with locale="C".',
        )
      : refusal(
          'load_failed',
          `The runtime cannot load this model.${details || ' The graph is not valid; check it with onnx.checker.check_model where you exported it.'}`,
        );
  }
  if (fault.kind === 'timeout')
    return refusal(
      'timeout',
      stage === 'load'
        ? 'The model did not finish loading within the time for checks; it may unfold without end.'
        : 'The model did not answer a trial row within the time for checks; it may loop without end.',
    );
  return refusal(
    'model_crashed',
    `The model crashed its isolated process while ${stage === 'load' ? 'loading' : 'answering a trial row'} (${fault.kind === 'died' ? fault.reason : fault.kind}). It cannot be served.`,
  );
}

const outOfMemory = () =>
  refusal('memory', 'The model needs more memory than a model of its size gets here, for a single row already.');

/**
 * Made-up rows run through a file in a throw-away process. A row that hangs costs its share of the time and the process, which is
 * replaced; a row that the model refuses costs nothing. `left` tells how much time there is in all.
 */
export class Trials {
  readonly #spec: RunnerSpec;
  readonly #left: () => number;
  readonly #trialMs: number;
  #runner: Runner;
  #answered = 0;
  #hung: RunnerFault | null = null;
  #isMemoryShort = false;

  constructor(spec: RunnerSpec, left: () => number, budgetMs: number) {
    this.#spec = spec;
    this.#left = left;
    this.#trialMs = budgetMs * TRIAL_SHARE;
    this.#runner = new Runner(spec, Math.max(left(), SHORTEST_MS));
  }

  get peakBytes(): number | null {
    return this.#runner.peakBytes;
  }

  /** Resolves with the milliseconds of loading when the file is loaded. */
  async load(): Promise<number> {
    try {
      return (await this.#runner.ready).loadMs;
    } catch (error) {
      throw error instanceof RunnerError ? toRefusal(error.fault, 'load') : error;
    }
  }

  /** The answer to a row, or null where there is none. Throws where the model crashed. */
  async run(tensors: Tensor[]): Promise<RunResult | null> {
    const left = this.#left();
    if (left <= 0 && this.#answered === 0) this.#hung ??= { kind: 'timeout', reason: 'no time is left' };
    if (left <= 0 || (this.#hung && left < this.#trialMs)) return null;
    if (!this.#runner.isAlive) {
      this.#runner = new Runner(this.#spec, left);
      await this.load();
    }
    try {
      const result = await this.#runner.run(tensors, Math.min(Math.max(this.#left(), SHORTEST_MS), this.#trialMs));
      this.#answered += 1;
      return result;
    } catch (error) {
      if (!(error instanceof RunnerError)) throw error;
      if (error.fault.kind === 'died') throw toRefusal(error.fault, 'run');
      if (error.fault.kind === 'timeout') this.#hung = error.fault;
      else if (OUT_OF_MEMORY.test(error.fault.reason)) this.#isMemoryShort = true;
      return null;
    }
  }

  /** Throws where no row at all was answered and one of them tells why; rows that are merely refused do not condemn a model. */
  requireAnswer(): void {
    if (this.#answered > 0) return;
    if (this.#isMemoryShort) throw outOfMemory();
    if (this.#hung) throw toRefusal(this.#hung, 'run');
  }

  end(): void {
    this.#runner.kill();
  }
}
