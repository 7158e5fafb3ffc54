import type { GraphNode, LabelSet } from './class-labels';
import type { Scope } from './function-expansion';
import type { ByteSpan, InspectLimits } from './inspection';
import { OnnxError } from './onnx-error';
import { readLabelValues, readTensor, type TensorRecord } from './read-tensor';
import { readAttributes } from './walk-attribute';
import type { WireField, WireRange, WireReader } from './wire';

/** What a walk over all graphs collects. */
export interface GraphWalk {
  readonly reader: WireReader;
  readonly limits: InspectLimits;
  readonly functionNames: ReadonlySet<string>;
  readonly operators: Map<string, { domain: string; name: string; count: number }>;
  readonly locales: Set<string>;
  nodeCount: number;
  graphDepth: number;
  initializerBytes: number;
  treeDepthMax: number;
}

export interface ZipMapNode {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly labels: LabelSet;
  readonly node: ByteSpan;
}

export interface GraphParts {
  readonly nodes: GraphNode[];
  readonly zipMaps: ZipMapNode[];
  readonly inputs: WireRange[];
  readonly outputs: (WireRange & { readonly tagStart: number })[];
  readonly initializerNames: Set<string>;
  readonly labelTables: Map<string, LabelSet>;
}

interface NodeRange extends WireRange {
  readonly tagStart: number;
}

const MAX_NAMES = 64;
const MAX_TEXT = 65_536;
const MAX_VALUES = 10_000;
const MAX_INITIALIZERS = 200_000;
const MAX_ATTRIBUTES = 10_000;

/** One name for the default domain. */
const domainName = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);

/** The key under which a model-local function is called. */
export function functionKey(domain: string, name: string, overload: string): string {
  return `${domainName(domain)}:${name}${overload ? `:${overload}` : ''}`;
}

/** Walks a GraphProto and all graphs inside it. Level 1 is the main graph. */
export async function walkGraph(walk: GraphWalk, range: WireRange, scope: Scope, level: number): Promise<GraphParts> {
  const { reader, limits } = walk;
  if (level > limits.maxGraphDepth) throw new OnnxError('too_deep', { limit: limits.maxGraphDepth });
  walk.graphDepth = Math.max(walk.graphDepth, level);
  const nodes: NodeRange[] = [];
  const initializers: WireRange[] = [];
  const sparse: WireRange[] = [];
  const parts: GraphParts = {
    nodes: [],
    zipMaps: [],
    inputs: [],
    outputs: [],
    initializerNames: new Set(),
    labelTables: new Map(),
  };
  const push = (list: WireRange[], field: WireField, limit: number): void => {
    if (list.length >= limit)
      throw new OnnxError('malformed', { offset: field.tagStart, reason: 'a graph has too many parts' });
    list.push(reader.child(field, range));
  };
  await reader.walk(range, (field) => {
    if (field.number === 1) addNode(walk, nodes, { ...reader.child(field, range), tagStart: field.tagStart });
    else if (field.number === 5) push(initializers, field, MAX_INITIALIZERS);
    else if (field.number === 15) push(sparse, field, MAX_INITIALIZERS);
    else if (field.number === 11) push(parts.inputs, field, MAX_VALUES);
    else if (field.number === 12) {
      if (parts.outputs.length >= MAX_VALUES)
        throw new OnnxError('malformed', { offset: field.tagStart, reason: 'a graph has too many parts' });
      parts.outputs.push({ ...reader.child(field, range), tagStart: field.tagStart });
    }
  });
  for (const initializer of initializers) {
    const tensor = await countTensor(walk, initializer);
    parts.initializerNames.add(tensor.name);
    await keepLabels(reader, tensor, parts.labelTables);
  }
  for (const one of sparse) parts.initializerNames.add(await walkSparse(walk, one));
  await walkNodes(walk, nodes, scope, level, parts);
  return parts;
}

/** Walks the nodes of a FunctionProto (field 7). */
export async function walkFunction(walk: GraphWalk, range: WireRange, scope: Scope): Promise<void> {
  const nodes: NodeRange[] = [];
  await walk.reader.walk(range, (field) => {
    if (field.number === 7) addNode(walk, nodes, { ...walk.reader.child(field, range), tagStart: field.tagStart });
  });
  await walkNodes(walk, nodes, scope, 1, null);
}

function addNode(walk: GraphWalk, nodes: NodeRange[], node: NodeRange): void {
  walk.nodeCount += 1;
  if (walk.nodeCount > walk.limits.maxNodes) throw new OnnxError('too_many_nodes', { limit: walk.limits.maxNodes });
  nodes.push(node);
}

