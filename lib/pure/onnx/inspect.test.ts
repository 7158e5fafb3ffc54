import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { endlessLoopModel, identityModel, integerDivisionModel, zerosOfShapeModel } from './hazard-models';
import { inspectOnnx } from './inspect';
import type { OnnxInspection } from './inspection';
import { OnnxError, type OnnxErrorCode } from './onnx-error';
import { type ByteSource, bytesSource, WireWriter } from './wire';
import { encodeModel, type GraphSpec, type ModelSpec, type NodeSpec, type ValueSpec } from './write';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}/model.onnx`, import.meta.url)));
const inspect = (bytes: Uint8Array): Promise<OnnxInspection> => inspectOnnx(bytesSource(bytes));
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

async function refusal(bytes: Uint8Array): Promise<{ code: OnnxErrorCode; params: Record<string, unknown> }> {
  try {
    await inspect(bytes);
  } catch (error) {
    if (error instanceof OnnxError) return { code: error.code, params: error.params };
    throw error;
  }
  throw new Error('the model is not refused');
}

const X: ValueSpec = { name: 'x', type: 'FP32', shape: ['rows', 2] };
const Y: ValueSpec = { name: 'y', type: 'FP32', shape: ['rows', 2] };
const COPY: NodeSpec = { op: 'Identity', inputs: ['x'], outputs: ['y'] };
const GRAPH: GraphSpec = { nodes: [COPY], inputs: [X], outputs: [Y] };
const model = (graph: Partial<GraphSpec>, rest: Partial<ModelSpec> = {}): Uint8Array =>
  encodeModel({ graph: { ...GRAPH, ...graph }, ...rest });

test.each([
  [
    'breast_cancer_histgb',
    [['float_input', 'FP32', [-1, 30]]],
    [
      ['label', 'INT64', [-1]],
      ['probabilities', 'FP32', [-1, 2]],
    ],
  ],
  [
    'breast_cancer_xgboost',
    [['float_input', 'FP32', [-1, 30]]],
    [
      ['label', 'INT64', [-1]],
      ['probabilities', 'FP32', [-1, 2]],
    ],
  ],
  ['diabetes_ridge', [['X', 'FP32', [-1, 10]]], [['variable', 'FP32', [-1, 1]]]],
  ['digits_conv', [['image', 'FP32', [-1, 1, 8, 8]]], [['probabilities', 'FP32', [-1, 10]]]],
  [
    'iris_logreg_zipmap',
    [['X', 'FP32', [-1, 4]]],
    [
      ['output_label', 'INT64', [-1]],
      ['output_probability', 'FP32', [-1, 3]],
    ],
  ],
  [
    'tfidf_text',
    [['text', 'BYTES', [-1, 1]]],
    [
      ['label', 'BYTES', [-1]],
      ['probabilities', 'FP32', [-1, 6]],
    ],
  ],
])('reads the signature of %s as its README gives it', async (name, inputs, outputs) => {
  const found = await inspect(fixture(name));
  expect(found.inputs.map(({ name, datatype, shape }) => [name, datatype, shape])).toEqual(inputs);
  expect(found.outputs.map(({ name, datatype, shape }) => [name, datatype, shape])).toEqual(outputs);
});

test('reads six typed columns', async () => {
  const found = await inspect(fixture('mixed_columns'));
  expect(found.inputs.map(({ name, datatype }) => `${name}:${datatype}`)).toEqual([
    'age:INT64',
    'sex:BYTES',
    'bmi:FP32',
    's5:FP32',
    'pressure_band:BYTES',
    'glucose_band:BYTES',
  ]);
  expect(found.nodeCount).toBe(11);
  expect(found.classLabels).toEqual([
    { output: 'label', datatype: 'BYTES', labels: ['fast', 'slow'] },
    { output: 'probabilities', datatype: 'BYTES', labels: ['fast', 'slow'] },
  ]);
});

test('reads the ZipMap of iris and its labels', async () => {
  const found = await inspect(fixture('iris_logreg_zipmap'));
  expect(found.outputs[1]?.kind).toBe('sequence-of-map');
  expect(found.zipMaps).toMatchObject([
    { input: 'probabilities', output: 'output_probability', labels: ['0', '1', '2'] },
  ]);
  expect(found.producerName).toBe('skl2onnx');
  expect(found.operators.map(({ name }) => name)).toEqual([
    'Scaler',
    'LinearClassifier',
    'Cast',
    'Normalizer',
    'ZipMap',
  ]);
});

test('measures trees, weights and graphs', async () => {
  expect((await inspect(fixture('breast_cancer_histgb'))).treeDepthMax).toBe(10);
  expect((await inspect(fixture('digits_conv'))).initializerBytes).toBe(10_920);
  const loop = await inspect(endlessLoopModel());
  expect(loop).toMatchObject({ graphDepth: 2, nodeCount: 3, fixedBatch: false });
  expect((await inspect(integerDivisionModel())).inputs.map(({ name }) => name)).toEqual(['a', 'b']);
  expect((await inspect(zerosOfShapeModel())).outputs).toMatchObject([{ shape: [-1], isRankKnown: false }]);
  expect((await inspect(identityModel())).operators).toEqual([{ domain: 'ai.onnx', name: 'Identity', count: 1 }]);
});

test('leaves out inputs that are initializers and marks a fixed batch', async () => {
  const weights: ValueSpec = { name: 'w', type: 'FP32', shape: [2] };
  const found = await inspect(
    model({
      inputs: [{ ...X, shape: [8, 2] }, weights],
      initializers: [{ name: 'w', type: 'FP32', dims: [2], data: [1, 2] }],
    }),
  );
  expect(found.inputs).toEqual([{ name: 'x', datatype: 'FP32', shape: [8, 2], isRankKnown: true }]);
  expect(found.fixedBatch).toBe(true);
  expect(found.initializerBytes).toBe(8);
});

test('follows labels held in a table', async () => {
  const found = await inspect(
    model({
      nodes: [
        { op: 'ArrayFeatureExtractor', domain: 'ai.onnx.ml', inputs: ['classes', 'best'], outputs: ['label'] },
        COPY,
      ],
      outputs: [{ name: 'label', type: 'BYTES', shape: [-1] }, Y],
      initializers: [{ name: 'classes', type: 'BYTES', dims: [2], data: ['no', 'sim'] }],
    }),
  );
  expect(found.classLabels.map(({ output, labels }) => [output, labels.join()])).toEqual([
    ['label', 'no,sim'],
    ['y', 'no,sim'],
  ]);
});

test.each([
  ['zip', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0])],
  ['pickle', Uint8Array.from([0x80, 4, 0x95, 0, 0])],
  ['joblib', Uint8Array.from([0x78, 0x9c, 1, 2, 3])],
  ['gzip', Uint8Array.from([0x1f, 0x8b, 8, 0])],
  ['hdf5', Uint8Array.from([0x89, 0x48, 0x44, 0x46, 13, 10])],
  ['parquet', text('PAR1abc')],
  ['ort_format', text('abcdORTM....')],
  ['html', text('<!DOCTYPE html><title>404</title>')],
  ['text', text('version https://git-lfs.github.com/spec/v1\noid sha256:12\n')],
  ['text', text('{"a": 1}')],
  ['unknown', Uint8Array.from([255, 254, 253, 252])],
])('says that a file looks like %s', async (looksLike, bytes) => {
  expect(await refusal(bytes)).toEqual({ code: 'not_onnx', params: { looksLike } });
});

test('refuses an empty file', async () => {
  expect((await refusal(new Uint8Array(0))).code).toBe('empty_file');
});

test.each([1, 2, 30, 80])('refuses a truncated file (%i percent)', async (percent) => {
  const whole = fixture('breast_cancer_histgb');
  const cut = whole.subarray(0, Math.max(10, Math.floor((whole.length * percent) / 100)));
  expect((await refusal(cut)).code).toBe('truncated');
});

test('refuses a file without a graph, without inputs or without outputs', async () => {
  expect((await refusal(new WireWriter().varint(1, 8).finish())).code).toBe('no_graph');
  expect((await refusal(model({ inputs: [] }))).code).toBe('no_inputs');
  expect((await refusal(model({ outputs: [] }))).code).toBe('no_outputs');
});

test('refuses weights in another file', async () => {
  const tensor = { name: 'w', type: 'FP32', dims: [2], data: [], externalLocation: '/etc/passwd' } as const;
  expect(await refusal(model({ initializers: [tensor] }))).toEqual({ code: 'external_data', params: { tensor: 'w' } });
  const constant: NodeSpec = { op: 'Constant', inputs: [], outputs: ['c'], attributes: [{ name: 'value', tensor }] };
  expect((await refusal(model({ nodes: [COPY, constant] }))).code).toBe('external_data');
});

test('refuses more than 20,000 nodes, subgraphs counted', async () => {
  expect((await refusal(model({ nodes: new Array<NodeSpec>(20_001).fill(COPY) }))).code).toBe('too_many_nodes');
  const inner: GraphSpec = { nodes: new Array<NodeSpec>(10_001).fill(COPY), inputs: [], outputs: [Y] };
  const branch: NodeSpec = {
    op: 'If',
    inputs: ['c'],
    outputs: ['y'],
    attributes: [{ name: 'then_branch', graph: inner }],
  };
  expect((await refusal(model({ nodes: [branch, branch] }))).code).toBe('too_many_nodes');
});

test('refuses graphs nested deeper than 20', async () => {
  const nest = (levels: number): GraphSpec =>
    levels === 0
      ? GRAPH
      : { ...GRAPH, nodes: [{ ...COPY, op: 'If', attributes: [{ name: 'then_branch', graph: nest(levels - 1) }] }] };
  expect((await inspect(encodeModel({ graph: nest(19) }))).graphDepth).toBe(20);
  expect(await refusal(encodeModel({ graph: nest(20) }))).toEqual({ code: 'too_deep', params: { limit: 20 } });
});

const call = (name: string): NodeSpec => ({ op: name, domain: 'local', inputs: ['x'], outputs: ['y'] });
const define = (name: string, nodes: NodeSpec[]) => ({ name, domain: 'local', inputs: ['x'], outputs: ['y'], nodes });

test('refuses functions that unfold without end', async () => {
  const functions = [define('f0', [COPY])];
  for (let i = 1; i <= 6; i += 1) functions.push(define(`f${i}`, new Array<NodeSpec>(10).fill(call(`f${i - 1}`))));
  expect((await refusal(model({ nodes: [call('f6')] }, { functions }))).code).toBe('functions_expand');
  expect((await inspect(model({ nodes: [call('f2')] }, { functions: functions.slice(0, 3) }))).functionCount).toBe(3);
});

test('refuses recursive and too many functions', async () => {
  const circle = [define('a', [call('b')]), define('b', [call('a')])];
  expect((await refusal(model({ nodes: [call('a')] }, { functions: circle }))).code).toBe('function_recursive');
  const many = Array.from({ length: 101 }, (_, i) => define(`f${i}`, [COPY]));
  expect((await refusal(model({}, { functions: many }))).code).toBe('too_many_functions');
});

function chainOfTrees(depth: number, close = false): Uint8Array {
  const ids = Array.from({ length: depth + 1 }, (_, i) => i);
  const attributes = [
    { name: 'nodes_treeids', ints: ids.map(() => 0) },
    { name: 'nodes_nodeids', ints: ids },
    { name: 'nodes_truenodeids', ints: ids.map((i) => (i < depth ? i + 1 : 0)) },
    { name: 'nodes_falsenodeids', ints: ids.map((i) => (i < depth ? i + 1 : 0)) },
    { name: 'nodes_modes', texts: ids.map((i) => (i < depth || close ? 'BRANCH_LEQ' : 'LEAF')) },
  ];
  return model({ nodes: [{ ...COPY, op: 'TreeEnsembleRegressor', domain: 'ai.onnx.ml', attributes }] });
}

test('refuses trees deeper than 1,000 and trees that run in a circle', async () => {
  expect((await inspect(chainOfTrees(1_000))).treeDepthMax).toBe(1_000);
  expect((await refusal(chainOfTrees(1_001))).code).toBe('tree_too_deep');
  expect((await refusal(chainOfTrees(50_000))).code).toBe('tree_too_deep');
  expect((await refusal(chainOfTrees(10, true))).code).toBe('malformed');
});

test('takes no attribute for a part of an object', async () => {
  const attributes = ['constructor', '__proto__', 'toString'].map((name) => ({ name, ints: [1, 2] }));
  const node: NodeSpec = { ...COPY, op: 'TreeEnsembleRegressor', domain: 'ai.onnx.ml', attributes };
  expect((await inspect(model({ nodes: [node] }))).treeDepthMax).toBe(0);
});

test('refuses an initializer that declares more than the file holds', async () => {
  const tensor = { name: 'huge', type: 'FP32', dims: [4_194_304, 1_048_576], data: [] } as const;
  expect(await refusal(model({ initializers: [tensor] }))).toMatchObject({
    code: 'initializers_larger_than_file',
    params: { tensor: 'huge', bytes: 17_592_186_044_416 },
  });
});

test.each([
  ['__proto__', 'the name is reserved'],
  ['', 'it is empty'],
  ['a\nb', 'it has control characters'],
  ['x'.repeat(129), 'it is longer than 128 characters'],
])('refuses the name %j', async (name, reason) => {
  expect(await refusal(model({ outputs: [{ ...Y, name }] }))).toMatchObject({
    code: 'bad_name',
    params: { place: 'output', reason },
  });
  expect((await refusal(model({ inputs: [{ ...X, name }] }))).code).toBe('bad_name');
});

test.each([
  [22, 'tensor(int4)'],
  [21, 'tensor(uint4)'],
  [17, 'tensor(float8e4m3fn)'],
  [16, 'tensor(bfloat16)'],
  [14, 'tensor(complex64)'],
  [99, 'tensor(type 99)'],
])('refuses element type %i', async (type, name) => {
  expect(await refusal(model({ outputs: [{ ...Y, type }] }))).toEqual({
    code: 'unreadable_output',
    params: { name: 'y', type: name },
  });
  expect(await refusal(model({ inputs: [{ ...X, type }] }))).toEqual({
    code: 'unreadable_input',
    params: { name: 'x', type: name },
  });
});

test('refuses a sequence that no ZipMap makes, and two graphs in one file', async () => {
  const bytes = fixture('iris_logreg_zipmap');
  const at = new TextDecoder('latin1').decode(bytes).lastIndexOf('ZipMap');
  const renamed = Uint8Array.from(bytes);
  renamed.set(text('ZapMap'), at);
  expect(await refusal(renamed)).toEqual({
    code: 'unreadable_output',
    params: { name: 'output_probability', type: 'seq(map(int64,tensor(float)))' },
  });
  const twice = Uint8Array.from([...identityModel(), ...identityModel()]);
  expect((await refusal(twice)).code).toBe('malformed');
});

test('never reads the weights of a large model', async () => {
  const head = encodeModel({ graph: GRAPH });
  const inner = new WireWriter().string(8, 'w').finish();
  const weights = 3_000_000_000;
  // initializer { dims, data_type, name, raw_data of 3 GB }, written as prefix bytes around a hole that is never filled.
  const prefix = new WireWriter()
    .varint(1, weights / 4)
    .varint(2, 1)
    .finish();
  const { graphPayload } = await inspectOnnx(bytesSource(head));
  const graph = head.subarray(graphPayload.start, graphPayload.end);
  const raw = Uint8Array.from([(9 << 3) | 2, ...varint(weights)]);
  const tensorLength = prefix.length + inner.length + raw.length + weights;
  const tensorHead = Uint8Array.from([(5 << 3) | 2, ...varint(tensorLength), ...prefix, ...inner, ...raw]);
  const graphHead = Uint8Array.from([8, 8, (7 << 3) | 2, ...varint(graph.length + tensorHead.length + weights)]);
  const start = Uint8Array.from([...graphHead, ...tensorHead]);
  let bytesRead = 0;
  const source: ByteSource = {
    size: start.length + weights + graph.length,
    read: async (offset, length) => {
      bytesRead += length;
      const out = new Uint8Array(Math.min(length, source.size - offset));
      for (let i = 0; i < out.length; i += 1)
        out[i] = start[offset + i] ?? graph[offset + i - start.length - weights] ?? 0;
      return out;
    },
  };
  const found = await inspectOnnx(source);
  expect(found.initializerBytes).toBe(weights);
  expect(found.inputs.map(({ name }) => name)).toEqual(['x']);
  expect(bytesRead).toBeLessThan(100_000);
});

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  return [...out, rest];
}
