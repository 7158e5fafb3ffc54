import { storableText } from '../text/storable-text';
import { assignClassLabels, type GraphNode } from './class-labels';
import { expandedNodes, type Scope } from './function-expansion';
import {
  DEFAULT_INSPECT_LIMITS,
  type InspectLimits,
  type OnnxInspection,
  type OutputInfo,
  type SplitSequence,
  type TensorInfo,
  type ZipMap,
} from './inspection';
import { isForeign, looksLike } from './looks-like';
import { OnnxError } from './onnx-error';
import { isSequenceOfMap, readType, Single, servedDatatype, typeName, type ValueType } from './value-type';
import { functionKey, type GraphParts, type GraphWalk, walkFunction, walkGraph, type ZipMapNode } from './walk-graph';
import { type ByteSource, fieldInt64, fieldNumber, type WireRange, WireReader } from './wire';

const MAX_LIST = 1_000;
const MAX_TEXT_BYTES = 20_000;
/** As many inputs of a node are read. */
const MAX_SPLIT = 64;

type Span = { start: number; end: number };

interface ModelFrame {
  irVersion: number;
  modelVersion: string;
  graph: Single;
  graphTag: number;
  opsets: WireRange[];
  metadata: WireRange[];
  functions: WireRange[];
  texts: Map<number, Span>;
}

/**
 * Reads what an ONNX file says about itself without loading its weights: memory stays small whatever the size.
 * Throws OnnxError for everything that cannot be served safely, and for files that are no ONNX.
 */
export async function inspectOnnx(
  source: ByteSource,
  limits: InspectLimits = DEFAULT_INSPECT_LIMITS,
): Promise<OnnxInspection> {
  if (source.size === 0) throw new OnnxError('empty_file');
  const head = await source.read(0, Math.min(512, source.size));
  const foreign = isForeign(head);
  if (foreign) throw new OnnxError('not_onnx', { looksLike: foreign });
  const reader = new WireReader(source, limits);
  const frame = await readModelFrame(reader, limits, head);
  if (!frame.graph.range)
    throw frame.irVersion > 0 ? new OnnxError('no_graph') : new OnnxError('not_onnx', { looksLike: looksLike(head) });
  const names = await readFunctionNames(reader, frame.functions);
  const walk: GraphWalk = {
    reader,
    limits,
    functionNames: new Set(names),
    operators: new Map(),
    locales: new Set(),
    nodeCount: 0,
    graphDepth: 0,
    initializerBytes: 0,
    treeDepthMax: 0,
  };
  const main: Scope = { nodes: 0, calls: new Map() };
  const parts = await walkGraph(walk, frame.graph.range, main, 1);
  const scopes = new Map<string, Scope>();
  for (const [index, range] of frame.functions.entries()) {
    const scope: Scope = { nodes: 0, calls: new Map() };
    await walkFunction(walk, range, scope);
    scopes.set(names[index] ?? '', scope);
  }
  expandedNodes(main, scopes, limits.maxNodes);
  const inputs = await readInputs(reader, parts);
  const { outputs, zipMaps, splitSequences } = await readOutputs(reader, parts);
  return {
    ...(await readTexts(reader, frame)),
    sizeBytes: source.size,
    irVersion: frame.irVersion,
    modelVersion: frame.modelVersion,
    operators: [...walk.operators.values()],
    nodeCount: walk.nodeCount,
    graphDepth: walk.graphDepth,
    functionCount: frame.functions.length,
    initializerBytes: walk.initializerBytes,
    inputs,
    outputs,
    zipMaps,
    splitSequences,
    classLabels: assignClassLabels([...parts.nodes, ...splitSequences.flatMap(identities)], parts.labelTables, outputs),
    fixedBatch: inputs.some((input) => input.shape[0] !== undefined && input.shape[0] >= 0),
    treeDepthMax: walk.treeDepthMax,
    locales: [...walk.locales],
    graph: { start: frame.graphTag, end: frame.graph.range.end },
    graphPayload: { start: frame.graph.range.start, end: frame.graph.range.end },
  };
}