async function walkNodes(
  walk: GraphWalk,
  ranges: readonly NodeRange[],
  scope: Scope,
  level: number,
  parts: GraphParts | null,
): Promise<void> {
  scope.nodes += ranges.length;
  for (const range of ranges) {
    const node = await readNode(walk.reader, range);
    const domain = domainName(node.domain);
    const key = functionKey(domain, node.opType, '');
    const operator = walk.operators.get(key) ?? { domain: domain || 'ai.onnx', name: node.opType, count: 0 };
    operator.count += 1;
    walk.operators.set(key, operator);
    const call = functionKey(domain, node.opType, node.overload);
    if (walk.functionNames.has(call)) scope.calls.set(call, (scope.calls.get(call) ?? 0) + 1);
    const found = await readAttributes(walk.reader, node.attributes, `${domain}:${node.opType}`);
    if (found.treeDepth > walk.limits.maxTreeDepth)
      throw new OnnxError('tree_too_deep', { limit: walk.limits.maxTreeDepth });
    walk.treeDepthMax = Math.max(walk.treeDepthMax, found.treeDepth);
    if (found.locale && walk.locales.size < 100) walk.locales.add(found.locale);
    for (const tensor of found.tensors) await countTensor(walk, tensor);
    for (const tensor of found.sparseTensors) await walkSparse(walk, tensor);
    for (const graph of found.graphs) await walkGraph(walk, graph, scope, level + 1);
    if (!parts || level > 1) continue;
    const labels = found.labels;
    parts.nodes.push({ opType: node.opType, inputs: node.inputs, outputs: node.outputs, labels });
    const [input, output] = [node.inputs[0], node.outputs[0]];
    if (domain === 'ai.onnx.ml' && node.opType === 'ZipMap' && labels && input && output)
      parts.zipMaps.push({ name: node.name, input, output, labels, node: { start: range.tagStart, end: range.end } });
  }
}

async function readNode(reader: WireReader, range: WireRange) {
  const spans: { inputs: ByteSpan[]; outputs: ByteSpan[] } = { inputs: [], outputs: [] };
  const single = new Map<number, ByteSpan>();
  const attributes: WireRange[] = [];
  await reader.walk(range, (field) => {
    const span = { start: field.start, end: field.end };
    if (field.wireType !== 2) return;
    if (field.number === 1 && spans.inputs.length < MAX_NAMES) spans.inputs.push(span);
    else if (field.number === 2 && spans.outputs.length < MAX_NAMES) spans.outputs.push(span);
    else if (field.number === 5) {
      if (attributes.length >= MAX_ATTRIBUTES)
        throw new OnnxError('malformed', { offset: field.tagStart, reason: 'a node has too many attributes' });
      attributes.push(reader.child(field, range));
    } else if ([3, 4, 7, 8].includes(field.number)) single.set(field.number, span);
  });
  const text = async (span: ByteSpan | undefined): Promise<string> => {
    if (!span) return '';
    if (span.end - span.start > MAX_TEXT)
      throw new OnnxError('malformed', { offset: span.start, reason: 'a name is too long' });
    return reader.text(span);
  };
  const all = async (list: ByteSpan[]): Promise<string[]> => {
    const names: string[] = [];
    for (const span of list) names.push(await text(span));
    return names;
  };
  return {
    inputs: await all(spans.inputs),
    outputs: await all(spans.outputs),
    name: await text(single.get(3)),
    opType: await text(single.get(4)),
    domain: await text(single.get(7)),
    overload: await text(single.get(8)),
    attributes,
  };
}

async function countTensor(walk: GraphWalk, range: WireRange): Promise<TensorRecord> {
  const tensor = await readTensor(walk.reader, range);
  walk.initializerBytes += tensor.declaredBytes;
  return tensor;
}

async function walkSparse(walk: GraphWalk, range: WireRange): Promise<string> {
  const tensors: WireRange[] = [];
  await walk.reader.walk(range, (field) => {
    if (field.number === 1 || field.number === 2) {
      if (tensors.length > 1)
        throw new OnnxError('malformed', { offset: field.tagStart, reason: 'a part that must be single is repeated' });
      tensors.push(walk.reader.child(field, range));
    }
  });
  let name = '';
  for (const tensor of tensors) name = (await countTensor(walk, tensor)).name || name;
  return name;
}

async function keepLabels(reader: WireReader, tensor: TensorRecord, tables: Map<string, LabelSet>): Promise<void> {
  const length = tensor.dims.reduce((product, dim) => product * dim, 1);
  if ((tensor.dataType !== 7 && tensor.dataType !== 8) || length < 2 || length > 10_000 || tables.size >= 100) return;
  const labels = await readLabelValues(reader, tensor);
  if (labels) tables.set(tensor.name, { datatype: tensor.dataType === 7 ? 'INT64' : 'BYTES', labels });
}
