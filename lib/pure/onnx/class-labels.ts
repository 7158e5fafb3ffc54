import type { ClassLabels, OutputInfo } from './inspection';

export interface LabelSet {
  readonly datatype: 'INT64' | 'BYTES';
  readonly labels: readonly string[];
}

/** A node of the main graph, as far as labels travel through it. */
export interface GraphNode {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly labels: LabelSet | null;
}

/** Operators that keep one column (or one answer) per class. */
const KEEPS_CLASSES = new Set([
  'Identity',
  'Cast',
  'Normalizer',
  'Softmax',
  'LogSoftmax',
  'Sigmoid',
  'Reshape',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Clip',
  'ArrayFeatureExtractor',
]);

/**
 * The class labels of every output that has some: followed forward from the node (or the initializer) that names them,
 * else given to the float output whose width is their number.
 */
export function assignClassLabels(
  nodes: readonly GraphNode[],
  initializers: ReadonlyMap<string, LabelSet>,
  outputs: readonly OutputInfo[],
): ClassLabels[] {
  const byTensor = new Map<string, LabelSet>();
  for (const node of nodes) {
    const first = node.inputs[0] ?? '';
    const fromTable = node.opType === 'ArrayFeatureExtractor' ? initializers.get(first) : undefined;
    const labels = node.labels ?? fromTable ?? (KEEPS_CLASSES.has(node.opType) ? byTensor.get(first) : undefined);
    if (labels) for (const output of node.outputs) byTensor.set(output, labels);
  }
  const sets = [...new Map([...byTensor.values()].map((set) => [JSON.stringify(set), set])).values()];
  const only = sets.length === 1 ? sets[0] : undefined;
  return outputs.flatMap((output) => {
    const isScore = output.datatype === 'FP32' || output.datatype === 'FP64' || output.datatype === 'FP16';
    const fits = (set: LabelSet): boolean =>
      !isScore || (output.shape.at(-1) ?? -1) < 0 || output.shape.at(-1) === set.labels.length;
    const traced = byTensor.get(output.name);
    const guess = isScore && output.shape.length > 1 ? only : undefined;
    const set = traced && fits(traced) ? traced : guess && fits(guess) ? guess : undefined;
    return set ? [{ output: output.name, datatype: set.datatype, labels: set.labels }] : [];
  });
}
