// What the benchmarks share: the bodies, the load generator's process, and taking down what was started.
import { fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import ort from 'onnxruntime-node';
import { MODEL_FILE } from './systems.mjs';

const FEATURES = 30;
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

/** Bodies that all differ, as JSON and with binary tensors, and what onnxruntime itself answers to each: the values of its rows in one list. */
export async function makeBodies({ bodies: count, rows }) {
  const random = generator(SEED);
  const all = count * rows;
  const values = Array.from({ length: all * FEATURES }, () => Math.round((random() * 6 - 3) * 1e4) / 1e4);
  const session = await ort.InferenceSession.create(MODEL_FILE);
  const x = new ort.Tensor('float32', Float32Array.from(values), [all, FEATURES]);
  const { probabilities } = await session.run({ x });
  const width = rows * probabilities.dims[1];
  const parts = Array.from({ length: count }, (_, i) => values.slice(i * rows * FEATURES, (i + 1) * rows * FEATURES));
  const shape = [rows, FEATURES];
  return {
    bodies: parts.map((data) => JSON.stringify({ inputs: [{ name: 'x', shape, datatype: 'FP32', data }] })),
    binaries: () => {
      const head = Buffer.from(
        JSON.stringify({
          parameters: { binary_data_output: true },
          inputs: [{ name: 'x', shape, datatype: 'FP32', parameters: { binary_data_size: 4 * rows * FEATURES } }],
        }),
      );
      const headers = {
        'content-type': 'application/octet-stream',
        'inference-header-content-length': String(head.length),
      };
      return {
        headers,
        bodies: parts.map((data) => Buffer.concat([head, Buffer.from(Float32Array.from(data).buffer)])),
      };
    },
    wanted: parts.map((_, i) => Array.from(probabilities.data.slice(i * width, (i + 1) * width))),
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
