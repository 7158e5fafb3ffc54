import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endlessLoopModel } from '@/lib/pure/onnx/hazard-models';
import { encodeModel, type GraphSpec } from '@/lib/pure/onnx/write';
import { probeFile } from './probe-file';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-probe-test-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** y = x0, and as many inputs as asked for beside it. */
async function probeWithInputs(count: number, shape = [-1, 1]) {
  const inputs = Array.from({ length: count }, (_, at) => ({
    name: `x${at}`,
    datatype: 'FP32' as const,
    shape,
    nullable: false,
  }));
  const bytes = encodeModel({
    graph: {
      nodes: [{ op: 'Identity', inputs: ['x0'], outputs: ['y'] }],
      inputs: inputs.map(({ name, shape }) => ({ name, type: 'FP32', shape })),
      outputs: [{ name: 'y', type: 'FP32', shape }],
    },
  });
  const file = path.join(folder, `${count}-${shape.length}.onnx`);
  fs.writeFileSync(file, bytes, { mode: 0o644 });
  const outputs = [{ name: 'y', datatype: 'FP32' as const, shape, classLabels: null }];
  return probeFile({ file, sizeBytes: bytes.length, inputs, outputs, rowByRow: false });
}

test('finds for each of a few inputs whether it takes NaN', async () => {
  const { signature } = await probeWithInputs(3);
  expect(signature.inputs.map(({ nullable }) => nullable)).toEqual([false, true, true]);
});

test('a model of thousands of inputs is probed within the time for checks', async () => {
  const { signature, probe } = await probeWithInputs(5000);
  expect(signature.inputs).toHaveLength(5000);
  expect(signature.inputs.some(({ nullable }) => nullable)).toBe(false);
  expect(probe.runs).toBeGreaterThan(0);
});

test('a row that no call can carry is refused, and takes no memory of the server', async () => {
  const refused = { reason: 'input_too_large' };
  await expect(probeWithInputs(1, [3, 4, 2_147_483_647, 5])).rejects.toMatchObject(refused);
  await expect(probeWithInputs(1, [-1, 100_000_000])).rejects.toMatchObject(refused);
});

test('a dozen free dimensions are tried with one value each', async () => {
  const { probe } = await probeWithInputs(
    1,
    Array.from({ length: 12 }, () => -1),
  );
  expect(probe.runs).toBeGreaterThan(0);
});

/** For models of one float input x and one output y, both [rows, 2]. */
function probeBytes(bytes: Uint8Array) {
  const file = path.join(folder, `${bytes.length}.onnx`);
  fs.writeFileSync(file, bytes, { mode: 0o644 });
  const tensor = { datatype: 'FP32' as const, shape: [-1, 2] };
  return probeFile({
    file,
    sizeBytes: bytes.length,
    inputs: [{ ...tensor, name: 'x', nullable: false }],
    outputs: [{ ...tensor, name: 'y', classLabels: null }],
    rowByRow: false,
  });
}

const floats = (name: string) => ({ name, type: 'FP32' as const, shape: [-1, 2] });

/** A loop that goes on for ever where the values of x sum to exactly `sum`, and not at all elsewhere. */
function hangsAtModel(sum: number): Uint8Array {
  const body: GraphSpec = {
    name: 'body',
    nodes: [
      { op: 'Identity', inputs: ['going'], outputs: ['going_out'] },
      { op: 'Identity', inputs: ['state'], outputs: ['state_out'] },
    ],
    inputs: [
      { name: 'step', type: 'INT64', shape: [] },
      { name: 'going', type: 'BOOL', shape: [] },
      { name: 'state', type: 'FP32', shape: null },
    ],
    outputs: [
      { name: 'going_out', type: 'BOOL', shape: [] },
      { name: 'state_out', type: 'FP32', shape: null },
    ],
  };
  return encodeModel({
    graph: {
      nodes: [
        { op: 'ReduceSum', inputs: ['x'], outputs: ['sum'], attributes: [{ name: 'keepdims', int: 0 }] },
        { op: 'Equal', inputs: ['sum', 'at'], outputs: ['first'] },
        { op: 'Loop', inputs: ['', 'first', 'x'], outputs: ['y'], attributes: [{ name: 'body', graph: body }] },
      ],
      inputs: [floats('x')],
      outputs: [floats('y')],
      initializers: [{ name: 'at', type: 'FP32', dims: [], data: [sum] }],
    },
  });
}

test.each([0, 2])('a row that hangs (of sum %d) does not condemn a model that answers another', async (sum) => {
  const { probe, signature } = await probeBytes(hangsAtModel(sum));
  expect(probe.runs).toBeGreaterThan(0);
  expect(signature.outputs[0]?.shape).toEqual([-1, 2]);
});

test('a model that answers no row in time is refused', async () => {
  await expect(probeBytes(endlessLoopModel())).rejects.toMatchObject({ reason: 'timeout' });
});

test('a row that needs more memory than a runner gets is refused for that', async () => {
  const parts = Array.from({ length: 40 }, (_, at) => at);
  const model = encodeModel({
    graph: {
      nodes: [
        { op: 'ReduceSum', inputs: ['x'], outputs: ['sum'], attributes: [{ name: 'keepdims', int: 0 }] },
        // Each of 200 MB and of another value, so that nothing can be folded or shared.
        ...parts.flatMap((at) => [
          { op: 'Add', inputs: ['sum', `k${at}`], outputs: [`m${at}`] },
          { op: 'Expand', inputs: [`m${at}`, 'shape'], outputs: [`z${at}`] },
        ]),
        { op: 'Sum', inputs: parts.map((at) => `z${at}`), outputs: ['s'] },
        { op: 'ReduceMax', inputs: ['s'], outputs: ['top'], attributes: [{ name: 'keepdims', int: 0 }] },
        { op: 'Add', inputs: ['x', 'top'], outputs: ['y'] },
      ],
      inputs: [floats('x')],
      outputs: [floats('y')],
      initializers: [
        { name: 'shape', type: 'INT64', dims: [1], data: [50_000_000] },
        ...parts.map((at) => ({ name: `k${at}`, type: 'FP32' as const, dims: [], data: [at] })),
      ],
    },
  });
  await expect(probeBytes(model)).rejects.toMatchObject({ reason: 'memory' });
});
