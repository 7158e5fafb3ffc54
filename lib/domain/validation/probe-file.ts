import 'server-only';
import fs from 'node:fs';
import { Runner, RunnerError, type RunnerFault, runnerDefaults } from '@/lib/engine/runtime';
import { AppError } from '@/lib/platform/errors';
import { sliceRows, type Tensor, valueAt } from '@/lib/pure/protocols/datatype';
import type { Probe, Signature, SignatureInput, SignatureOutput } from '../registry/schema';
import { correctShapes } from './correct-shapes';
import { findReading } from './find-reading';
import { countSamples, isFloat, MAX_SAMPLE_VALUES, sampleInputs } from './sample-inputs';

const BUDGET_MS = 12_000;
/** Files above this size get more time: they are read twice, and a slow disk may give no more than this a second. */
const LARGE_BYTES = 64 * 1024 * 1024;
const SLOW_BYTES_PER_S = 40_000_000;
const LATENCY_RUNS = 40;
const BATCH_ROWS = 16;
/** Up to so many inputs are tried with NaN one by one; of more, one trial of all must do. */
const MAX_NAN_TRIALS = 64;

export interface ProbeInput {
  file: string;
  sizeBytes: number;
  inputs: SignatureInput[];
  outputs: SignatureOutput[];
  rowByRow: boolean;
}

const refusal = (reason: string, message: string) =>
  new AppError('invalid_input', message, { reason, invalidParams: [{ name: 'file', reason: message }] });

