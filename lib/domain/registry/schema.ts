import { z } from 'zod';
import { CONTEXT_KEY } from '@/lib/pure/protocols/context';
import { DATATYPES } from '@/lib/pure/protocols/datatype';

const FORBIDDEN_NAMES = new Set(['new', 'stats']);
export const MODEL_NAME_RULE =
  'A name has 1 to 128 letters, digits, ".", "_" and "-", begins with a letter or digit, and is not "new" or "stats".';
export const ModelName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, MODEL_NAME_RULE)
  .refine((name) => !FORBIDDEN_NAMES.has(name), MODEL_NAME_RULE);

export const Datatype = z.enum(DATATYPES);

export const SignatureInput = z.object({
  name: z.string(),
  datatype: Datatype,
  shape: z.array(z.int()),
  /** The file leaves the number of dimensions open; `shape` is then how rows of fields are read. */
  anyRank: z.boolean().optional(),
  nullable: z.boolean(),
});
export type SignatureInput = z.infer<typeof SignatureInput>;
export const SignatureOutput = z.object({
  name: z.string(),
  datatype: Datatype,
  shape: z.array(z.int()),
  classLabels: z.array(z.string()).nullable(),
});
export type SignatureOutput = z.infer<typeof SignatureOutput>;

/** How the outputs are read as an answer: found by labels, names and the probe. */
export const SignatureReading = z.discriminatedUnion('task', [
  z.object({
    task: z.literal('classification'),
    label: z.string().nullable(),
    probabilities: z.string().nullable(),
    classes: z.array(z.string()),
  }),
  z.object({ task: z.literal('regression'), value: z.string() }),
  z.object({ task: z.literal('tensors') }),
]);
export type SignatureReading = z.infer<typeof SignatureReading>;

export const Signature = z.object({
  inputs: z.array(SignatureInput),
  outputs: z.array(SignatureOutput),
  reading: SignatureReading,
  /** The first dimension is fixed to 1: rows run one by one. */
  rowByRow: z.boolean(),
});
export type Signature = z.infer<typeof Signature>;

export const ColumnKind = z.enum(['number', 'integer', 'boolean', 'category', 'text', 'image']);
export type ColumnKind = z.infer<typeof ColumnKind>;
export const PersonalRule = z.enum(['keep', 'hash', 'drop']);
export type PersonalRule = z.infer<typeof PersonalRule>;

const FieldName = z
  .string()
  .trim()
  .min(1, 'A column needs a name.')
  .max(128, 'A name has 128 characters at most.')
  .regex(/^[^\p{C}]+$/u, 'A name has no control characters.')
  .refine(
    (name) => !['__proto__', 'constructor', 'prototype'].includes(name) && !name.startsWith('context.'),
    'This name is reserved.',
  );

/** What the owner says about one column of the inputs. */
export const OverlayColumn = z
  .object({
    input: z.string(),
    /** Position in the input's row; null where the input is one value wide or an image. */
    index: z.int().min(0).nullable(),
    name: FieldName,
    /** What people read instead of the code name. */
    title: z.string().max(128).default(''),
    kind: ColumnKind,
    unit: z.string().max(32).default(''),
    min: z.number().nullable().default(null),
    max: z.number().nullable().default(null),
    categories: z.array(z.string().max(256)).max(200).default([]),
    nullable: z.boolean().default(false),
    default: z
      .union([z.string().max(1024), z.number(), z.boolean()])
      .nullable()
      .default(null),
    personal: PersonalRule.default('keep'),
  })
  .refine((column) => column.min === null || column.max === null || column.min <= column.max, {
    message: 'The range ends before it begins.',
    path: ['max'],
  });
export type OverlayColumn = z.infer<typeof OverlayColumn>;