async function readModelFrame(reader: WireReader, limits: InspectLimits, head: Uint8Array): Promise<ModelFrame> {
  const frame: ModelFrame = {
    irVersion: 0,
    modelVersion: '0',
    graph: new Single(),
    graphTag: 0,
    opsets: [],
    metadata: [],
    functions: [],
    texts: new Map(),
  };
  const root = reader.root;
  try {
    await reader.walk(root, (field) => {
      if (field.number === 1 && field.wireType === 0) frame.irVersion = fieldNumber(field);
      else if ([2, 3, 4, 6].includes(field.number) && field.wireType === 2)
        frame.texts.set(field.number, { start: field.start, end: field.end });
      else if (field.number === 5 && field.wireType === 0) frame.modelVersion = fieldInt64(field).toString();
      else if (field.number === 7) {
        frame.graph.set(reader.child(field, root));
        frame.graphTag = field.tagStart;
      } else if (field.number === 8 && frame.opsets.length < MAX_LIST) frame.opsets.push(reader.child(field, root));
      else if (field.number === 14 && frame.metadata.length < MAX_LIST) frame.metadata.push(reader.child(field, root));
      else if (field.number === 25) {
        if (frame.functions.length >= limits.maxFunctions)
          throw new OnnxError('too_many_functions', { limit: limits.maxFunctions });
        frame.functions.push(reader.child(field, root));
      }
    });
  } catch (error) {
    // Without a version number before the fault nothing says that this is ONNX at all.
    if (error instanceof OnnxError && frame.irVersion <= 0)
      throw new OnnxError('not_onnx', { looksLike: looksLike(head) });
    throw error;
  }
  return frame;
}

async function readFunctionNames(reader: WireReader, functions: readonly WireRange[]): Promise<string[]> {
  const names: string[] = [];
  for (const range of functions) {
    const text = await readPair(reader, range, [1, 10, 13]);
    const name = functionKey(text[1] ?? '', text[0] ?? '', text[2] ?? '');
    if (names.includes(name))
      throw new OnnxError('malformed', { offset: range.start, reason: 'two functions have the same name' });
    names.push(name);
  }
  return names;
}

async function readPair(reader: WireReader, range: WireRange, numbers: readonly number[]): Promise<string[]> {
  const spans = new Map<number, Span>();
  await reader.walk(range, (field) => {
    if (field.wireType === 2 && numbers.includes(field.number))
      spans.set(field.number, { start: field.start, end: field.end });
  });
  const texts: string[] = [];
  for (const number of numbers) texts.push(await readText(reader, spans.get(number)));
  return texts;
}

/** Free text: bad UTF-8 and NUL are shown as they can be, long text is cut. */
async function readText(reader: WireReader, span: Span | undefined): Promise<string> {
  if (!span) return '';
  const bytes = await reader.bytes(span.start, Math.min(span.end, span.start + MAX_TEXT_BYTES));
  return storableText(new TextDecoder().decode(bytes));
}

async function readTexts(reader: WireReader, frame: ModelFrame) {
  const opsets: { domain: string; version: number }[] = [];
  for (const range of frame.opsets) {
    let version = 0;
    await reader.walk(range, (field) => {
      if (field.number === 2 && field.wireType === 0) version = fieldNumber(field);
    });
    const [domain] = await readPair(reader, range, [1]);
    const opset = { domain: domain || 'ai.onnx', version };
    if (!opsets.some((other) => other.domain === opset.domain && other.version === version)) opsets.push(opset);
  }
  const metadata: { key: string; value: string }[] = [];
  for (const range of frame.metadata) {
    const [key, value] = await readPair(reader, range, [1, 2]);
    metadata.push({ key: key ?? '', value: value ?? '' });
  }
  return {
    producerName: await readText(reader, frame.texts.get(2)),
    producerVersion: await readText(reader, frame.texts.get(3)),
    domain: await readText(reader, frame.texts.get(4)),
    docString: await readText(reader, frame.texts.get(6)),
    opsets,
    metadata,
  };
}

async function readInputs(reader: WireReader, parts: GraphParts): Promise<TensorInfo[]> {
  const inputs: TensorInfo[] = [];
  const seen = new Set<string>();
  for (const range of parts.inputs) {
    const { name, type } = await readValueInfo(reader, range);
    if (parts.initializerNames.has(name)) continue;
    checkName('input', name, seen);
    const datatype = servedDatatype(type);
    if (type.kind !== 'tensor' || !datatype) throw new OnnxError('unreadable_input', { name, type: typeName(type) });
    inputs.push({ name, datatype, shape: type.shape ?? [-1], isRankKnown: type.shape !== null });
  }
  if (inputs.length === 0) throw new OnnxError('no_inputs');
  return inputs;
}

