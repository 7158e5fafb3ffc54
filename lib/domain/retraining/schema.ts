import { z } from 'zod';
import { ModelName } from '../registry/schema';

const L2 = z.number().min(0).max(1e9);
const Impute = z.enum(['mean', 'median']);

const Linear = { l2: L2.default(1), impute: Impute.default('mean') };

/** Settings of a trainer outside, by the names that it knows. */
const Parameters = z
  .record(z.string().min(1).max(64), z.union([z.string().max(1000), z.number(), z.boolean()]))
  .refine((parameters) => Object.keys(parameters).length <= 50, '50 parameters at most');
export type Parameters = z.infer<typeof Parameters>;
const Outside = { task: z.enum(['regression', 'classification']), parameters: Parameters.default({}) };

/** An algorithm with its settings; `python` and `webhook` are trainers outside, which hand in a file. */
export const Method = z.discriminatedUnion('algorithm', [
  z.strictObject({ algorithm: z.literal('ridge'), task: z.literal('regression').default('regression'), ...Linear }),
  z.strictObject({
    algorithm: z.literal('logistic'),
    task: z.literal('classification').default('classification'),
    ...Linear,
  }),
  z.strictObject({
    algorithm: z.literal('gradient-boosting'),
    task: z.enum(['regression', 'classification']),
    learningRate: z.number().gt(0).max(1).default(0.1),
    rounds: z.int().min(1).max(2000).default(100),
    leaves: z.int().min(2).max(255).default(31),
    minRowsInLeaf: z.int().min(1).max(100_000).default(20),
    l2: L2.default(0),
    /** Ends when the held-out rows have not got better for so many rounds; null: never. */
    earlyStopping: z
      .strictObject({ rounds: z.int().min(1).max(200), share: z.number().gt(0).max(0.5) })
      .nullable()
      .default(null),
  }),
  /** A script of the user's own, at a runner that asks for runs. */
  z.strictObject({ algorithm: z.literal('python'), ...Outside }),
  /** A pipeline that is told of a run by a signed message, and answers so. */
  z.strictObject({
    algorithm: z.literal('webhook'),
    ...Outside,
    url: z.url({ protocol: /^https?$/, error: 'an address that begins with https:// or http://' }).max(2000),
  }),
]);
export type Method = z.infer<typeof Method>;
export const ALGORITHMS = ['gradient-boosting', 'logistic', 'ridge', 'python', 'webhook'] as const;

export type OutsideMethod = Extract<Method, { algorithm: 'python' | 'webhook' }>;
export type BuiltInMethod = Exclude<Method, OutsideMethod>;
export const isOutside = (method: Method): method is OutsideMethod =>
  method.algorithm === 'python' || method.algorithm === 'webhook';

/** How a model is trained again. */
export const Recipe = z.strictObject({
  datasetId: z.uuid(),
  /** A version of the dataset; null: the newest one when a run begins. */
  datasetNumber: z.int().min(1).nullable().default(null),
  /** The column that is learnt; null: the target of the dataset. */
  target: z.string().min(1).max(1000).nullable().default(null),
  /** Columns that become inputs; null: the features of the dataset. */
  features: z.array(z.string().min(1).max(128)).min(1).max(500).nullable().default(null),
  method: Method,
  /** Parts of the rows, each judged by a model that has not seen it; 0: none. */
  folds: z
    .int()
    .min(0)
    .max(10)
    .refine((folds) => folds !== 1, 'one fold has nothing to learn from: 0, or 2 and more')
    .default(3),
  /** How rows are parted that judge and rows that teach; null: by time where the dataset has one, else by entity, else by chance. */
  splitBy: z.enum(['time', 'group', 'random']).nullable().default(null),
  seed: z.int().min(0).max(2_147_483_647).default(0),
  /** A run that takes longer is ended. */
  maxMinutes: z.int().min(1).max(1440).default(60),
});
export type Recipe = z.infer<typeof Recipe>;

