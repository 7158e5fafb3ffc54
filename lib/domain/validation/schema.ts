import { z } from 'zod';
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
