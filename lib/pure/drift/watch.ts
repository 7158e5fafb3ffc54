import { normalQuantile } from '../stats/normal-quantile';
import type { ReferenceProfile } from '../stats/reference-profile';
import { type ColumnCounts, type Component, type ComponentKind, componentsOf, sumScores } from './components';

/** A day's rows, column by column; columns that are missing have no rows. */
export type BlockCounts = ReadonlyMap<string, ColumnCounts>;

/** A column and its components, side by side with those of the others in one vector. */
export interface WatchedComponent extends Component {
  column: string;
  /** Deviations, in standard errors, at which this component uses up its share of a 5 % level. */
  unit: number;
}

const LEVEL = 0.05;

/** What is measured of all columns together, a number per block. */
export type TogetherKind = Extract<ComponentKind, 'reconstruction' | 'classifier'>;

/** No column has such a name. */
const togetherColumn = (kind: TogetherKind): string => `\0${kind}`;

/**
 * All that is watched of a model: its columns one by one, and what is measured of them together, each of which counts as one more column. The
 * shares of all columns are equal.
 */
export function watchedComponents(
  columns: ReadonlyMap<string, ReferenceProfile>,
  together: readonly TogetherKind[] = [],
): WatchedComponent[] {
  const unitOf = (share: number) => normalQuantile(1 - (LEVEL * share) / (columns.size + together.length) / 2);
  const alone = [...columns].flatMap(([column, profile]) =>
    componentsOf(profile).map((component) => ({ ...component, column, unit: unitOf(component.share) })),
  );
  return [
    ...alone,
    ...together.map((kind) => ({
      kind,
      column: togetherColumn(kind),
      category: null,
      scores: [],
      unseen: null,
      nulls: null,
      share: 1,
      unit: unitOf(1),
    })),
  ];
}

/** Rows of a block that were measured together, and what came of it; kinds that say nothing are absent. */
export type BlockTogether = Partial<Record<TogetherKind, { rows: number; value: number }>>;

/** What a block says of each component: rows and mean score; NaN where it has no rows. */
export interface BlockScores {
  rows: Float64Array;
  means: Float64Array;
}

export function scoreBlock(
  components: readonly WatchedComponent[],
  block: BlockCounts,
  together: BlockTogether = {},
): BlockScores {
  const rows = new Float64Array(components.length);
  const means = new Float64Array(components.length);
  for (const [at, component] of components.entries()) {
    if (component.kind === 'reconstruction' || component.kind === 'classifier') {
      rows[at] = together[component.kind]?.rows ?? 0;
      means[at] = together[component.kind]?.value ?? Number.NaN;
      continue;
    }
    const counts = block.get(component.column);
    const { n, sum } = counts ? sumScores(component, counts) : { n: 0, sum: 0 };
    rows[at] = n;
    means[at] = n > 0 ? sum / n : Number.NaN;
  }
  return { rows, means };
}
