import { z } from 'zod';
import { SplitRule } from '../datasets/schema';
import { WrittenReason } from '../registry/schema';

export const ParityCause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('label-map'), mapping: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('float32') }),
  z.object({ kind: z.literal('missing-as-zero') }),
  z.object({ kind: z.literal('column-order'), columns: z.tuple([z.string(), z.string()]) }),
]);
export type ParityCause = z.infer<typeof ParityCause>;

/** Does it predict here what it predicted where it was trained? */
export const ParityResult = z.object({
  rows: z.int(),
  agreed: z.int(),
  /** Relative difference that counts as equal. */
  tolerance: z.number(),
  /** Columns of the file that were compared. */
  comparedWith: z.array(z.string()),
  /** Largest absolute difference of a number; null where only labels were compared. */
  largestDifference: z.number().nullable(),
  firstDifference: z
    .object({
      /** Row of the data, counted from 1, and line of the file. */
      row: z.int(),
      line: z.int(),
      fields: z.record(z.string(), z.string()),
      here: z.string(),
      yours: z.string(),
    })
    .nullable(),
  cause: ParityCause.nullable(),
  ignored: z.array(z.string()),
});
export type ParityResult = z.infer<typeof ParityResult>;

const Measure = z.number().nullable();
const WithInterval = z.object({
  value: Measure,
  low: Measure,
  high: Measure,
  method: z.enum(['wilson', 'cluster-bootstrap', 'normal']),
});

/** Rows of a file that a version has seen or may have seen: they are in no number. Each counts once, by the first of the reasons. */
export const LeftOut = z.object({
  datasetId: z.uuid(),
  datasetName: z.string(),
  datasetNumber: z.int(),
  /** Moment of the latest training row; null where those have none. */
  cutOff: z.iso.datetime().nullable(),
  /** Rows that say the same as a training row in all `features` columns that the file has of the dataset's. */
  sameRow: z.int(),
  features: z.int(),
  /** Rows about an entity that training rows are about, by these columns; none where the file lacks them. */
  sameEntity: z.int(),
  entityColumns: z.array(z.string()),
  /** Rows of up to the cut-off, by this column; null where the file has none that dates its rows. */
  beforeCutOff: z.int(),
  timeColumn: z.string().nullable(),
});
export type LeftOut = z.infer<typeof LeftOut>;

export const EvaluationResult = z.object({
  task: z.enum(['classification', 'regression']),
  target: z.string(),
  group: z.string().nullable(),
  rows: z.int(),
  /** Rows without a target are left out. */
  unlabelled: z.int(),
  /** Null where it is unknown what the version was trained on, and in reports of before this was looked at. */
  leftOut: LeftOut.nullable().default(null),
  /** Independent groups behind the interval; the rows themselves without a group column. */
  effectiveRows: z.int(),
  classification: z
    .object({
      accuracy: WithInterval,
      macroF1: Measure,
      logLoss: Measure,
      rocAuc: Measure,
      confusion: z.object({ classes: z.array(z.string()), counts: z.array(z.array(z.int())) }),
      perClass: z.array(
        z.object({ label: z.string(), precision: Measure, recall: Measure, f1: Measure, support: z.int() }),
      ),
    })
    .nullable(),
  regression: z
    .object({ mae: WithInterval, rmse: Measure, r2: Measure, meanError: Measure, unit: z.string().nullable() })
    .nullable(),
  /** Fitted on the first half of the groups, judged with the model on the others. */
  baselines: z.object({
    rows: z.int(),
    measure: z.enum(['accuracy', 'mae']),
    model: Measure,
    /** Always the most frequent class, or the mean. */
    constant: z.object({ answer: z.string(), score: Measure }).nullable(),
    /** The best rule that looks at one column only. */
    rule: z.object({ column: z.string(), rule: z.string(), score: Measure }).nullable(),
  }),
  ignored: z.array(z.string()),
});
export type EvaluationResult = z.infer<typeof EvaluationResult>;