export const Overlay = z
  .object({
    columns: z.array(OverlayColumn).max(5000),
    /** Names of the classes by their label text. */
    classNames: z.record(z.string(), z.string().max(128)).default({}),
    /** Unit of a regression's value. */
    outputUnit: z.string().max(32).default(''),
    /** Up to 20 rows to fill the form with. */
    examples: z
      .array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])))
      .max(20)
      .default([]),
  })
  .superRefine((overlay, issues) => {
    const seen = new Set<string>();
    overlay.columns.forEach((column, i) => {
      if (seen.has(column.name))
        issues.addIssue({
          code: 'custom',
          path: ['columns', i, 'name'],
          message: `The name "${column.name}" stands twice.`,
        });
      seen.add(column.name);
    });
  });
export type Overlay = z.infer<typeof Overlay>;

export const SavedOverlay = z.object({
  versionNumber: z.int(),
  revision: z.int(),
  content: Overlay,
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type SavedOverlay = z.infer<typeof SavedOverlay>;

const Share = z.number().min(0).max(1);
const Knots = z.array(Share).min(1).max(64).readonly();

/** What is done to the answers of a version: lib/pure/answer-settings/settings.ts. */
export const AnswerSettings = z.strictObject({
  calibration: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('platt'),
        slope: z.number().min(0.001).max(1000),
        intercept: z.number().min(-1000).max(1000),
      }),
      z.strictObject({ kind: z.literal('temperature'), temperature: z.number().min(0.05).max(20) }),
      z
        .strictObject({ kind: z.literal('bins'), x: Knots, y: Knots })
        .refine(({ x, y }) => x.length === y.length, 'There must be as many x as y.')
        .refine(
          ({ x, y }) => x.every((at, i) => i === 0 || (at > (x[i - 1] ?? 0) && (y[i] ?? 0) >= (y[i - 1] ?? 0))),
          'x must rise, and y must not fall.',
        ),
    ])
    .nullable()
    .default(null),
  threshold: Share.nullable().default(null),
  weights: z.array(z.number().positive().max(1_000_000)).min(2).max(1000).readonly().nullable().default(null),
  margin: z.number().positive().max(1).nullable().default(null),
  units: z
    .strictObject({
      factor: z.number().refine((factor) => factor !== 0, 'It must not be 0.'),
      offset: z.number(),
      unit: z.string().trim().max(32),
    })
    .nullable()
    .default(null),
});
export type AnswerSettings = z.infer<typeof AnswerSettings>;

export const SavedAnswerSettings = z.object({
  number: z.int(),
  content: AnswerSettings,
  reason: z.string(),
  /** The earlier one that it put in force again, 0 being the file as it is; null for a new one. */
  basedOn: z.int().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type SavedAnswerSettings = z.infer<typeof SavedAnswerSettings>;

export const Inspection = z.object({
  irVersion: z.number(),
  producer: z.string(),
  opsets: z.array(z.object({ domain: z.string(), version: z.number() })),
  operators: z.array(z.object({ domain: z.string(), name: z.string(), count: z.number() })),
  nodeCount: z.number(),
  metadata: z.array(z.object({ key: z.string(), value: z.string() })),
  docString: z.string(),
  zipMapRemoved: z.boolean(),
  /** Sequence outputs that are served as one output for each of their tensors. */
  sequencesSplit: z.int().default(0),
  findings: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })),
});
export type Inspection = z.infer<typeof Inspection>;

export const Probe = z.object({
  /** Rows and runs behind the latencies. */
  runs: z.int(),
  loadMs: z.number(),
  latencyMsP50: z.number(),
  latencyMsP95: z.number(),
  memoryBytes: z.number().nullable(),
  batchInvariant: z.boolean(),
  deterministic: z.boolean(),
});
export type Probe = z.infer<typeof Probe>;

/** Who answers for a version: a runner with its file, the running service behind the gateway, or something elsewhere. */
export const ServedBy = z.enum(['runner', 'elsewhere', 'upstream']);
export type ServedBy = z.infer<typeof ServedBy>;

/** What a version that was trained here has seen. */
export const TrainedOn = z.object({
  datasetId: z.uuid(),
  datasetNumber: z.int(),
  rows: z.int(),
  /** Moment of the latest row; null where the rows have none. */
  cutOff: z.iso.datetime().nullable(),
  /** The column that was learnt; null of versions from before it was kept, which learnt the target of the dataset. */
  target: z.string().nullable().default(null),
});
export type TrainedOn = z.infer<typeof TrainedOn>;

