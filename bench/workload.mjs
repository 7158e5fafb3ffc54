// What the benchmarks share: the bodies, the load generator's process, and taking down what was started.
import { fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import ort from 'onnxruntime-node';
import { MODELS, prepareModel } from './models/catalogue.mjs';

/** Rows that onnxruntime answers at once where nothing is measured. */
const CHUNK_ROWS = 500;
const SEED = 7;

/** Mulberry32, so that every run sends the same bodies. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What onnxruntime itself answers: the values of one output, row after row. */
async function answersOf(name, values, all) {
  const { datatype, shape } = MODELS[name];
  const session = await ort.InferenceSession.create(prepareModel(name));
  const output = session.outputNames.includes('probabilities') ? 'probabilities' : session.outputNames[0];
  const width = values.length / all;
  const answers = [];
  for (let from = 0; from < all; from += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, all - from);
    const part = values.slice(from * width, (from + rows) * width);
    const x =
      datatype === 'BYTES'
        ? new ort.Tensor('string', part, [rows, ...shape])
        : new ort.Tensor('float32', Float32Array.from(part), [rows, ...shape]);
    const { data } = (await session.run({ x }, [output]))[output];
    for (const value of data) answers.push(value);
  }
  return answers;
}

/**
 * Bodies that all differ, as JSON and with binary tensors, and what onnxruntime itself answers to each: the values of its rows in one list.
 * `inputs` are the values of each body, for systems with a protocol of their own; `value(random)` makes others than the model's own.
 */
export async function makeBodies({ bodies: count, rows, model: name = 'mlp', value = MODELS[name].value }) {
  const random = generator(SEED);
  const { datatype, shape: row } = MODELS[name];
  const features = row.reduce((product, dim) => product * dim, 1);
  const all = count * rows;
  const values = Array.from({ length: all * features }, () => value(random));
  const answers = await answersOf(name, values, all);
  const width = answers.length / count;
  const parts = Array.from({ length: count }, (_, i) => values.slice(i * rows * features, (i + 1) * rows * features));
  const shape = [rows, ...row];
  return {
    inputs: parts,
    bodies: parts.map((data) => JSON.stringify({ inputs: [{ name: 'x', shape, datatype, data }] })),
    binaries: () => {
      const { headers, head } = binaryHead(shape);
      return {
        headers,
        bodies: parts.map((data) => Buffer.concat([head, Buffer.from(Float32Array.from(data).buffer)])),
      };
    },
    wanted: parts.map((_, i) => answers.slice(i * width, (i + 1) * width)),
  };
}

/** The JSON before one tensor of floats in binary, and the headers that announce it. */
export function binaryHead(shape) {
  const size = 4 * shape.reduce((product, dim) => product * dim, 1);
  const head = Buffer.from(
    JSON.stringify({
      parameters: { binary_data_output: true },
      inputs: [{ name: 'x', shape, datatype: 'FP32', parameters: { binary_data_size: size } }],
    }),
  );
  return {
    head,
    headers: {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': String(head.length),
    },
  };
}

/** The load generator's process, asked one thing at a time. */
export function startClient(undo) {
  const child = fork(path.join(import.meta.dirname, 'client.mjs'), { serialization: 'advanced' });
  undo.push(() => child.kill('SIGKILL'));
  return (message) =>
    new Promise((resolve, reject) => {
      const fail = () => reject(new Error('the load generator died'));
      child.once('exit', fail);
      child.once('message', (reply) => {
        child.off('exit', fail);
        if (reply.error) reject(new Error(reply.error));
        else resolve(reply.ok);
      });
      child.send(message);
    });
}

/** The value below or at which a share of sorted values lies, by nearest rank: of 20 values the 19th at 0.95. */
export const percentile = (sorted, share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];

export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
export const show = (value, digits) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const loads = () =>
  os
    .loadavg()
    .map((value) => show(value, 2))
    .join(' ');

/** Runs `work` and takes down, in reverse order, what it pushed to its argument; also on a signal. */
export async function withUndo(work) {
  const undo = [];
  let undoing;
  const takeDown = () => {
    undoing ??= (async () => {
      for (const step of undo.reverse())
        try {
          await step();
        } catch (error) {
          console.error(error);
          process.exitCode = 1;
        }
    })();
    return undoing;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => void takeDown().then(() => process.exit(130)));
  try {
    await work(undo);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await takeDown();
  }
}
