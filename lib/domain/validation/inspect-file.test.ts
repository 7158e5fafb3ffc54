import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { encodeModel, type ValueSpec } from '@/lib/pure/onnx/write';
import { withInspectedFile } from './inspect-file';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-inspect-test-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const inspect = (outputs: ValueSpec[], shape: number[] | null = [-1, 2], inputs = ['X']) => {
  const file = path.join(folder, 'model.onnx');
  const nodes = [
    { op: 'Neg', inputs: ['X'], outputs: ['minus'] },
    { op: 'SequenceConstruct', inputs: ['X', 'minus'], outputs: ['parts'] },
  ];
  fs.writeFileSync(
    file,
    encodeModel({ graph: { nodes, inputs: inputs.map((name) => ({ name, type: 'FP32' as const, shape })), outputs } }),
  );
  return withInspectedFile(file, 'model.onnx', async ({ inspection, inputs: read }) => ({ inspection, inputs: read }));
};
const minus: ValueSpec = { name: 'minus', type: 'FP32', shape: [-1, 2] };

test('tells how many sequence outputs were split', async () => {
  const parts: ValueSpec = { name: 'parts', type: 'FP32', shape: null, isSequence: true };
  expect((await inspect([parts, minus])).inspection.sequencesSplit).toBe(1);
  expect((await inspect([minus])).inspection.sequencesSplit).toBe(0);
});

test('tells an input whose number of dimensions the file leaves open', async () => {
  expect((await inspect([minus], null)).inputs).toMatchObject([{ shape: [-1, -1], anyRank: true }]);
  expect((await inspect([minus])).inputs[0]).not.toHaveProperty('anyRank');
});

test('refuses a model without inputs: no row could be sent to it', async () => {
  await expect(inspect([minus], [-1, 2], [])).rejects.toMatchObject({ code: 'invalid_input', reason: 'no_inputs' });
});