/** A model that is not there yet, and how its first version is learnt from the dataset of the address. */
export const FirstModel = Recipe.omit({ datasetId: true }).extend({
  name: ModelName,
  /** A version of the dataset, which the first run learns; null: the newest one when it begins, as later runs do. */
  datasetNumber: z.int().min(1).nullable().default(null),
  /** Why, in a sentence. */
  note: z.string().trim().max(300).default(''),
});
export type FirstModel = z.infer<typeof FirstModel>;

export const RecipeView = z.object({
  recipe: Recipe.nullable(),
  updatedBy: z.string().nullable(),
  updatedAt: z.iso.datetime().nullable(),
  /** What signs the messages to a pipeline and from it: told once, when an address is new. */
  webhookSecret: z.string().nullable(),
});
export type RecipeView = z.infer<typeof RecipeView>;

/** `offered`: its rows are pinned and a trainer outside may take it; `claimed`: one has it. */
export const RUN_STATES = ['waiting', 'running', 'offered', 'claimed', 'finished', 'failed', 'stopped'] as const;
export const RunState = z.enum(RUN_STATES);
export type RunState = z.infer<typeof RunState>;

/** What a run does, in this order. */
export const RUN_STEPS = ['rows', 'folds', 'training', 'file', 'parity'] as const;
export const RunStep = z.object({
  name: z.enum(RUN_STEPS),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type RunStep = z.infer<typeof RunStep>;

export const TRIGGER_KINDS = ['schedule', 'incident', 'corrections', 'labelled-rows', 'dataset'] as const;
/** What made a model train again: how many of them, or the name of the alert rule. */
export const TriggerReason = z.object({
  kind: z.enum(TRIGGER_KINDS),
  count: z.int(),
  rule: z.string().nullable(),
});
export type TriggerReason = z.infer<typeof TriggerReason>;

const Hour = z.int().min(0).max(23);

/** When a model is trained again by itself. Hours and days are UTC. */
export const Triggers = z.strictObject({
  enabled: z.boolean().default(true),
  schedule: z
    .strictObject({
      every: z.enum(['day', 'week', 'month']),
      /** 1 is Monday; of a week only. */
      weekday: z.int().min(1).max(7).default(1),
      hour: Hour,
    })
    .nullable()
    .default(null),
  /** Alert rules of the model: an incident of one of them. */
  rules: z.array(z.uuid()).max(20).default([]),
  /** So many rows settled by reviews since the last run. */
  corrections: z.int().min(1).max(1_000_000).nullable().default(null),
  /** So many labelled rows of days after the last run. */
  labelledRows: z.int().min(1).max(1_000_000_000).nullable().default(null),
  /** A new version of the recipe's dataset. */
  dataset: z.boolean().default(false),
  /** Between the starts of two runs, hours. */
  restHours: z.int().min(0).max(2160).default(24),
  /** Runs that triggers may start in seven days. */
  perWeek: z.int().min(1).max(50).default(3),
  /** No run is started from one hour to before the other. */
  quiet: z.strictObject({ fromHour: Hour, toHour: Hour }).nullable().default(null),
});
export type Triggers = z.infer<typeof Triggers>;

export const TriggersView = z.object({
  triggers: Triggers.nullable(),
  updatedBy: z.string().nullable(),
  updatedAt: z.iso.datetime().nullable(),
});
export type TriggersView = z.infer<typeof TriggersView>;

export const PLANNED_DAYS = 90;

export const TriggersPlan = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** When it would have trained, and why. */
  runs: z.array(z.object({ at: z.iso.datetime(), reason: TriggerReason })),
  /** What happened in that time, whatever the triggers say. */
  seen: z.object({ incidents: z.int(), corrections: z.int(), labelledRows: z.int(), datasets: z.int() }),
});
export type TriggersPlan = z.infer<typeof TriggersPlan>;

export const StartedBy = z.object({
  kind: z.enum(['person', 'key', 'system', 'trigger']),
  name: z.string(),
  note: z.string(),
  /** Of a trigger: what it was. */
  reason: TriggerReason.nullable().default(null),
});
export type StartedBy = z.infer<typeof StartedBy>;