const report = <K extends string, R extends z.ZodType>(kind: K, result: R) =>
  z.object({
    id: z.uuid(),
    kind: z.literal(kind),
    versionNumber: z.int(),
    filename: z.string(),
    fileSha256: z.string(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    result,
  });

export const ParityReport = report('parity', ParityResult);
export type ParityReport = z.infer<typeof ParityReport>;
export const EvaluationReport = report('evaluation', EvaluationResult);
export type EvaluationReport = z.infer<typeof EvaluationReport>;

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** One input of a test as it was logged: by its name, and by its place, should a version call it otherwise. Lists may be nested. */
export const TestField = z.object({
  name: z.string(),
  input: z.string(),
  index: z.int().nullable(),
  value: z.union([Cell, z.array(z.unknown())]),
});
export type TestField = z.infer<typeof TestField>;

/** Tests of one model at most. */
export const MAX_TESTS = 10_000;
/** Values of one test at most: a picture has more. */
export const MAX_TEST_VALUES = 10_000;

/** What a row of the log must be answered with by every version from now on. */
export const NewRegressionTest = z.strictObject({
  expected: z.union([z.string().trim().min(1, 'Say what it must be.').max(200), z.number()]),
  /** Of a number: how far an answer may be off. */
  tolerance: z.number().min(0, 'It is 0 at least.').optional(),
});
export type NewRegressionTest = z.infer<typeof NewRegressionTest>;
export const TakeOutReason = z.strictObject({ reason: WrittenReason });

export const RegressionTest = z.object({
  id: z.uuid(),
  rowId: z.string(),
  /** The version that answered it when it was logged. */
  version: z.int(),
  expected: z.string(),
  tolerance: z.number().nullable(),
  /** By a review, or copied from the log by a person. */
  from: z.enum(['review', 'copy']),
  fields: z.array(TestField),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type RegressionTest = z.infer<typeof RegressionTest>;
export const RegressionTestPage = z.object({
  tests: z.array(RegressionTest),
  total: z.int(),
  nextCursor: z.uuid().nullable(),
});
export type RegressionTestPage = z.infer<typeof RegressionTestPage>;

const FailedTest = z.object({
  testId: z.uuid(),
  rowId: z.string(),
  expected: z.string(),
  tolerance: z.number().nullable(),
  /** Null where the model gave no answer. */
  answered: z.string().nullable(),
});
export type FailedTest = z.infer<typeof FailedTest>;

/** A test that a version was trained with: it says the same as a training row, or is about what one is about. */
const LearntTest = z.object({
  testId: z.uuid(),
  rowId: z.string(),
  expected: z.string(),
  tolerance: z.number().nullable(),
  by: z.enum(['row', 'entity']),
});
export type LearntTest = z.infer<typeof LearntTest>;

export const RegressionResult = z.object({
  /** The change of the tests up to which this result knows them. */
  marks: z.int(),
  /** The answer settings by which it answered; 0 is the file as it is. */
  settings: z.int().default(0),
  tests: z.int(),
  passed: z.int(),
  failed: z.int(),
  /** Tests whose row this version cannot be asked: it takes a column that the row has not, or refuses a value. */
  unfit: z.int(),
  /** Tests that the version was trained with: neither passed nor failed. */
  learnt: z.int().default(0),
  learntTests: z.array(LearntTest).default([]),
  /** Whether it is known what the version was trained on. */
  trainingKnown: z.boolean().default(false),
  failures: z.array(FailedTest),
  unfitTests: z.array(z.object({ testId: z.uuid(), rowId: z.string(), reason: z.string() })),
});
export type RegressionResult = z.infer<typeof RegressionResult>;

/** The newest report of each kind. */
export const ValidationReports = z.object({
  parity: ParityReport.nullable(),
  evaluation: EvaluationReport.nullable(),
});
export type ValidationReports = z.infer<typeof ValidationReports>;

/** What a version answered to the model's regression tests. */
export const RegressionReport = report('regression', RegressionResult);
export type RegressionReport = z.infer<typeof RegressionReport>;

export const VersionRegression = z.object({
  /** Tests of the model now. */
  tests: z.int(),
  /** The newest run; null where the version was not tested. */
  report: RegressionReport.nullable(),
  /** Whether the run knows the tests as they are now. */
  isCurrent: z.boolean(),
  /** Failed tests that the champion passes: so many stand before a promotion. Null for the champion and where there is none. */
  blocking: z.int().nullable(),
  champion: z.int().nullable(),
  /** Why the last try gave no result. */
  failure: z.string().nullable(),
});
export type VersionRegression = z.infer<typeof VersionRegression>;

export const CHECK_GROUPS = ['data', 'metrics', 'slices', 'behaviour', 'regression', 'file'] as const;
export type CheckGroup = (typeof CHECK_GROUPS)[number];

export const SEVERITIES = ['warn', 'fail'] as const;
export type Severity = (typeof SEVERITIES)[number];

interface CheckKind {
  group: CheckGroup;
  /** What it means where it does not hold, unless the model's rules say otherwise. */
  severity: Severity;
  /** What its number is held against, in the number's own unit; a check of which no threshold can be said has none. */
  threshold?: number | null;
}

/** What a validation looks at, in the order in which it is shown, with the usual rule of each. */
export const CHECKS = {
  rows: { group: 'data', severity: 'warn', threshold: 30 },
  overlap: { group: 'data', severity: 'warn', threshold: 0 },
  types: { group: 'data', severity: 'fail', threshold: 0 },
  nulls: { group: 'data', severity: 'warn', threshold: 0.05 },
  duplicates: { group: 'data', severity: 'warn', threshold: 0.05 },
  leakage: { group: 'data', severity: 'fail' },
  drift: { group: 'data', severity: 'warn', threshold: 0.25 },
  score: { group: 'metrics', severity: 'fail', threshold: null },
  champion: { group: 'metrics', severity: 'fail', threshold: 0 },
  constant: { group: 'metrics', severity: 'fail', threshold: 0 },
  'last-value': { group: 'metrics', severity: 'fail', threshold: 0 },
  'single-rule': { group: 'metrics', severity: 'fail', threshold: 0 },
  calibration: { group: 'metrics', severity: 'warn', threshold: 0.05 },
  'weakest-slice': { group: 'slices', severity: 'warn', threshold: 0.1 },
  fairness: { group: 'slices', severity: 'warn', threshold: 0.1 },
  'batch-invariance': { group: 'behaviour', severity: 'fail' },
  determinism: { group: 'behaviour', severity: 'fail' },
  'missing-values': { group: 'behaviour', severity: 'warn' },
  'extreme-values': { group: 'behaviour', severity: 'warn' },
  'constant-output': { group: 'behaviour', severity: 'fail' },
  monotonicity: { group: 'behaviour', severity: 'fail', threshold: 0 },
  latency: { group: 'behaviour', severity: 'warn', threshold: 100 },
  memory: { group: 'behaviour', severity: 'warn', threshold: 1024 },
  'regression-tests': { group: 'regression', severity: 'fail' },
  opset: { group: 'file', severity: 'warn' },
  'dynamic-batch': { group: 'file', severity: 'warn' },
  float64: { group: 'file', severity: 'warn' },
  'custom-operators': { group: 'file', severity: 'warn' },
} as const satisfies Record<string, CheckKind>;

export type CheckId = keyof typeof CHECKS;
// The keys of the table are what it says they are.
export const CHECK_IDS = Object.keys(CHECKS) as [CheckId, ...CheckId[]];
export const kindOf = (check: CheckId): CheckKind => CHECKS[check];

/** Numbers and names of a sentence. */
export const CheckFacts = z.record(z.string(), z.union([z.string(), z.number()]));
export type CheckFacts = z.infer<typeof CheckFacts>;

export const OUTCOMES = ['good', 'bad', 'open', 'unknown'] as const;
/** How a number has to lie: at least or at most the threshold, or above it with its whole interval. */
export const BOUNDS = ['least', 'most', 'above'] as const;

/** What a check found: it says the outcome itself, or a number that a rule's threshold judges. */
export const Measurement = z.object({
  check: z.enum(CHECK_IDS),
  outcome: z.enum(OUTCOMES).nullable(),
  measured: z
    .object({ value: z.number(), low: z.number(), high: z.number(), bound: z.enum(BOUNDS) })
    .nullable()
    .default(null),
  /** Which sentence tells it. */
  why: z.string(),
  facts: CheckFacts,
  /** What to type where the model is exported. */
  fix: z.string().nullable().default(null),
});
export type Measurement = z.infer<typeof Measurement>;

export const GateRule = z.strictObject({
  check: z.enum(CHECK_IDS),
  severity: z.enum(SEVERITIES),
  threshold: z.number().nullable().default(null),
});
export type GateRule = z.infer<typeof GateRule>;

/** Whether a threshold can be said of a check. */
export const hasThreshold = (check: CheckId): boolean => 'threshold' in CHECKS[check];

/** The rule of a check where nobody has said another. */
export const usualRule = (check: CheckId): GateRule => {
  const { severity, threshold = null } = kindOf(check);
  return { check, severity, threshold };
};

/** What stands before a version that is to answer calls. What is not named has its usual rule. */
export const GateRules = z.strictObject({
  /** A version without a report does not pass. */
  mustBeValidated: z.boolean().default(false),
  rules: z
    .array(GateRule)
    .max(CHECK_IDS.length)
    .default([])
    .refine((rules) => new Set(rules.map(({ check }) => check)).size === rules.length, 'A check has one rule.'),
});
export type GateRules = z.infer<typeof GateRules>;

/** The rule of every check, in their order: the model's own, else the usual one. */
export const completeRules = ({ rules }: Pick<GateRules, 'rules'>): GateRule[] =>
  CHECK_IDS.map((check) => rules.find((rule) => rule.check === check) ?? usualRule(check));

export const GateView = z.object({
  rules: GateRules,
  /** Changes of the rules, newest first; none while they are the usual ones. */
  history: z.array(
    z.object({ revision: z.int(), rules: GateRules, changedBy: z.string(), changedAt: z.iso.datetime() }),
  ),
});
export type GateView = z.infer<typeof GateView>;

export const MONOTONE = ['up', 'down'] as const;
const ColumnOfRows = z.string().min(1).max(1000);
/** What a version is examined on. */
export const ValidationPlan = z.strictObject({
  /** Rows with their truth; null: none, and the score is that of the newest evaluation of an uploaded file. */
  dataset: z
    .strictObject({
      id: z.uuid(),
      /** Null: the newest one. */
      number: z.int().min(1).nullable().default(null),
      /** Null: the target of the dataset. */
      target: ColumnOfRows.nullable().default(null),
      /** Only the test part of a split. */
      testPartOf: SplitRule.nullable().default(null),
    })
    .nullable()
    .default(null),
  /** Columns whose groups should be answered equally well. */
  fairness: z.array(ColumnOfRows).max(5).default([]),
  /** Columns with which the answer should only rise, or only fall. */
  monotone: z
    .array(z.strictObject({ column: ColumnOfRows, direction: z.enum(MONOTONE) }))
    .max(10)
    .default([]),
});
export type ValidationPlan = z.infer<typeof ValidationPlan>;

export const ValidationRows = z.object({
  datasetId: z.uuid(),
  name: z.string(),
  number: z.int(),
  target: z.string(),
  /** Rows looked at, those of them that count, and why the others do not. */
  all: z.int(),
  judged: z.int(),
  unlabelled: z.int(),
  refused: z.int(),
  leftOut: LeftOut.nullable(),
  /** Of more rows than are looked at, evenly spread ones were taken. */
  isSample: z.boolean(),
});
export type ValidationRows = z.infer<typeof ValidationRows>;

export const ValidationResult = z.object({
  plan: ValidationPlan,
  rows: ValidationRows.nullable(),
  measurements: z.array(Measurement),
});
export type ValidationResult = z.infer<typeof ValidationResult>;

export const VERDICTS = ['fail', 'warn', 'unknown', 'pass'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A measurement as the rules of now judge it, with its sentence in English. */
export const Check = Measurement.extend({
  group: z.enum(CHECK_GROUPS),
  verdict: z.enum(VERDICTS),
  severity: z.enum(SEVERITIES),
  threshold: z.number().nullable(),
  sentence: z.string(),
});
export type Check = z.infer<typeof Check>;

export const VALIDATION_STEPS = ['rows', 'answers', 'champion', 'behaviour', 'tests'] as const;
export const ValidationRun = z.object({
  id: z.uuid(),
  state: z.enum(['waiting', 'running', 'failed', 'cancelled']),
  /** 0 to 1. */
  progress: z.number(),
  /** What it does, or why it failed. */
  step: z.enum(VALIDATION_STEPS).nullable(),
  message: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type ValidationRun = z.infer<typeof ValidationRun>;

export const VersionValidation = z.object({
  /** The newest report. */
  report: z
    .object({
      id: z.uuid(),
      createdBy: z.string(),
      createdAt: z.iso.datetime(),
      plan: ValidationPlan,
      rows: ValidationRows.nullable(),
      checks: z.array(Check),
    })
    .nullable(),
  /** One that is under way, or that gave no report since the newest one. */
  run: ValidationRun.nullable(),
  mustBeValidated: z.boolean(),
});
export type VersionValidation = z.infer<typeof VersionValidation>;

/** Reasons that several checks share. */
const COMMON_WHYS = new Set([
  'no-dataset',
  'tensors',
  'no-answers',
  'no-rows',
  'few-blocks',
  'no-training',
  'no-common',
]);
/** The key of a check's sentence among the texts `validation.checks`. */
export const sentenceKey = ({ check, why }: Pick<Measurement, 'check' | 'why'>): string =>
  COMMON_WHYS.has(why) ? `common.${why}` : `why.${check}.${why}`;
