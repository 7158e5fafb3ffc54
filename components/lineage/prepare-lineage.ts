import type { Lineage, LineageDataset, LineageRun, LineageVersion } from '@/lib/domain/lineage/schema';

export const STAGES = ['dataset', 'run', 'version', 'deployment', 'predictions', 'feedback', 'collected'] as const;
export type Stage = (typeof STAGES)[number];

export type LineageNode = { id: string; stage: Stage; row: number } & (
  | { stage: 'dataset' | 'collected'; dataset: LineageDataset }
  | { stage: 'run'; run: LineageRun }
  | { stage: 'version' | 'deployment' | 'predictions' | 'feedback'; version: LineageVersion }
);
export interface LineageEdge {
  from: string;
  to: string;
}
export interface LineageGraph {
  nodes: LineageNode[];
  edges: LineageEdge[];
  /** Rows of the longest column. */
  rows: number;
}

const datasetKey = ({ id, number }: { id: string; number: number }) => `${id}/${number}`;
/** What of a version's answers a dataset was made from. */
const isMadeFrom = ({ collected }: LineageDataset, number: number) =>
  collected !== null && (collected.versions === null || collected.versions.includes(number));

/**
 * Nodes in seven columns and the lines between them. Versions have one row each, newest first, and what came of a version stands in its
 * row; datasets and runs stand as near to what came out of them as there is room. A dataset that was made from the log stands at the end,
 * and at the beginning too where something was learnt from it.
 */
export function prepareLineage({ versions, runs, datasets }: Lineage): LineageGraph {
  const rowOf = new Map(versions.map(({ number }, row) => [number, row]));
  const chain = versions.flatMap((version, row) => {
    const node = (stage: 'version' | 'deployment' | 'predictions' | 'feedback') => ({
      ...{ id: `${stage}-${version.number}`, stage, row, version },
    });
    const hasAnswered = version.rows + version.shadowRows > 0;
    return [
      node('version'),
      ...(version.periods.length > 0 ? [node('deployment')] : []),
      ...(hasAnswered ? [node('predictions')] : []),
      ...(hasFeedback(version) ? [node('feedback')] : []),
    ];
  });
  const runNodes = place(
    runs.map((run) => ({ item: run, wanted: run.version === null ? versions.length : (rowOf.get(run.version) ?? 0) })),
  ).map(({ item: run, row }): LineageNode => ({ id: `run-${run.number}`, stage: 'run', row, run }));
  const learners = [
    ...runs.map(({ number, dataset, version }) => ({
      id: `run-${number}`,
      dataset,
      row: version === null ? versions.length : (rowOf.get(version) ?? 0),
    })),
    ...versions.flatMap(({ number, run, dataset }) =>
      run === null ? [{ id: `version-${number}`, dataset, row: rowOf.get(number) ?? 0 }] : [],
    ),
  ];
  const learntFrom = (dataset: LineageDataset) =>
    learners.filter((learner) => learner.dataset && datasetKey(learner.dataset) === datasetKey(dataset));
  const sources = place(
    datasets.flatMap((dataset) => {
      const rows = learntFrom(dataset).map(({ row }) => row);
      return rows.length > 0 ? [{ item: dataset, wanted: Math.min(...rows) }] : [];
    }),
  ).map(
    ({ item: dataset, row }): LineageNode => ({ id: `dataset-${datasetKey(dataset)}`, stage: 'dataset', row, dataset }),
  );
  const made = place(
    datasets.flatMap((dataset) => {
      const from = versions.findIndex((version) => isMadeFrom(dataset, version.number) && hasAnswers(version));
      return dataset.collected ? [{ item: dataset, wanted: Math.max(from, 0) }] : [];
    }),
  ).map(
    ({ item: dataset, row }): LineageNode => ({
      id: `collected-${datasetKey(dataset)}`,
      stage: 'collected',
      row,
      dataset,
    }),
  );
  const nodes: LineageNode[] = [...sources, ...runNodes, ...(chain as LineageNode[]), ...made];
  const edges = [
    ...datasets.flatMap((dataset) =>
      learntFrom(dataset).map(({ id }) => ({ from: `dataset-${datasetKey(dataset)}`, to: id })),
    ),
    ...versions.flatMap((version) => {
      const own = chain.filter(({ version: { number } }) => number === version.number).map(({ id }) => id);
      return [
        ...(version.run === null ? [] : [{ from: `run-${version.run}`, to: `version-${version.number}` }]),
        ...own.slice(1).map((to, index) => ({ from: own[index] ?? '', to })),
        ...datasets
          .filter((dataset) => isMadeFrom(dataset, version.number) && hasAnswers(version))
          .map((dataset) => ({ from: own.at(-1) ?? '', to: `collected-${datasetKey(dataset)}` })),
      ];
    }),
  ];
  return { nodes, edges, rows: Math.max(0, ...nodes.map(({ row }) => row + 1)) };
}

const hasFeedback = ({ feedback, labelled }: LineageVersion) => feedback.right + feedback.wrong + labelled > 0;
const hasAnswers = ({ rows, shadowRows }: LineageVersion) => rows + shadowRows > 0;

/** One under the other, each as near below the row that it wants as there is room. */
function place<Item>(wanting: readonly { item: Item; wanted: number }[]): { item: Item; row: number }[] {
  let free = 0;
  return [...wanting]
    .sort((a, b) => a.wanted - b.wanted)
    .map(({ item, wanted }) => {
      const row = Math.max(free, wanted);
      free = row + 1;
      return { item, row };
    });
}

/** The nodes before and after one, along the lines, with itself. */
export function connected(edges: readonly LineageEdge[], id: string): Set<string> {
  const walk = (start: string, next: (edge: LineageEdge, at: string) => string | null) => {
    const seen = new Set([start]);
    const queue = [start];
    for (let at = queue.pop(); at !== undefined; at = queue.pop())
      for (const edge of edges) {
        const other = next(edge, at);
        if (other !== null && !seen.has(other)) {
          seen.add(other);
          queue.push(other);
        }
      }
    return seen;
  };
  return new Set([
    ...walk(id, ({ from, to }, at) => (to === at ? from : null)),
    ...walk(id, ({ from, to }, at) => (from === at ? to : null)),
  ]);
}
