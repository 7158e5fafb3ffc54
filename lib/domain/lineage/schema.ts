import { z } from 'zod';
import { RunState } from '../retraining/schema';

/** The newest versions, runs without a version and collected datasets that the picture shows. */
export const SHOWN_VERSIONS = 20;
export const SHOWN_RUNS = 10;
export const SHOWN_DATASETS = 20;
/** The newest feedback of a model is counted by version up to this. */
export const COUNTED_FEEDBACK = 10_000;

const moment = z.iso.datetime();
const OfDataset = z.object({ id: z.uuid(), number: z.int() });

export const LineageDataset = OfDataset.extend({
  name: z.string(),
  rows: z.int(),
  cutOff: moment.nullable(),
  createdAt: moment,
  /** Made from the log of this model: which versions answered, null for all. Null where it was uploaded or is of another model. */
  collected: z.object({ versions: z.array(z.int()).nullable(), reviewedOnly: z.boolean() }).nullable(),
});
export type LineageDataset = z.infer<typeof LineageDataset>;

export const LineageRun = z.object({
  number: z.int(),
  state: RunState,
  dataset: OfDataset.nullable(),
  version: z.int().nullable(),
  createdAt: moment,
});
export type LineageRun = z.infer<typeof LineageRun>;

export const LINEAGE_ROUTES = ['champion', 'canary', 'shadow'] as const;
export const LineagePeriod = z.object({
  role: z.enum(LINEAGE_ROUTES),
  from: moment,
  /** Null: still. */
  to: moment.nullable(),
});
export type LineagePeriod = z.infer<typeof LineagePeriod>;

export const LineageVersion = z.object({
  number: z.int(),
  isChampion: z.boolean(),
  createdBy: z.string(),
  createdAt: moment,
  /** The run that it came out of; null for a file. */
  run: z.int().nullable(),
  dataset: OfDataset.nullable(),
  /** Champion: as it was changed. Canary and shadow: from the first to the last counted call on that route. Oldest first. */
  periods: z.array(LineagePeriod),
  /** Answered rows of callers, without a shadow's. */
  rows: z.int(),
  /** A shadow's answers, which no caller got. */
  shadowRows: z.int(),
  firstCallAt: moment.nullable(),
  lastCallAt: moment.nullable(),
  feedback: z.object({ right: z.int(), wrong: z.int() }),
  /** Rows whose label was counted. */
  labelled: z.int(),
});
export type LineageVersion = z.infer<typeof LineageVersion>;

export const Lineage = z.object({
  at: moment,
  /** Newest first. */
  versions: z.array(LineageVersion),
  versionsInAll: z.int(),
  /** Of the versions shown, and the newest ones without a version. */
  runs: z.array(LineageRun),
  /** What the runs and versions learnt from, and the newest that were made from the log of the model. */
  datasets: z.array(LineageDataset),
  /** False where the model has more feedback than is counted. */
  isFeedbackWhole: z.boolean(),
});
export type Lineage = z.infer<typeof Lineage>;
