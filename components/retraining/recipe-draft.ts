import { isOutside, type Method, type Recipe } from '@/lib/domain/retraining/schema';
import { readParameters, writeParameters } from './parameter-lines';

/** A recipe as its form holds it: settings of the algorithms that are not chosen keep what they were. */
export interface RecipeDraft {
  datasetId: string | null;
  datasetNumber: number | null;
  /** Null: that of the dataset. */
  target: string | null;
  /** Null: those of the dataset. */
  features: string[] | null;
  algorithm: Method['algorithm'];
  task: 'classification' | 'regression';
  l2: number | null;
  impute: 'mean' | 'median';
  learningRate: number | null;
  rounds: number | null;
  leaves: number | null;
  minRowsInLeaf: number | null;
  stopsEarly: boolean;
  stopRounds: number | null;
  stopPercent: number | null;
  folds: number | null;
  /** Null: by time where the dataset has one, else by group, else by chance. */
  splitBy: Recipe['splitBy'];
  seed: number | null;
  maxMinutes: number | null;
  /** Of a pipeline. */
  url: string;
  /** Of a trainer outside, one a line. */
  parameters: string;
}

export const NEW: RecipeDraft = {
  datasetId: null,
  datasetNumber: null,
  target: null,
  features: null,
  algorithm: 'gradient-boosting',
  task: 'classification',
  l2: null,
  impute: 'mean',
  learningRate: 0.1,
  rounds: 100,
  leaves: 31,
  minRowsInLeaf: 20,
  stopsEarly: false,
  stopRounds: 10,
  stopPercent: 10,
  folds: 3,
  splitBy: null,
  seed: 0,
  maxMinutes: 60,
  url: '',
  parameters: '',
};

export function draftOf(recipe: Recipe | null): RecipeDraft {
  if (!recipe) return NEW;
  const { method, datasetId, datasetNumber, target, features, folds, splitBy, seed, maxMinutes } = recipe;
  const draft = {
    ...NEW,
    datasetId,
    datasetNumber,
    target,
    features,
    folds,
    splitBy,
    seed,
    maxMinutes,
    task: method.task,
  };
  if (isOutside(method))
    return {
      ...draft,
      algorithm: method.algorithm,
      parameters: writeParameters(method.parameters).join('\n'),
      url: method.algorithm === 'webhook' ? method.url : '',
    };
  const { l2 } = method;
  if (method.algorithm !== 'gradient-boosting')
    return { ...draft, l2, algorithm: method.algorithm, impute: method.impute };
  const { learningRate, rounds, leaves, minRowsInLeaf, earlyStopping } = method;
  return {
    ...draft,
    l2,
    algorithm: method.algorithm,
    learningRate,
    rounds,
    leaves,
    minRowsInLeaf,
    stopsEarly: earlyStopping !== null,
    stopRounds: earlyStopping?.rounds ?? NEW.stopRounds,
    stopPercent: earlyStopping ? 100 * earlyStopping.share : NEW.stopPercent,
  };
}

/** Which algorithms learn a task. */
export const algorithmsOf = (task: RecipeDraft['task']): Method['algorithm'][] => [
  'gradient-boosting',
  task === 'classification' ? 'logistic' : 'ridge',
  'python',
  'webhook',
];

/** Trainers outside judge and learn by themselves. */
export const isDraftOutside = ({ algorithm }: Pick<RecipeDraft, 'algorithm'>): boolean =>
  algorithm === 'python' || algorithm === 'webhook';

export type RecipeField = Exclude<
  keyof RecipeDraft,
  'target' | 'features' | 'algorithm' | 'task' | 'impute' | 'stopsEarly' | 'splitBy'
>;

/** What the parts of the form are given; `faults` are empty until somebody has tried to send it. */
export interface RecipeFieldsProps {
  draft: RecipeDraft;
  faults: readonly RecipeField[];
  onChange: (part: Partial<RecipeDraft>) => void;
}

