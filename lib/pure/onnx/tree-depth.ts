import { OnnxError } from './onnx-error';

/** The attributes of a tree ensemble node that shape its trees, in parallel arrays. */
export interface TreeArrays {
  treeIds: number[];
  nodeIds: number[];
  trueIds: number[];
  falseIds: number[];
  /** 1 for a leaf. */
  isLeaf: number[];
  /** TreeEnsemble of opset 5: children are indexes, and a child may be a leaf of its own list. */
  trueLeafs: number[];
  falseLeafs: number[];
}

/**
 * The depth in edges of the deepest tree, by longest path (a node reached twice counts by its longest way).
 * A single leaf is 0. Throws `malformed` for a cycle. Example: one split with two leaves is 1.
 */
export function treeDepth(trees: TreeArrays): number {
  const isIndexed = trees.nodeIds.length === 0 && trees.trueLeafs.length > 0;
  const size = isIndexed ? trees.trueIds.length : trees.nodeIds.length;
  const children = isIndexed ? indexedChildren(trees) : namedChildren(trees);
  const parents = new Uint32Array(size);
  for (let node = 0; node < size; node += 1)
    for (const child of children(node)) if (child < size) parents[child] = (parents[child] ?? 0) + 1;
  const depth = new Uint32Array(size);
  const ready: number[] = [];
  for (let node = 0; node < size; node += 1) if (parents[node] === 0) ready.push(node);
  let deepest = 0;
  let seen = 0;
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    seen += 1;
    const below = (depth[node] ?? 0) + 1;
    for (const child of children(node)) {
      deepest = Math.max(deepest, below);
      if (child >= size) continue;
      depth[child] = Math.max(depth[child] ?? 0, below);
      const left = (parents[child] ?? 0) - 1;
      parents[child] = left;
      if (left === 0) ready.push(child);
    }
  }
  if (seen < size) throw new OnnxError('malformed', { offset: 0, reason: 'a decision tree runs in a circle' });
  return deepest;
}

function namedChildren(trees: TreeArrays): (node: number) => number[] {
  const byTree = new Map<number, Map<number, number>>();
  trees.nodeIds.forEach((id, index) => {
    const tree = trees.treeIds[index] ?? 0;
    const nodes = byTree.get(tree) ?? new Map<number, number>();
    nodes.set(id, index);
    byTree.set(tree, nodes);
  });
  return (node) => {
    if (trees.isLeaf[node] === 1) return [];
    const nodes = byTree.get(trees.treeIds[node] ?? 0);
    const ids = [trees.trueIds[node], trees.falseIds[node]];
    return ids.flatMap((id) => (id === undefined ? [] : (nodes?.get(id) ?? [])));
  };
}

/** A leaf child is given as an index past every node. */
function indexedChildren(trees: TreeArrays): (node: number) => number[] {
  const leaf = Number.MAX_SAFE_INTEGER;
  return (node) => [
    trees.trueLeafs[node] === 1 ? leaf : (trees.trueIds[node] ?? leaf),
    trees.falseLeafs[node] === 1 ? leaf : (trees.falseIds[node] ?? leaf),
  ];
}
