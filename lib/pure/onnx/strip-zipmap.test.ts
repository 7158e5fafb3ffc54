import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { identityModel } from './hazard-models';
import { inspectOnnx } from './inspect';
import { applyRewrite, planTensorOutputs, stripZipMap } from './strip-zipmap';
import { bytesSource } from './wire';
import { encodeModel, type NodeSpec } from './write';

interface Tensor {
  name: string;
  datatype: string;
  shape: number[];
  data: number[];
}

const folder = new URL('./fixtures/iris_logreg_zipmap/', import.meta.url);
const iris = new Uint8Array(readFileSync(new URL('model.onnx', folder)));

test('turns the ZipMap output into a float tensor of the same name', async () => {
  const stripped = await inspectOnnx(bytesSource(await stripZipMap(iris)));
  expect(stripped.zipMaps).toEqual([]);
  expect(stripped.outputs[1]).toEqual({
    name: 'output_probability',
    kind: 'tensor',
    datatype: 'FP32',
    shape: [-1, 3],
    isRankKnown: true,
  });
  expect(stripped.classLabels.find(({ output }) => output === 'output_probability')?.labels).toEqual(['0', '1', '2']);
  expect(stripped.operators.map(({ name }) => name)).toEqual([
    'Scaler',
    'LinearClassifier',
    'Cast',
    'Normalizer',
    'Identity',
  ]);
});

test('copies every other byte as it is', async () => {
  const inspection = await inspectOnnx(bytesSource(iris));
  const plan = planTensorOutputs(inspection) ?? [];
  const kept = plan.reduce((sum, piece) => sum + ('keep' in piece ? piece.keep.length : 0), 0);
  const [zipMap] = inspection.zipMaps;
  const replaced = zipMap
    ? zipMap.node.end - zipMap.node.start + zipMap.valueInfoType.end - zipMap.valueInfoType.start
    : 0;
  // Besides the node and the type only the length prefixes of graph (3 bytes with tag) and output (2) are new.
  expect(kept).toBe(iris.length - replaced - 5);
  const parts: number[] = [];
  for await (const part of applyRewrite(bytesSource(iris), plan)) parts.push(...part);
  expect(Uint8Array.from(parts)).toEqual(await stripZipMap(iris));
});

test('leaves a model without ZipMap untouched', async () => {
  const bytes = identityModel();
  expect(await stripZipMap(bytes)).toBe(bytes);
});

const sequenceModel = (nodes: NodeSpec[]) =>
  encodeModel({
    graph: {
      nodes: [{ op: 'Neg', inputs: ['X'], outputs: ['minus'] }, ...nodes],
      inputs: [{ name: 'X', type: 'FP32', shape: [-1, 2] }],
      outputs: [
        { name: 'parts', type: 'FP32', shape: null, isSequence: true },
        { name: 'minus', type: 'FP32', shape: [-1, 2] },
      ],
    },
  });
const construct = { op: 'SequenceConstruct', inputs: ['X', 'minus'], outputs: ['parts'] };

test('serves a sequence of tensors as one output for each of them', async () => {
  const stripped = await stripZipMap(sequenceModel([construct]));
  expect((await inspectOnnx(bytesSource(stripped))).outputs.map(({ name }) => name)).toEqual([
    'parts_0',
    'parts_1',
    'minus',
  ]);
  const request = [{ name: 'X', datatype: 'FP32', shape: [1, 2], data: [1, -2] }];
  expect(run(stripped, [request])).toEqual([
    [
      { name: 'parts_0', shape: [1, 2], data: [1, -2] },
      { name: 'parts_1', shape: [1, 2], data: [-1, 2] },
      { name: 'minus', shape: [1, 2], data: [-1, 2] },
    ],
  ]);
});

test('refuses a sequence that is made otherwise, or whose parts have no free names', async () => {
  const split = { op: 'SplitToSequence', inputs: ['X'], outputs: ['parts'] };
  const taken = { op: 'Abs', inputs: ['X'], outputs: ['parts_1'] };
  for (const nodes of [[split], [taken, construct]])
    await expect(stripZipMap(sequenceModel(nodes))).rejects.toMatchObject({ code: 'unreadable_output' });
});

function run(model: Uint8Array, requests: Tensor[][]): Omit<Tensor, 'datatype'>[][] {
  const script = fileURLToPath(new URL('./fixtures/run-model.mjs', import.meta.url));
  const input = JSON.stringify({ model: Buffer.from(model).toString('base64'), requests });
  const child = spawnSync(process.execPath, [script], { input, encoding: 'utf8', timeout: 20_000 });
  expect(child.stderr).toBe('');
  return JSON.parse(child.stdout);
}

test('gives a model that onnxruntime runs, with the answers of cases.json', async () => {
  const { cases } = JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8')) as {
    cases: { inputs: Tensor[]; outputs: Tensor[] }[];
  };
  const answers = run(
    await stripZipMap(iris),
    cases.map(({ inputs }) => inputs),
  );
  expect(answers).toHaveLength(cases.length);
  for (const [index, { outputs }] of cases.entries())
    for (const expected of outputs) {
      const got = answers[index]?.find(({ name }) => name === expected.name);
      expect(got?.shape).toEqual(expected.shape);
      for (const [at, value] of expected.data.entries()) expect(got?.data[at] ?? Number.NaN).toBeCloseTo(value, 4);
    }
});