async function readOutputs(
  reader: WireReader,
  parts: GraphParts,
): Promise<{ outputs: OutputInfo[]; zipMaps: ZipMap[]; splitSequences: SplitSequence[] }> {
  const outputs: OutputInfo[] = [];
  const splitSequences: SplitSequence[] = [];
  const zipMaps: ZipMap[] = [];
  const seen = new Set<string>();
  const byOutput = new Map<string, ZipMapNode>(parts.zipMaps.map((zipMap) => [zipMap.output, zipMap]));
  for (const range of parts.outputs) {
    const { name, type, typeSpan } = await readValueInfo(reader, range);
    checkName('output', name, seen);
    const zipMap = byOutput.get(name);
    if (zipMap && typeSpan && isSequenceOfMap(type)) {
      const { labels } = zipMap;
      outputs.push({
        name,
        kind: 'sequence-of-map',
        datatype: 'FP32',
        shape: [-1, labels.labels.length],
        isRankKnown: true,
      });
      zipMaps.push({
        name: zipMap.name,
        input: zipMap.input,
        output: name,
        datatype: labels.datatype,
        labels: labels.labels,
        node: zipMap.node,
        valueInfo: { start: range.tagStart, end: range.end },
        valueInfoPayload: { start: range.start, end: range.end },
        valueInfoType: typeSpan,
      });
      continue;
    }
    const split = splitSequence(parts, range, name, type);
    if (split) {
      for (const { output, datatype } of split.outputs) {
        checkName('output', output, seen);
        outputs.push({ name: output, kind: 'tensor', datatype, shape: [-1], isRankKnown: false });
      }
      splitSequences.push(split.sequence);
      continue;
    }
    const datatype = servedDatatype(type);
    if (type.kind !== 'tensor' || !datatype) throw new OnnxError('unreadable_output', { name, type: typeName(type) });
    outputs.push({ name, kind: 'tensor', datatype, shape: type.shape ?? [-1], isRankKnown: type.shape !== null });
  }
  if (outputs.length === 0) throw new OnnxError('no_outputs');
  return { outputs, zipMaps, splitSequences };
}

/** An output that SequenceConstruct makes in the main graph, with a name for each of its tensors; null for every other. */
function splitSequence(parts: GraphParts, range: WireRange & { tagStart: number }, name: string, type: ValueType) {
  if (type.kind !== 'sequence' || type.of.kind !== 'tensor') return null;
  const { element } = type.of;
  const datatype = servedDatatype(type.of);
  const maker = parts.nodes.find(({ opType, outputs }) => opType === 'SequenceConstruct' && outputs[0] === name);
  if (!maker || !datatype || maker.inputs.length >= MAX_SPLIT) return null;
  const taken = new Set([...parts.nodes.flatMap(({ outputs }) => outputs), ...parts.initializerNames]);
  const pieces = maker.inputs.map((input, i) => ({ input, output: `${name}_${i}`, datatype }));
  if (pieces.some(({ input, output }) => input === '' || taken.has(output))) return null;
  const sequence: SplitSequence = {
    element,
    parts: pieces.map(({ input, output }) => ({ input, output })),
    valueInfo: { start: range.tagStart, end: range.end },
  };
  return { outputs: pieces, sequence };
}

const identities = ({ parts }: SplitSequence): GraphNode[] =>
  parts.map(({ input, output }) => ({ opType: 'Identity', inputs: [input], outputs: [output], labels: null }));

async function readValueInfo(
  reader: WireReader,
  range: WireRange,
): Promise<{ name: string; type: ValueType; typeSpan: Span | null }> {
  let nameSpan: Span | undefined;
  let typeTag = 0;
  const typeRange = new Single();
  await reader.walk(range, (field) => {
    if (field.number === 1 && field.wireType === 2) nameSpan = { start: field.start, end: field.end };
    else if (field.number === 2) {
      typeRange.set(reader.child(field, range));
      typeTag = field.tagStart;
    }
  });
  if (nameSpan && nameSpan.end - nameSpan.start > 4_096)
    nameSpan = { start: nameSpan.start, end: nameSpan.start + 4_096 };
  return {
    name: nameSpan ? await readText(reader, nameSpan) : '',
    type: typeRange.range ? await readType(reader, typeRange.range) : { kind: 'none' },
    typeSpan: typeRange.range ? { start: typeTag, end: typeRange.range.end } : null,
  };
}

const MAX_NAME = 128;

/** `__proto__` is refused because the runtime's binding loses a tensor of that name. */
function checkName(place: 'input' | 'output', name: string, seen: Set<string>): void {
  const refuse = (reason: string): never => {
    throw new OnnxError('bad_name', { place, name: name.slice(0, MAX_NAME), reason });
  };
  if (name.length === 0) refuse('it is empty');
  if (name.length > MAX_NAME) refuse(`it is longer than ${MAX_NAME} characters`);
  if (/\p{Cc}|\u{fffd}/u.test(name)) refuse('it has control characters');
  if (name === '__proto__') refuse('the name is reserved');
  if (seen.has(name)) refuse('it is used twice');
  seen.add(name);
}
