import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inspectOnnx } from './inspect';
import { lintSignature } from './lint';
import { bytesSource } from './wire';
import { encodeModel, type ModelSpec } from './write';

const lint = async (bytes: Uint8Array) => lintSignature(await inspectOnnx(bytesSource(bytes)));
const fixture = (name: string) =>
  lint(new Uint8Array(readFileSync(new URL(`./fixtures/${name}/model.onnx`, import.meta.url))));

const spec: ModelSpec = {
  graph: {
    nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
    inputs: [{ name: 'x', type: 'FP32', shape: [-1, 1] }],
    outputs: [{ name: 'y', type: 'FP32', shape: [-1, 1] }],
  },
};

test('finds nothing in a clean model', async () => {
  expect(await lint(encodeModel(spec))).toEqual([]);
  expect(await fixture('mixed_columns')).toEqual([]);
});

test('tells of columns without names and of a removed ZipMap', async () => {
  expect(await fixture('iris_logreg_zipmap')).toEqual([
    { code: 'unnamed_columns', severity: 'warning', params: { input: 'X', width: 4 } },
    { code: 'zipmap_removed', severity: 'info', params: { output: 'output_probability', classes: 3 } },
  ]);
  expect((await fixture('digits_conv')).map(({ code }) => code)).toEqual(['no_class_labels']);
});

test('tells of a fixed batch and of float64', async () => {
  const graph = { ...spec.graph, inputs: [{ name: 'x', type: 'FP64', shape: [16, 1] } as const] };
  expect((await lint(encodeModel({ graph }))).map(({ code }) => code)).toEqual(['fixed_batch', 'float64_input']);
});

test('tells of versions the runtime cannot load and of old ones', async () => {
  const versions = async (irVersion: number, version: number) =>
    (await lint(encodeModel({ ...spec, irVersion, opsets: [{ domain: '', version }] }))).map(({ code }) => code);
  expect(await versions(14, 27)).toEqual(['ir_too_new', 'opset_too_new']);
  expect(await versions(13, 26)).toEqual([]);
  expect(await versions(4, 8)).toEqual(['opset_old']);
});

test('tells of a locale, of random operators and of unknown domains', async () => {
  const nodes = [
    { op: 'StringNormalizer', inputs: ['x'], outputs: ['z'], attributes: [{ name: 'locale', text: 'en_US' }] },
    { op: 'RandomNormalLike', inputs: ['x'], outputs: ['r'] },
    { op: 'Magic', domain: 'acme', inputs: ['x'], outputs: ['y'] },
  ];
  expect(await lint(encodeModel({ graph: { ...spec.graph, nodes } }))).toEqual([
    { code: 'locale_dependent', severity: 'warning', params: { locale: 'en_US' } },
    { code: 'random_operator', severity: 'warning', params: { operator: 'RandomNormalLike' } },
    { code: 'unknown_operator_domain', severity: 'warning', params: { domain: 'acme', operator: 'Magic' } },
  ]);
});