export const Version = z.object({
  id: z.uuid(),
  modelId: z.uuid(),
  number: z.int(),
  servedBy: ServedBy,
  filename: z.string(),
  sizeBytes: z.number(),
  /** Null where there is no file. */
  sha256: z.string().nullable(),
  signature: Signature,
  inspection: Inspection,
  probe: Probe,
  loaded: z.boolean(),
  isChampion: z.boolean(),
  /** The training run that it came out of, and the rows it has seen; null for an uploaded file. */
  trainingRunId: z.uuid().nullable(),
  trainedOn: TrainedOn.nullable(),
  /** What the server that runs it calls it; null where it is served here, or no row named it yet. */
  nameElsewhere: z.string().nullable().default(null),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type Version = z.infer<typeof Version>;

/** Which calls a canary gets: each by lot, or all of an entity (the row's `context.entity`), so that nobody changes sides. */
export const CanarySplit = z.enum(['call', 'entity']);
export type CanarySplit = z.infer<typeof CanarySplit>;

export const MAX_RUNNERS = 16;

/** Why somebody does what is not done as a rule; it goes into the audit trail. */
export const WrittenReason = z
  .string()
  .trim()
  .min(3, 'Give a reason of 3 characters at least.')
  .max(500, 'A reason has 500 characters at most.');

/** How the calls of a model are answered beside the champion. */
export const Deployment = z.object({
  /** Another version that answers a share of the calls. */
  canary: z
    .object({ version: z.int().min(1), percent: z.number().min(0).max(100), splitBy: CanarySplit.default('call') })
    .nullable()
    .default(null),
  /** A version that answers each kept call too; its answers are logged and compared, and nobody gets them. */
  shadow: z.int().min(1).nullable().default(null),
  /** Share of the calls by keys that are kept in the log; all are counted. What people try in the browser is always kept. */
  logPercent: z.number().min(0).max(100).default(100),
  /** Runner processes of the champion and of the canary; null: as many as the load needs, up to half of the processors. */
  runners: z.int().min(1).max(MAX_RUNNERS).nullable().default(null),
  /** Whether a new file becomes champion at once, or waits in service until somebody promotes it. */
  newVersions: z.enum(['champion', 'wait']).default('champion'),
});
export type Deployment = z.infer<typeof Deployment>;

/** Keys of the context whose values the log does not keep as they are: a fingerprint, or nothing. What rows are dated by stays readable. */
export const PersonalContext = z
  .record(z.string().regex(CONTEXT_KEY, 'It is not the name of a context value.'), PersonalRule.exclude(['keep']))
  .refine((rules) => Object.keys(rules).length <= 100, 'Rules are for 100 keys at most.')
  .refine((rules) => !Object.hasOwn(rules, 'time'), 'Rows are dated by context.time, so that it is kept as it is.');
export type PersonalContext = z.infer<typeof PersonalContext>;

export const Model = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  name: z.string(),
  summary: z.string(),
  champion: z.int().nullable(),
  championAt: z.iso.datetime().nullable(),
  /** The version that answers under the name `staging`, beside production; null where there is none. */
  staging: z.int().nullable(),
  /** Whether the champion is in service. */
  serving: z.boolean(),
  /** Its predictions are made by another server and sent here; it has no file. */
  elsewhere: z.boolean(),
  deployment: Deployment,
  personalContext: PersonalContext,
  versions: z.array(z.int()),
  /** The version for which the running service answers that the model stands in front of; null where there is none. */
  upstreamVersion: z.int().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type Model = z.infer<typeof Model>;

export const ELSEWHERE_KINDS = ['number', 'category', 'text'] as const;

/** A model that another server runs: what its rows look like, because no file says it. */
export const NewElsewhereModel = z
  .strictObject({
    name: ModelName,
    task: z.enum(['classification', 'regression']),
    /** Labels of the classes; of two, a `score` is the probability of the second. */
    classes: z.array(z.string().min(1).max(200)).max(1000).default([]),
    /** Unit of a regression's value. */
    unit: z.string().max(32).default(''),
    columns: z
      .array(
        z.strictObject({
          name: FieldName,
          kind: z.enum(ELSEWHERE_KINDS),
          unit: z.string().max(32).default(''),
          categories: z.array(z.string().max(256)).max(200).default([]),
        }),
      )
      .min(1, 'A model takes one column at least.')
      .max(2000, 'A model takes 2,000 columns at most.'),
  })
  .superRefine((model, issues) => {
    const twice = (values: readonly string[], path: string) => {
      const at = values.findIndex((value, i) => values.indexOf(value) !== i);
      if (at >= 0) issues.addIssue({ code: 'custom', path: [path, at], message: `"${values[at]}" stands twice.` });
    };
    twice(
      model.columns.map(({ name }) => name),
      'columns',
    );
    twice(model.classes, 'classes');
    if (model.task === 'classification' && model.classes.length < 2)
      issues.addIssue({ code: 'custom', path: ['classes'], message: 'A classification has two classes at least.' });
    if (model.task === 'regression' && model.classes.length > 0)
      issues.addIssue({ code: 'custom', path: ['classes'], message: 'A regression has no classes.' });
  });
export type NewElsewhereModel = z.infer<typeof NewElsewhereModel>;

export const UploadState = z.enum(['receiving', 'checking', 'ready', 'refused', 'cancelled']);
export const Upload = z.object({
  id: z.uuid(),
  modelName: z.string(),
  filename: z.string(),
  sizeBytes: z.number(),
  receivedBytes: z.number(),
  state: UploadState,
  /** receive, read, wait (for a probe of another file to end), probe, register. */
  stage: z.string(),
  problem: z
    .object({
      message: z.string(),
      reason: z.string().nullable(),
      details: z.record(z.string(), z.unknown()).nullable(),
    })
    .nullable(),
  versionNumber: z.int().nullable(),
  createdAt: z.iso.datetime(),
});
export type Upload = z.infer<typeof Upload>;

/** Largest file: ONNX's own limit of a protobuf message. */
export const MAX_MODEL_BYTES = 2_147_483_647;

export const OverlayChange = z.object({
  /** Input and position, such as `X[2]`. */
  place: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  name: z.string(),
  /** Which of the column's fields differ. */
  fields: z.array(z.string()),
});
export type OverlayChange = z.infer<typeof OverlayChange>;

/** The overlay of a version, what it would be without one, and what differs from the version before. */
export const OverlayView = z.object({
  saved: SavedOverlay.nullable(),
  plain: z.array(OverlayColumn),
  previousVersion: z.int().nullable(),
  changes: z.array(OverlayChange),
});
export type OverlayView = z.infer<typeof OverlayView>;

export const OverlaySuggestion = z.object({
  overlay: Overlay,
  matchedBy: z.enum(['name', 'position']),
  /** Columns of the file that the model does not take, such as the target. */
  leftOut: z.array(z.string()),
  rows: z.int(),
});
export type OverlaySuggestion = z.infer<typeof OverlaySuggestion>;

export const NewUpload = z.strictObject({
  model: ModelName,
  filename: z.string().min(1).max(255),
  sizeBytes: z.int().min(1),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'A sha256 has 64 hexadecimal digits.')
    .optional(),
});
export type NewUpload = z.infer<typeof NewUpload>;

/** One thing that a row of a version takes, with all that its owner said: what forms and code samples are made from. */
export const RowField = z.object({
  name: z.string(),
  title: z.string(),
  kind: z.enum(['number', 'integer', 'boolean', 'category', 'text', 'list', 'image']),
  unit: z.string(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  categories: z.array(z.string()),
  nullable: z.boolean(),
  /** What a row that leaves the field out gets. */
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  /** Dimensions of a list or picture without the rows; -1 is free. */
  shape: z.array(z.int()),
  datatype: Datatype,
});
export type RowField = z.infer<typeof RowField>;

export const RowCell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.unknown())]);
export type RowCell = z.infer<typeof RowCell>;
export type Row = Record<string, RowCell>;
