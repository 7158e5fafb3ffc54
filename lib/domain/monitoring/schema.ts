import { z } from 'zod';
import { Caller, SLICE_NAMES, SLICE_SOURCES } from '../predictions/schema';

const Count = z.int();
const Milliseconds = z.number().nullable();

export const LatencyMs = z.object({ p50: Milliseconds, p95: Milliseconds, p99: Milliseconds });
export type LatencyMs = z.infer<typeof LatencyMs>;

/** What happened in a window or bucket. `calls` were answered, `errors` were refused or failed; percentiles are right within 1 %. */
export const TrafficMeasures = z.object({
  calls: Count,
  rows: Count,
  errors: Count,
  /** Calls whose latency is known: all but those that another server answered without saying it. */
  timedCalls: Count,
  latencyMs: LatencyMs,
});
export type TrafficMeasures = z.infer<typeof TrafficMeasures>;

export const TrafficBucket = TrafficMeasures.extend({ at: z.iso.datetime() });

/** How answers were distributed: rows per class, or rows per range of the value. */
export const Outcomes = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('classes'),
    /** In the order of the model's classes. */
    classes: z.array(z.object({ label: z.string(), name: z.string(), rows: Count })),
    /** Rows per class of every bucket, in the order of `classes`. */
    buckets: z.array(z.object({ at: z.iso.datetime(), rows: z.array(Count) })),
  }),
  z.object({
    kind: z.literal('numbers'),
    unit: z.string(),
    /** Ranges that hold rows, upwards; each is `low` up to `high`. */
    bins: z.array(z.object({ low: z.number(), high: z.number(), rows: Count })),
  }),
]);
export type Outcomes = z.infer<typeof Outcomes>;

/** The same numbers of the window of the same length before, or of one version; `at` of a bucket is its place in the window that is shown. */
export const TrafficComparison = z.object({
  with: z.enum(['before', 'version']),
  version: Count.nullable(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  totals: TrafficMeasures,
  buckets: z.array(TrafficBucket),
});
export type TrafficComparison = z.infer<typeof TrafficComparison>;

export const Traffic = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Length of a bucket in milliseconds. */
  bucketMs: Count,
  /** Numbers of the versions that answered in the window. */
  versions: z.array(Count),
  totals: TrafficMeasures,
  /** Answered calls of the window of the same length before. */
  previousCalls: Count,
  buckets: z.array(TrafficBucket),
  comparison: TrafficComparison.nullable(),
  /** When another version began to answer callers as champion than in the bucket with calls before. */
  changes: z.array(z.object({ at: z.iso.datetime(), version: Count })),
  /** Answered calls by how long they took: eight periods at most, bands that double. */
  heat: z.object({
    periodMs: Count,
    /** Where each band begins, in milliseconds, upwards; the last has no end. */
    bandsMs: z.array(z.number()),
    periods: z.array(z.object({ at: z.iso.datetime(), calls: z.array(Count) })),
  }),
  errorsByStatus: z.array(z.object({ status: z.string(), errors: Count })),
  outcomes: Outcomes.nullable(),
  /** Verdicts that people gave in the window, one per row and person. */
  feedback: z.object({ right: Count, wrong: Count }),
});
export type Traffic = z.infer<typeof Traffic>;

export const TRAFFIC_ROUTES = ['champion', 'canary', 'shadow'] as const;

/** What one version did on one route. As a shadow, some of its rows were held against what the caller got. */
export const RouteTraffic = TrafficMeasures.extend({
  route: z.enum(TRAFFIC_ROUTES),
  version: z.int(),
  comparedRows: Count,
  agreeingRows: Count,
});
export type RouteTraffic = z.infer<typeof RouteTraffic>;

export const TrafficRoutes = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  routes: z.array(RouteTraffic),
});
export type TrafficRoutes = z.infer<typeof TrafficRoutes>;

/** One model in the list of models: the last seven days. */
export const ModelTraffic = z.object({
  modelId: z.uuid(),
  calls: Count,
  rows: Count,
  errors: Count,
  latencyMsP95: Milliseconds,
  /** Rows per day, the oldest first; the last is the day so far. */
  days: z.array(z.object({ at: z.iso.datetime(), rows: Count })),
});
export type ModelTraffic = z.infer<typeof ModelTraffic>;

export const ProjectTraffic = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  models: z.array(ModelTraffic),
});
export type ProjectTraffic = z.infer<typeof ProjectTraffic>;

const Moment = z.iso.datetime({ offset: true });

/** Without a start and an end it is the last seven days. */
export const TrafficQuery = z.object({
  from: Moment.optional(),
  to: Moment.optional(),
  version: z.coerce.number().int().min(1).optional(),
  compare: z
    .union([z.literal('before'), z.coerce.number().int().min(1)])
    .optional()
    .describe('The window of the same length before, or the number of a version.'),
});
export type TrafficQuery = z.infer<typeof TrafficQuery>;

/** Whose part of the traffic it is: a caller, a slice of a column, or what neither names. */
export const PartName = z.discriminatedUnion('kind', [
  /** `caller` is null where neither a key nor a person has the id any more. */
  z.object({ kind: z.literal('caller'), id: z.string(), caller: Caller }),
  /** Called without a key. */
  z.object({ kind: z.literal('nobody') }),
  ...SLICE_NAMES,
  /** Not kept in the log, or not among the inputs of the version. */
  z.object({ kind: z.literal('unread') }),
]);
export type PartName = z.infer<typeof PartName>;

export const TrafficPart = z.object({
  name: PartName,
  /** Calls with at least one such row. */
  calls: Count,
  rows: Count,
  /** Of `countedRows`; null where there are none. */
  share: z.number().nullable(),
  /** Null where the traffic is told apart by a column: calls that were refused have no values. */
  errors: Count.nullable(),
  timedCalls: Count,
  latencyMs: LatencyMs,
  /** Rows per answer of a classification, the most frequent first. */
  classes: z.array(z.object({ label: z.string(), rows: Count })),
});
export type TrafficPart = z.infer<typeof TrafficPart>;

export const TrafficParts = z.object({
  /** Where the first counted bucket begins and the last one ends: whole hours, or UTC days for older traffic. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  by: z.string(),
  /** The columns that are chosen for slices, each as `by` takes it. */
  columns: z.array(z.object({ by: z.string(), from: z.enum(SLICE_SOURCES), name: z.string(), title: z.string() })),
  totals: z.object({ calls: Count, rows: Count, errors: Count.nullable() }),
  /** Rows that were counted by `by`: fewer than all where the column was chosen within the window. */
  countedRows: Count,
  parts: z.array(TrafficPart),
});
export type TrafficParts = z.infer<typeof TrafficParts>;

export const PartsQuery = TrafficQuery.omit({ compare: true }).extend({
  by: z
    .string()
    .max(210)
    .regex(/^(key|(input|context):.+)$/, 'Write key, input:NAME or context:NAME.')
    .default('key')
    .describe('key, or a column that is chosen for slices, as input:NAME or context:NAME.'),
});
export type PartsQuery = z.infer<typeof PartsQuery>;

export const ExportQuery = TrafficQuery.omit({ compare: true }).extend({
  grain: z
    .enum(['minute', 'hour', 'day'])
    .default('hour')
    .describe('Older traffic is kept in coarser buckets; each line names its own.'),
  format: z.enum(['csv', 'parquet']).default('csv'),
});
export type ExportQuery = z.infer<typeof ExportQuery>;

export const RoutesQuery = TrafficQuery.omit({ version: true, compare: true });
export type RoutesQuery = z.infer<typeof RoutesQuery>;
