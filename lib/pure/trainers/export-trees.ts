import type { GraphBuilder } from '../onnx/graph-builder';
import type { AttributeSpec } from '../onnx/write';
import type { Bins } from './bin-columns';
import type { BoostedTrees } from './boost-rounds';
import { DOUBLE, encodeTexts, joinNumbers } from './export-inputs';
import type { TreeNode } from './grow-tree';
import type { InputPlan } from './plan-inputs';

type Tree = readonly TreeNode[];

/** Sets of categories in one ensemble: each is a number of every row while it is asked, so that more than these are asked in turn. */
const MOST_SETS = 500;

/** Which texts go left: a column of zeros and ones that is looked up, for each different set. */
interface TextColumn {
  readonly column: number;
  readonly bins: number;
  /** The bin of each row. */
  readonly code: string;
}

/**
 * The scores [rows, outputs] of boosted trees, in 64 bits: edges and leaves are the trainer's own. A question about a number is a comparison; one
 * about categories looks up whether the row's text is in the set, and asks for that 0 or 1.
 */
export function exportTrees(
  graph: GraphBuilder,
  plans: readonly InputPlan[],
  { bins, starts, rounds }: BoostedTrees,
): string {
  const used = plans.filter(({ use }) => use === 'used');
  const numbers = joinNumbers(graph, plans);
  const numberPlaces = new Map<number, number>();
  const texts: TextColumn[] = [];
  for (const [column, own] of bins.entries()) {
    const plan = used[column];
    if (own.kind === 'number') numberPlaces.set(column, numberPlaces.size);
    else if (plan) texts.push({ column, bins: own.codes.length + 1, code: encodeColumn(graph, plan, own.codes) });
  }
  const parts = cutBlocks(rounds, bins).map((block) => {
    const sets = findSets(block.flat(), texts, numberPlaces.size);
    if (numberPlaces.size === 0 && sets.places.size === 0)
      sets.add(texts[0] as TextColumn, new Uint8Array(texts[0]?.bins ?? 1));
    const features = [...(numbers ? [numbers] : []), ...sets.write(graph)];
    const [only] = features as [string];
    const joined = features.length === 1 ? only : graph.add('Concat', features, [{ name: 'axis', int: 1 }]);
    const attributes = ensembleOf(block, { bins, numberPlaces, setPlaces: sets.places, outputs: starts.length });
    return graph.add('ai.onnx.ml:TreeEnsembleRegressor', [joined], attributes);
  });
  const [first] = parts as [string];
  const sum = parts.length === 1 ? first : graph.add('Sum', parts);
  const wide = graph.add('Cast', [sum], [{ name: 'to', int: DOUBLE }]);
  return graph.add('Add', [wide, graph.constant('FP64', [1, starts.length], starts)]);
}

/** The bin of each row's text. */
function encodeColumn(
  graph: GraphBuilder,
  { name, categories, hasOthers }: InputPlan,
  codes: readonly number[],
): string {
  const places = new Map(codes.map((code, at) => [code, at + 1]));
  const binOf = (code: number) => places.get(code) ?? 0;
  return encodeTexts(graph, name, {
    known: new Map(categories.map((text, code) => [text, binOf(code)])),
    missing: 0,
    other: hasOthers ? binOf(categories.length) : 0,
  });
}

/** Rounds in blocks that ask for so many sets at most, but a round stays whole. */
function cutBlocks(rounds: BoostedTrees['rounds'], bins: readonly Bins[]): Tree[][][] {
  const blocks: Tree[][][] = [];
  let count = Number.POSITIVE_INFINITY;
  for (const trees of rounds) {
    const own = trees.flat().filter((node) => 'column' in node && bins[node.column]?.kind === 'category').length;
    if (count + own > MOST_SETS) {
      blocks.push([]);
      count = 0;
    }
    blocks.at(-1)?.push([...trees]);
    count += own;
  }
  return blocks;
}

const keyOf = (column: number, left: Uint8Array) => `${column}:${left.join('')}`;

