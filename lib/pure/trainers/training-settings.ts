import type { SplitBy } from './split-rows';
import { TrainingRefused } from './training-refused';

export interface LinearParameters {
  /** Ridge: scikit-learn's alpha. Logistic: 1/C of scikit-learn, so that the loss is Σ log loss + l2/2·|w|². The intercept is free. */
  readonly l2: number;
  /** What stands for a missing number. */
  readonly impute: 'mean' | 'median';
}

export interface EarlyStopping {
  /** Rounds without a better loss of the held-out rows. */
  readonly rounds: number;
  /** Part of the rows that is held out. */
  readonly share: number;
  /** Without it by time where the table has times, else by group where it has groups, else at random. */
  readonly by?: SplitBy;
}

export interface BoostingParameters {
  readonly learningRate: number;
  readonly rounds: number;
  /** At most so many in a tree. */
  readonly leaves: number;
  readonly minRowsInLeaf: number;
  readonly l2: number;
  readonly earlyStopping: EarlyStopping | null;
}

interface Settings<Parameters> {
  /** Decides what is held out at random, and nothing else: the fits themselves have no chance in them. */
  readonly seed: number;
  readonly parameters: Parameters;
}

type Of<Linear, Boosting> =
  | ({ readonly algorithm: 'ridge'; readonly task: 'regression' } & Linear)
  | ({ readonly algorithm: 'logistic'; readonly task: 'classification' } & Linear)
  | ({ readonly algorithm: 'gradient-boosting'; readonly task: 'regression' | 'classification' } & Boosting);

/** With every parameter. */
export type ResolvedSettings = Of<Settings<LinearParameters>, Settings<BoostingParameters>>;

type Given<Parameters> = Omit<Settings<Parameters>, 'parameters'> & { readonly parameters?: Partial<Parameters> };

export type TrainingSettings = Of<Given<LinearParameters>, Given<BoostingParameters>>;

export const LINEAR_DEFAULTS: LinearParameters = { l2: 1, impute: 'mean' };

/** Those of scikit-learn's HistGradientBoosting, but that nothing is held out unless asked for. */
export const BOOSTING_DEFAULTS: BoostingParameters = {
  learningRate: 0.1,
  rounds: 100,
  leaves: 31,
  minRowsInLeaf: 20,
  l2: 0,
  earlyStopping: null,
};

/** The settings with their defaults. Throws `bad_parameter` for values outside of their range. */
export function resolveSettings(settings: TrainingSettings): ResolvedSettings {
  if (settings.algorithm !== 'gradient-boosting') {
    const parameters = { ...LINEAR_DEFAULTS, ...settings.parameters };
    requireRange('l2', parameters.l2, 0, 1e12);
    return { ...settings, parameters };
  }
  const parameters = { ...BOOSTING_DEFAULTS, ...settings.parameters };
  const { learningRate, rounds, leaves, minRowsInLeaf, l2, earlyStopping } = parameters;
  requireRange('learningRate', learningRate, 1e-6, 10);
  requireWhole('rounds', rounds, 1, 10_000);
  requireWhole('leaves', leaves, 2, 1_000);
  requireWhole('minRowsInLeaf', minRowsInLeaf, 1, 1e9);
  requireRange('l2', l2, 0, 1e12);
  if (earlyStopping) {
    requireWhole('earlyStopping.rounds', earlyStopping.rounds, 1, 10_000);
    requireRange('earlyStopping.share', earlyStopping.share, 0.01, 0.9);
  }
  return { ...settings, parameters };
}

function requireRange(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) throw new TrainingRefused('bad_parameter', name, { value, least, most });
}

export function requireWhole(name: string, value: number, least: number, most: number): void {
  requireRange(name, value, least, most);
  if (!Number.isInteger(value)) throw new TrainingRefused('bad_parameter', name, { value, least, most });
}
