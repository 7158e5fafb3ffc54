import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeModel } from '@/lib/pure/onnx/write';
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
}, 30_000);

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
