import type { LabelSet } from './class-labels';
import { OnnxError } from './onnx-error';
import { readInts, readStrings } from './read-tensor';
import { type TreeArrays, treeDepth } from './tree-depth';
import { Single } from './value-type';
import { fieldNumber, type WireRange, type WireReader } from './wire';

interface FoundParts {
  readonly graphs: WireRange[];
  readonly tensors: WireRange[];
  readonly sparseTensors: WireRange[];
}

export interface FoundAttributes extends FoundParts {
  readonly labels: LabelSet | null;
  readonly locale: string;
  readonly treeDepth: number;
}

const TREE_OPERATORS = new Set([
  'ai.onnx.ml:TreeEnsembleClassifier',
  'ai.onnx.ml:TreeEnsembleRegressor',
  'ai.onnx.ml:TreeEnsemble',
]);
const LABEL_OPERATORS = new Set([
  'ai.onnx.ml:ZipMap',
  'ai.onnx.ml:LinearClassifier',
  'ai.onnx.ml:TreeEnsembleClassifier',
  'ai.onnx.ml:SVMClassifier',
]);
const TREE_ARRAYS: ReadonlyMap<string, keyof TreeArrays> = new Map([
  ['nodes_treeids', 'treeIds'],
  ['nodes_nodeids', 'nodeIds'],
  ['nodes_truenodeids', 'trueIds'],
  ['nodes_falsenodeids', 'falseIds'],
  ['nodes_trueleafs', 'trueLeafs'],
  ['nodes_falseleafs', 'falseLeafs'],
  ['nodes_modes', 'isLeaf'],
]);
const MAX_TREE_NODES = 5_000_000;
const MAX_PARTS = 10_000;
/** No attribute of interest has a longer name. */
const MAX_NAME = 256;
/** Of all node modes only LEAF has four letters, so its text need not be read. */
const LEAF_LENGTH = 4;

/** Reads the attributes of one node: the graphs and tensors inside, class labels, locale, tree depth. */
export async function readAttributes(
  reader: WireReader,
  attributes: readonly WireRange[],
  operator: string,
): Promise<FoundAttributes> {
  const found: FoundParts = { graphs: [], tensors: [], sparseTensors: [] };
  const trees: TreeArrays = {
    treeIds: [],
    nodeIds: [],
    trueIds: [],
    falseIds: [],
    isLeaf: [],
    trueLeafs: [],
    falseLeafs: [],
  };
  let labels: LabelSet | null = null;
  let locale = '';
  for (const range of attributes) {
    const { name, text } = await readFrame(reader, range, found);
    if (TREE_OPERATORS.has(operator)) await readTreeArray(reader, range, name, trees);
    if (LABEL_OPERATORS.has(operator)) labels = (await readLabels(reader, range, name)) ?? labels;
    if (operator === ':StringNormalizer' && name === 'locale' && text && text.end - text.start < 64)
      locale = await reader.text(text);
  }
  const depth = TREE_OPERATORS.has(operator) ? treeDepth(trees) : 0;
  return { ...found, labels, locale, treeDepth: depth };
}

type Span = { start: number; end: number };

async function readFrame(
  reader: WireReader,
  range: WireRange,
  found: FoundParts,
): Promise<{ name: string; text: Span | undefined }> {
  const spans = new Map<number, Span>();
  const tensor = new Single();
  const graph = new Single();
  const add = (list: WireRange[], one: WireRange): void => {
    if (list.length >= MAX_PARTS)
      throw new OnnxError('malformed', { offset: one.start, reason: 'an attribute has too many parts' });
    list.push(one);
  };
  await reader.walk(range, (field) => {
    if (field.number === 1 || field.number === 4) spans.set(field.number, { start: field.start, end: field.end });
    else if (field.number === 5) tensor.set(reader.child(field, range));
    else if (field.number === 6) graph.set(reader.child(field, range));
    else if (field.number === 10) add(found.tensors, reader.child(field, range));
    else if (field.number === 11) add(found.graphs, reader.child(field, range));
    else if (field.number === 22 || field.number === 23) add(found.sparseTensors, reader.child(field, range));
  });
  if (tensor.range) found.tensors.push(tensor.range);
  if (graph.range) found.graphs.push(graph.range);
  const name = spans.get(1);
  const isShort = name !== undefined && name.end - name.start <= MAX_NAME;
  return { name: isShort ? await reader.text(name) : '', text: spans.get(4) };
}

async function readLabels(reader: WireReader, range: WireRange, name: string): Promise<LabelSet | null> {
  if (name === 'classlabels_int64s' || name === 'classlabels_ints') {
    const labels = await readInts(reader, range, 8);
    return labels.length > 0 ? { datatype: 'INT64', labels } : null;
  }
  if (name !== 'classlabels_strings') return null;
  const labels = await readStrings(reader, range, 9);
  return labels.length > 0 ? { datatype: 'BYTES', labels } : null;
}

async function readTreeArray(reader: WireReader, range: WireRange, name: string, trees: TreeArrays): Promise<void> {
  const key = TREE_ARRAYS.get(name);
  if (!key) return;
  const target = trees[key];
  const push = (value: number): void => {
    if (target.length >= MAX_TREE_NODES)
      throw new OnnxError('malformed', { offset: range.start, reason: 'a tree ensemble has too many nodes' });
    target.push(value);
  };
  const packed: { start: number; end: number }[] = [];
  await reader.walk(range, (field) => {
    if (key === 'isLeaf') {
      if (field.number === 9) push(field.end - field.start === LEAF_LENGTH ? 1 : 0);
    } else if (field.number === 8 && field.wireType === 0) push(fieldNumber(field));
    else if (field.number === 8 && field.wireType === 2) packed.push({ start: field.start, end: field.end });
  });
  for (const span of packed) await reader.packed(span, (lo, hi) => push((hi | 0) * 4_294_967_296 + lo));
}
