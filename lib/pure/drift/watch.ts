import { normalQuantile } from '../stats/normal-quantile';
import type { ReferenceProfile } from '../stats/reference-profile';
import { type ColumnCounts, type Component, componentsOf, sumScores } from './components';

/** A day's rows, column by column; columns that are missing have no rows. */
export type BlockCounts = ReadonlyMap<string, ColumnCounts>;

/** A column and its components, side by side with those of the others in one vector. */
export interface WatchedComponent extends Component {
  column: string;
  /** Deviations, in standard errors, at which this component uses up its share of a 5 % level. */
  unit: number;
}

const LEVEL = 0.05;

/** All that is watched of a model's columns. The shares of all columns are equal. */
export function watchedComponents(columns: ReadonlyMap<string, ReferenceProfile>): WatchedComponent[] {
  return [...columns].flatMap(([column, profile]) =>
    componentsOf(profile).map((component) => ({
      ...component,
      column,
      unit: normalQuantile(1 - (LEVEL * component.share) / columns.size / 2),
    })),
  );
}

/** What a block says of each component: rows and mean score; NaN where it has no rows. */
export interface BlockScores {
  rows: Float64Array;
  means: Float64Array;
}

export function scoreBlock(components: readonly WatchedComponent[], block: BlockCounts): BlockScores {
  const rows = new Float64Array(components.length);
  const means = new Float64Array(components.length);
  for (const [at, component] of components.entries()) {
    const counts = block.get(component.column);
    const { n, sum } = counts ? sumScores(component, counts) : { n: 0, sum: 0 };
    rows[at] = n;
    means[at] = n > 0 ? sum / n : Number.NaN;
  }
  return { rows, means };
}
