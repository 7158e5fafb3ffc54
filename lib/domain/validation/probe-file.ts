import 'server-only';
import { Runner, RunnerError, runnerDefaults } from '@/lib/engine/runtime';
import { sliceRows, type Tensor, valueAt } from '@/lib/pure/protocols/datatype';
import type { Probe, Signature, SignatureInput, SignatureOutput } from '../registry/schema';
import { correctShapes } from './correct-shapes';
import { findReading } from './find-reading';
import { refusal, Trials, toRefusal } from './probe-trials';
import { countSamples, isFloat, MAX_SAMPLE_VALUES, sampleInputs } from './sample-inputs';

const BUDGET_MS = 12_000;
/** Files above this size get more time: they are read twice, and a slow disk may give no more than this a second. */
const LARGE_BYTES = 64 * 1024 * 1024;
const SLOW_BYTES_PER_S = 40_000_000;
/** Of that time, what the first row without optimisation may take. */
const FIRST_SHARE = 0.2;
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

/** 12 s in all, and above 64 MB one more second for every 40 MB. Example: 2 GiB → 64,009 ms. */
export const budgetMs = (sizeBytes: number): number =>
  BUDGET_MS + Math.round((Math.max(0, sizeBytes - LARGE_BYTES) / SLOW_BYTES_PER_S) * 1000);

/**
 * Loads a file and runs made-up rows through it in throw-away processes, first without graph optimisation, all within `budgetMs`.
 * Throws `invalid_input` where the file does not load, crashes, or answers no row for want of time or memory. Rows that the model
 * merely refuses do not condemn it, nor one that hangs beside another that is answered.
 */
export async function probeFile(input: ProbeInput): Promise<{ probe: Probe; signature: Signature }> {
  if (countSamples(input.inputs, 1) > MAX_SAMPLE_VALUES)
    throw refusal('input_too_large', 'One row of this model has more values than a call of 64 MB can carry.');
  const budget = budgetMs(input.sizeBytes);
  const deadline = performance.now() + budget;
  const left = () => deadline - performance.now();
  const spec = {
    modelFile: input.file,
    modelBytes: input.sizeBytes,
    inputs: input.inputs,
    outputs: input.outputs,
    rowByRow: input.rowByRow,
    ...runnerDefaults(),
  };
  await loadOnce(new Runner({ ...spec, optimise: false }, left()), input, budget * FIRST_SHARE);
  const trials = new Trials({ ...spec, optimise: true }, left, budget);
  try {
    const loadMs = await trials.load();
    const attempt = (tensors: Tensor[]) => trials.run(tensors);
    const one = sampleInputs(input.inputs, 1, 'random');
    const answers = [
      await attempt(sampleInputs(input.inputs, 1, 'zeros')),
      await attempt(sampleInputs(input.inputs, 1, 'ones')),
      await attempt(one),
    ];
    trials.requireAnswer();
    const single = answers[2] ?? answers[1] ?? answers[0] ?? null;
    const isBatchable =
      !input.rowByRow &&
      // Of other ranks nothing is known: they are not joined.
      input.inputs.every((tensor) => tensor.shape[0] === -1 && !tensor.anyRank) &&
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
        memoryBytes: trials.peakBytes,
        batchInvariant,
        deterministic,
      },
      signature: { inputs, outputs, reading: readingOf, rowByRow: input.rowByRow },
    };
  } finally {
    trials.end();
  }
}

/**
 * What it does without optimisation condemns a file only where it crashes, or hangs while loading. A plain refusal to load is left
 * to the optimised attempt, which is the one that serves: some models need its passes to be valid. Rows are judged there too.
 */
async function loadOnce(runner: Runner, input: ProbeInput, runMs: number) {
  let stage: 'load' | 'run' = 'load';
  try {
    await runner.ready;
    stage = 'run';
    await runner.run(sampleInputs(input.inputs, 1, 'ones'), runMs);
  } catch (error) {
    if (!(error instanceof RunnerError)) throw error;
    const { kind } = error.fault;
    if (kind === 'died' || (kind === 'timeout' && stage === 'load')) throw toRefusal(error.fault, stage);
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