/** The different sets that trees ask for, and where among the features each lies: after the numbers, column after column. */
function findSets(trees: readonly Tree[], texts: readonly TextColumn[], from: number) {
  const byColumn = new Map<TextColumn, Uint8Array[]>(texts.map((text) => [text, []]));
  const seen = new Set<string>();
  const add = (text: TextColumn, left: Uint8Array) => {
    const key = keyOf(text.column, left);
    if (!seen.has(key)) byColumn.get(text)?.push(left);
    seen.add(key);
  };
  const of = new Map(texts.map((text) => [text.column, text]));
  for (const node of trees.flat()) {
    const text = 'column' in node ? of.get(node.column) : undefined;
    if (text && 'column' in node) add(text, node.left);
  }
  const places = new Map<string, number>();
  let place = from;
  for (const [{ column }, sets] of byColumn)
    for (const left of sets) {
      places.set(keyOf(column, left), place);
      place += 1;
    }
  const write = (graph: GraphBuilder) =>
    [...byColumn].flatMap(([{ bins, code }, sets]) => {
      if (sets.length === 0) return [];
      const cells = Array.from({ length: bins }, (_, bin) => sets.map((left) => left[bin] === 1));
      const table = graph.constant('BOOL', [bins, sets.length], cells.flat());
      return [graph.add('Cast', [graph.add('Gather', [table, code])], [{ name: 'to', int: DOUBLE }])];
    });
  return { places, add, write };
}

const doubles = (name: string, data: readonly number[]): AttributeSpec => ({
  name: `${name}_as_tensor`,
  tensor: { name, type: 'FP64', dims: [data.length], data },
});

function ensembleOf(
  rounds: readonly (readonly Tree[])[],
  {
    bins,
    numberPlaces,
    setPlaces,
    outputs,
  }: {
    bins: readonly Bins[];
    numberPlaces: ReadonlyMap<number, number>;
    setPlaces: ReadonlyMap<string, number>;
    outputs: number;
  },
): AttributeSpec[] {
  const trees = rounds.flatMap((round) => round.map((tree, output) => ({ tree, output })));
  const nodes = trees.flatMap(({ tree }, id) => tree.map((node, own) => ({ id, own, ...questionOf(node) })));
  const leaves = trees.flatMap(({ tree, output }, id) =>
    tree.flatMap((node, own) => ('value' in node ? [{ id, own, output, value: node.value }] : [])),
  );
  /** A comparison with a number, in the order of the attributes' lists. */
  function questionOf(node: TreeNode) {
    if ('value' in node) return { mode: 'LEAF', feature: 0, value: 0, yes: 0, no: 0, takesMissing: 0 };
    const { column, left, yes, no } = node;
    const own = bins[column];
    if (own?.kind !== 'number') {
      const feature = setPlaces.get(keyOf(column, left)) ?? 0;
      // A row of the set has 1: it is not at most a half.
      return { mode: 'BRANCH_LEQ', feature, value: 0.5, yes: no, no: yes, takesMissing: 0 };
    }
    let cut = 0;
    while (left[cut + 1] === 1) cut += 1;
    const edge = own.edges[cut - 1];
    return {
      mode: 'BRANCH_LEQ',
      feature: numberPlaces.get(column) ?? 0,
      value: edge ?? Number.POSITIVE_INFINITY,
      yes,
      no,
      takesMissing: left[0] ?? 0,
    };
  }
  return [
    { name: 'n_targets', int: outputs },
    { name: 'aggregate_function', text: 'SUM' },
    { name: 'post_transform', text: 'NONE' },
    { name: 'nodes_treeids', ints: nodes.map(({ id }) => id) },
    { name: 'nodes_nodeids', ints: nodes.map(({ own }) => own) },
    { name: 'nodes_modes', texts: nodes.map(({ mode }) => mode) },
    { name: 'nodes_featureids', ints: nodes.map(({ feature }) => feature) },
    doubles(
      'nodes_values',
      nodes.map(({ value }) => value),
    ),
    { name: 'nodes_truenodeids', ints: nodes.map(({ yes }) => yes) },
    { name: 'nodes_falsenodeids', ints: nodes.map(({ no }) => no) },
    { name: 'nodes_missing_value_tracks_true', ints: nodes.map(({ takesMissing }) => takesMissing) },
    { name: 'target_treeids', ints: leaves.map(({ id }) => id) },
    { name: 'target_nodeids', ints: leaves.map(({ own }) => own) },
    { name: 'target_ids', ints: leaves.map(({ output }) => output) },
    doubles(
      'target_weights',
      leaves.map(({ value }) => value),
    ),
  ];
}