/** All that a run depends on: the same of these gives the same file. */
export const Pinned = z.object({
  datasetId: z.uuid(),
  datasetName: z.string(),
  datasetNumber: z.int(),
  datasetSha256: z.string(),
  rows: z.int(),
  /** Moment of the latest row; null where the rows have none. */
  cutOff: z.iso.datetime().nullable(),
  target: z.string(),
  features: z.array(z.string()),
  method: Method,
  folds: z.int(),
  seed: z.int(),
  /** Of our own trainers; a trainer outside tells its own. */
  environment: z.object({ trainerSha256: z.string(), node: z.string() }).nullable(),
});
export type Pinned = z.infer<typeof Pinned>;

/** Loss after a round: mean squared error, or log loss. */
export const RoundLoss = z.object({
  round: z.int(),
  rounds: z.int(),
  trainLoss: z.number(),
  validationLoss: z.number().nullable(),
});
export type RoundLoss = z.infer<typeof RoundLoss>;

export const METRICS = ['rocAuc', 'accuracy', 'logLoss', 'rmse', 'mae', 'r2'] as const;

export const RunOutcome = z.object({
  /** By parts that were not learnt from; null without folds. */
  crossValidation: z
    .object({
      by: z.enum(['time', 'group', 'random']),
      folds: z.array(
        z.object({ learnt: z.int(), judged: z.int(), metrics: z.record(z.string(), z.number().nullable()) }),
      ),
      metrics: z.record(z.string(), z.object({ mean: z.number().nullable(), deviation: z.number().nullable() })),
    })
    .nullable(),
  /** Growth of the training rows' loss when a column is shuffled, the largest first. */
  importance: z.array(z.object({ column: z.string(), mean: z.number() })),
  rows: z.object({ given: z.int(), withoutTarget: z.int(), learnt: z.int(), heldOut: z.int() }),
  classes: z.array(z.string()).nullable(),
  keptRounds: z.int(),
  isConverged: z.boolean(),
  /** Columns that the answers cannot depend on, and why. */
  dropped: z.array(z.object({ column: z.string(), reason: z.string() })),
  fileBytes: z.int(),
  /** The file in a runner, held against the trainer's own predictions. */
  parity: z.object({ rows: z.int(), agreed: z.int(), largestDifference: z.number().nullable() }),
  /** Whether it can stand in for the champion: it takes the same inputs. Null where there was none. */
  takesSameInputs: z.boolean().nullable(),
});
export type RunOutcome = z.infer<typeof RunOutcome>;

const Names = z.string().min(1).max(100);
/** A measure that a trainer outside told, at one of its steps or at its end. */
export const ToldMeasure = z.strictObject({
  name: Names,
  value: z.number(),
  step: z.int().min(0).nullable().default(null),
});
export type ToldMeasure = z.infer<typeof ToldMeasure>;

/** The trainer outside that has a run, or had it. */
export const OutsideTrainer = z.object({
  name: z.string(),
  claimedAt: z.iso.datetime(),
  /** What it says that it runs: sha256 of its script, versions. */
  environment: z.record(z.string(), z.string()),
  measures: z.array(ToldMeasure),
  /** Of the file that it handed in; null before. */
  file: z.object({ bytes: z.int(), takesSameInputs: z.boolean().nullable() }).nullable(),
});
export type OutsideTrainer = z.infer<typeof OutsideTrainer>;

export const ClaimRun = z.strictObject({
  /** A name for people: a host, a queue. */
  trainer: Names,
});

/** What a trainer outside gets. */
export const Claim = z.object({
  /** By it the trainer speaks of the run; whoever takes the run after it has another. */
  claim: z.uuid(),
  /** Without a word until then, another trainer may take the run. */
  leaseUntil: z.iso.datetime(),
  model: z.object({ id: z.uuid(), name: z.string() }),
  run: z.int(),
  dataset: z.object({
    id: z.uuid(),
    name: z.string(),
    number: z.int(),
    sha256: z.string(),
    rows: z.int(),
    cutOff: z.iso.datetime().nullable(),
  }),
  target: z.string(),
  features: z.array(z.string()),
  task: z.enum(['regression', 'classification']),
  parameters: Parameters,
  seed: z.int(),
  maxMinutes: z.int(),
});
export type Claim = z.infer<typeof Claim>;

