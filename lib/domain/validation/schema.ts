import { z } from 'zod';

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

export const EvaluationResult = z.object({
  task: z.enum(['classification', 'regression']),
  target: z.string(),
  group: z.string().nullable(),
  rows: z.int(),
  /** Rows without a target are left out. */
  unlabelled: z.int(),
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

/** The newest report of each kind. */
export const ValidationReports = z.object({
  parity: ParityReport.nullable(),
  evaluation: EvaluationReport.nullable(),
});
export type ValidationReports = z.infer<typeof ValidationReports>;