function toRefusal(fault: RunnerFault, stage: 'load' | 'run'): AppError {
  if (fault.kind === 'load') {
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

const areFinite = (outputs: readonly Tensor[]) =>
  outputs.every(
    (output) =>
      Array.isArray(output.data) ||
      output.data instanceof BigInt64Array ||
      output.data instanceof BigUint64Array ||
      Array.from({ length: output.data.length }, (_, i) => Number(valueAt(output, i))).every(Number.isFinite),
  );

function isSame(a: readonly Tensor[], b: readonly Tensor[]): boolean {
  return a.every((left, i) => {
    const right = b[i];
    if (!right || right.data.length !== left.data.length) return false;
    for (let k = 0; k < left.data.length; k++) {
      const x = valueAt(left, k);
      const y = valueAt(right, k);
      if (typeof x === 'number' && typeof y === 'number') {
        if (!(Object.is(x, y) || Math.abs(x - y) <= 1e-5 + 1e-4 * Math.abs(y) || (Number.isNaN(x) && Number.isNaN(y))))
          return false;
      } else if (x !== y) return false;
    }
    return true;
  });
}

const quantile = (sorted: number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;

/** Peak memory of a process in bytes, where the system tells it. */
function peakMemory(pid: number | undefined): number | null {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line?.[1] ? Number(line[1]) * 1024 : null;
  } catch {
    return null;
  }
}

/** 12 s in all, and above 64 MB one more second for every 40 MB. Example: 2 GiB → 64,009 ms. */
export const budgetMs = (sizeBytes: number): number =>
  BUDGET_MS + Math.round((Math.max(0, sizeBytes - LARGE_BYTES) / SLOW_BYTES_PER_S) * 1000);

/**
 * Loads a file and runs made-up rows through it in throw-away processes, first without graph optimisation, all within `budgetMs`.
 * Throws `invalid_input` where the file does not load, crashes or hangs. Rows that the model merely refuses do not condemn it.
 */
export async function probeFile(input: ProbeInput): Promise<{ probe: Probe; signature: Signature }> {
  if (countSamples(input.inputs, 1) > MAX_SAMPLE_VALUES)
    throw refusal('input_too_large', 'One row of this model has more values than a call of 64 MB can carry.');
  const deadline = performance.now() + budgetMs(input.sizeBytes);
  const left = () => Math.max(200, deadline - performance.now());
  const spec = {
    modelFile: input.file,
    modelBytes: input.sizeBytes,
    inputs: input.inputs,
    outputs: input.outputs,
    rowByRow: input.rowByRow,
    ...runnerDefaults(),
  };
  await loadOnce(new Runner({ ...spec, optimise: false }, left()), input, left);
  const runner = new Runner({ ...spec, optimise: true }, left());
  try {
    const { loadMs } = await runner.ready.catch((error: unknown) => {
      throw error instanceof RunnerError ? toRefusal(error.fault, 'load') : error;
    });
    const attempt = async (tensors: Tensor[]) => {
      try {
        return await runner.run(tensors, left());
      } catch (error) {
        if (!(error instanceof RunnerError)) throw error;
        if (error.fault.kind === 'run') return null;
        throw toRefusal(error.fault, 'run');
      }
    };
    const one = sampleInputs(input.inputs, 1, 'random');
    const answers = [
      await attempt(sampleInputs(input.inputs, 1, 'zeros')),
      await attempt(sampleInputs(input.inputs, 1, 'ones')),
      await attempt(one),
    ];
    const single = answers[2] ?? answers[1] ?? answers[0] ?? null;
    const isBatchable =
      !input.rowByRow &&
      input.inputs.every((tensor) => tensor.shape[0] === -1) &&
      countSamples(input.inputs, BATCH_ROWS) <= MAX_SAMPLE_VALUES;
    const batch = isBatchable ? sampleInputs(input.inputs, BATCH_ROWS, 'random') : [];
    const joined = isBatchable ? await attempt(batch) : null;
    const outputs = correctShapes(
      input.inputs,
      input.outputs,
      answers.flatMap((answer) => (answer ? [answer.outputs] : [])),
      joined?.outputs ?? null,
    );
    const readingOf = findReading(outputs, single?.outputs ?? null, 1);
    const again = answers[2] ? await attempt(one) : null;
    const deterministic = !answers[2] || !again || isSame(answers[2].outputs, again.outputs);
    const batchInvariant = joined !== null && (await isBatchInvariant(batch, joined.outputs, attempt));
    const takesNan = async (name?: string) => {
      const answer = await attempt(sampleInputs(input.inputs, 1, 'nan', name));
      return answer !== null && areFinite(answer.outputs);
    };
    const together = input.inputs.filter(isFloat).length > MAX_NAN_TRIALS ? await takesNan() : null;
    const inputs: SignatureInput[] = [];
    for (const tensor of input.inputs)
      inputs.push({ ...tensor, nullable: isFloat(tensor) && (together ?? (await takesNan(tensor.name))) });
    const times: number[] = [];
    if (single) {
      const trial = answers[2] ? one : sampleInputs(input.inputs, 1, answers[1] ? 'ones' : 'zeros');
      for (let i = 0; i < LATENCY_RUNS && performance.now() < deadline - 1000; i++) {
        const began = performance.now();
        if (!(await attempt(trial))) break;
        times.push(performance.now() - began);
      }
    }
    times.sort((a, b) => a - b);
    return {
      probe: {
        runs: times.length,
        loadMs,
        latencyMsP50: quantile(times, 0.5),
        latencyMsP95: quantile(times, 0.95),
        memoryBytes: peakMemory(runner.pid),
        batchInvariant,
        deterministic,
      },
      signature: { inputs, outputs, reading: readingOf, rowByRow: input.rowByRow },
    };
  } finally {
    runner.kill();
  }
}

/** A plain refusal to load is left to the optimised attempt, which is the one that serves: some models need its passes to be valid. */
async function loadOnce(runner: Runner, input: ProbeInput, left: () => number) {
  let stage: 'load' | 'run' = 'load';
  try {
    await runner.ready;
    stage = 'run';
    await runner.run(sampleInputs(input.inputs, 1, 'ones'), left());
  } catch (error) {
    if (!(error instanceof RunnerError)) throw error;
    if (error.fault.kind !== 'run' && error.fault.kind !== 'load') throw toRefusal(error.fault, stage);
  } finally {
    runner.kill();
  }
}

async function isBatchInvariant(
  batch: Tensor[],
  joined: Tensor[],
  attempt: (tensors: Tensor[]) => Promise<{ outputs: Tensor[] } | null>,
): Promise<boolean> {
  if (joined.some((output) => output.shape[0] !== BATCH_ROWS)) return false;
  for (const row of [0, 7, BATCH_ROWS - 1]) {
    const alone = await attempt(batch.map((tensor) => sliceRows(tensor, row, row + 1)));
    if (
      !alone ||
      !isSame(
        alone.outputs,
        joined.map((output) => sliceRows(output, row, row + 1)),
      )
    )
      return false;
  }
  return true;
}