/** What a trainer outside says while it works. */
export const TrainerNotes = z.strictObject({
  lines: z.array(z.string().max(1000)).max(500).default([]),
  /** 0 to 1, of its own work. */
  progress: z.number().min(0).max(1).nullable().default(null),
  measures: z.array(ToldMeasure).max(1000).default([]),
  environment: z
    .record(Names, z.string().max(1000))
    .refine((environment) => Object.keys(environment).length <= 100, '100 entries at most')
    .default({}),
});
export type TrainerNotes = z.infer<typeof TrainerNotes>;

export const ClaimState = z.object({ run: z.int(), leaseUntil: z.iso.datetime() });
export type ClaimState = z.infer<typeof ClaimState>;

export const GivenUp = z.strictObject({ message: z.string().trim().min(1).max(2000) });

/** Why a run has failed, as far as it has a sentence of its own. */
export const PROBLEM_CODES = [
  'no_columns',
  'no_usable_column',
  'bad_column_name',
  'duplicate_column',
  'length_differs',
  'no_target',
  'too_few_rows',
  'one_class',
  'too_many_classes',
  'target_not_numbers',
  'target_not_classes',
  'constant_target',
  'text_in_number_column',
  'unfit_for_datatype',
  'bad_weights',
  'bad_times',
  'too_many_coefficients',
  'bad_parameter',
  'no_times',
  'no_groups',
  'too_few_groups',
  'collinear_columns',
  'too_many_cells',
  'no_target_column',
  'no_such_column',
  'target_is_feature',
  'worker_died',
  'too_long',
  'trainer_died',
  'trainer_lost',
  'trainer_gave_up',
  'pipeline_not_reached',
  'pipeline_refused',
  'parity',
  'internal',
] as const;

export const RunProblem = z.object({
  /** Machine-readable: one of PROBLEM_CODES, or the reason of another room. */
  code: z.string(),
  column: z.string().nullable(),
  numbers: z.record(z.string(), z.number()),
  message: z.string(),
});
export type RunProblem = z.infer<typeof RunProblem>;

export const TrainingRun = z.object({
  id: z.uuid(),
  modelId: z.uuid(),
  number: z.int(),
  state: RunState,
  /** Somebody asked it to stop, and it has not yet. */
  isStopping: z.boolean(),
  startedBy: StartedBy,
  recipe: Recipe,
  pinned: Pinned.nullable(),
  steps: z.array(RunStep),
  /** 0 to 1. */
  progress: z.number(),
  outcome: RunOutcome.nullable(),
  outside: OutsideTrainer.nullable(),
  problem: RunProblem.nullable(),
  versionNumber: z.int().nullable(),
  attempts: z.int(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type TrainingRun = z.infer<typeof TrainingRun>;

export const RunDetail = TrainingRun.extend({ losses: z.array(RoundLoss) });
export type RunDetail = z.infer<typeof RunDetail>;

export const FirstModelStarted = z.object({
  model: z.object({ id: z.uuid(), name: z.string() }),
  run: TrainingRun,
  /** What signs the messages to a pipeline and from it: told this once. */
  webhookSecret: z.string().nullable(),
});
export type FirstModelStarted = z.infer<typeof FirstModelStarted>;

export const RunPage = z.object({ runs: z.array(TrainingRun), nextCursor: z.int().nullable() });
export type RunPage = z.infer<typeof RunPage>;

export const LogPage = z.object({
  lines: z.array(z.object({ number: z.int(), at: z.iso.datetime(), text: z.string() })),
  /** To ask for what comes after these. */
  after: z.int(),
  isOver: z.boolean(),
});
export type LogPage = z.infer<typeof LogPage>;

export const StartRun = z.strictObject({
  /** Why, in a sentence. */
  note: z.string().trim().max(300).default(''),
  /** Of one project's waiting runs the highest goes first. */
  priority: z.int().min(-10).max(10).default(0),
});