const RANGES: Partial<Record<RecipeField, { low: number; high: number; whole: boolean }>> = {
  l2: { low: 0, high: 1e9, whole: false },
  learningRate: { low: 1e-6, high: 1, whole: false },
  rounds: { low: 1, high: 2000, whole: true },
  leaves: { low: 2, high: 255, whole: true },
  minRowsInLeaf: { low: 1, high: 100_000, whole: true },
  stopRounds: { low: 1, high: 200, whole: true },
  stopPercent: { low: 1, high: 50, whole: false },
  folds: { low: 0, high: 10, whole: true },
  seed: { low: 0, high: 2_147_483_647, whole: true },
  maxMinutes: { low: 1, high: 1440, whole: true },
};

export const rangeOf = (field: RecipeField) => RANGES[field] ?? null;

const isFaulty = (draft: RecipeDraft, field: RecipeField): boolean => {
  const [range, value] = [RANGES[field], draft[field]];
  if (field === 'url') return !/^https?:\/\/[^\s/]+/.test(draft.url.trim()) || !URL.canParse(draft.url.trim());
  if (field === 'parameters') return 'line' in readParameters(draft.parameters);
  if (!range) return false;
  if (field === 'l2' && value === null) return false;
  // One fold has nothing to learn from.
  if (field === 'folds' && value === 1) return true;
  return (
    typeof value !== 'number' || value < range.low || value > range.high || (range.whole && !Number.isInteger(value))
  );
};

/** Fields of the chosen algorithm whose value is missing or out of its range. */
export function faultsOf(draft: RecipeDraft): RecipeField[] {
  const boosting: RecipeField[] = ['learningRate', 'rounds', 'leaves', 'minRowsInLeaf'];
  const fields: RecipeField[] = isDraftOutside(draft)
    ? ['parameters', ...(draft.algorithm === 'webhook' ? (['url'] as const) : []), 'seed', 'maxMinutes']
    : [
        'l2',
        ...(draft.algorithm === 'gradient-boosting' ? boosting : []),
        ...(draft.algorithm === 'gradient-boosting' && draft.stopsEarly
          ? (['stopRounds', 'stopPercent'] as const)
          : []),
        'folds',
        'seed',
        'maxMinutes',
      ];
  return [
    ...(draft.datasetId === null ? (['datasetId'] as const) : []),
    ...fields.filter((field) => isFaulty(draft, field)),
  ];
}

/** What the form says, as the API takes it; of a draft without faults. */
export function recipeOf(draft: RecipeDraft) {
  const { datasetId, datasetNumber, target, features, splitBy, seed, maxMinutes } = draft;
  const folds = isDraftOutside(draft) ? 0 : draft.folds;
  return { datasetId, datasetNumber, target, features, folds, splitBy, seed, maxMinutes, method: methodOf(draft) };
}

function methodOf(draft: RecipeDraft) {
  const read = readParameters(draft.parameters);
  const parameters = 'parameters' in read ? read.parameters : {};
  if (draft.algorithm === 'python') return { algorithm: draft.algorithm, task: draft.task, parameters };
  if (draft.algorithm === 'webhook')
    return { algorithm: draft.algorithm, task: draft.task, parameters, url: draft.url.trim() };
  const { algorithm, task, impute, learningRate, rounds, leaves, minRowsInLeaf } = draft;
  // An empty field leaves the default of the algorithm.
  const l2 = draft.l2 === null ? {} : { l2: draft.l2 };
  if (algorithm !== 'gradient-boosting') return { algorithm, task, impute, ...l2 };
  const earlyStopping = draft.stopsEarly ? { rounds: draft.stopRounds, share: (draft.stopPercent ?? 0) / 100 } : null;
  return { algorithm, task, learningRate, rounds, leaves, minRowsInLeaf, earlyStopping, ...l2 };
}
