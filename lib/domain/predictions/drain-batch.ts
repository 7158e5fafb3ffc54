import type { RowContext } from '@/lib/pure/protocols/context';
import type { ReferenceProfile } from '@/lib/pure/stats/reference-profile';
import { storableText } from '@/lib/pure/text/storable-text';
import { type RowPlace, rowPlaces, servedSignature } from '../registry';
import type { Overlay, Signature } from '../registry/schema';
import {
  compactTensors,
  type ErrorRecord,
  encodeTensors,
  type LoggedTensor,
  type PredictionRecord,
  type SpoolRecord,
} from '../serving';
import type { PlacedColumn } from './count-parts';
import { columnsAt } from './reference-values';
import {
  addCall,
  addComparison,
  addDescribed,
  addError,
  addFeature,
  addOutcome,
  addOverReference,
  addScore,
  type Rollup,
} from './rollup';
import { DAY_MS, floorTo, type Grain, type OWN_DAY, type TRAFFIC_DAY } from './rollup-grain';
import { eachPlaceValue } from './row-values';

/** What counting the rows of a version needs to know. */
export interface VersionFacts {
  signature: Signature;
  overlay: Overlay | null;
  /** What `countedPlaces` finds, kept because it is needed for every row. */
  places: RowPlace[];
  /** Newest first. */
  references: ActiveReference[];
  /** The columns by which a scientist tells the model's rows apart. */
  columns: PlacedColumn[];
}

export interface ActiveReference {
  id: string;
  /** Rows received from this moment on are counted over its bins by the drainer; those before by the recount. */
  inForceMs: number;
  columns: Map<string, ReferenceProfile>;
}

/**
 * A new profile counts from ten seconds after it was made: until then every drainer has heard of it, so that each row is counted over
 * its bins exactly once, by the drainer or by the recount.
 */
export const inForceFrom = (createdAt: Date): number => createdAt.getTime() + 10_000;

const MAX_STORED_BYTES = 64 * 1024;

export interface RollupKey {
  projectId: string;
  modelId: string;
  versionNumber: number;
  route: string;
  origin: string;
  grain: Grain | typeof OWN_DAY | typeof TRAFFIC_DAY;
  atMs: number;
}

export const rollupName = (key: RollupKey): string =>
  `${key.modelId}/${key.versionNumber}/${key.route}/${key.origin}/${key.grain}/${key.atMs}`;

/** More places than this are pictures or texts cut into numbers: counting each of them would tell nobody anything. */
const MAX_COUNTED_PLACES = 256;

/** The places of a row that are counted, under the names that a reference gives them too. */
export function countedPlaces(facts: Pick<VersionFacts, 'signature' | 'overlay'>): RowPlace[] {
  const places = rowPlaces(servedSignature(facts.signature, facts.overlay));
  return places.length > MAX_COUNTED_PLACES ? places.filter(({ at }) => at === null) : places;
}

/** The bucket of a record; null where no version is known. */
export function rollupKeyOf(record: SpoolRecord): RollupKey | null {
  if (record.m === null || record.n === null) return null;
  return {
    projectId: record.p,
    modelId: record.m,
    versionNumber: record.n,
    // Records that an earlier version of this program left in a spool name none.
    route: record.route ?? 'champion',
    origin: record.origin,
    grain: 'minute',
    atMs: floorTo(record.t, 'minute'),
  };
}

const OLDEST_MS = Date.UTC(1990, 0, 1);
const AHEAD_MS = DAY_MS;

/** The UTC day that each row says it belongs to; null for rows that say none, or one before 1990 or in the future. */
export function ownDaysOf(contexts: readonly RowContext[], receivedMs: number): (number | null)[] {
  return contexts.map(({ time }) => {
    const ms = time === undefined ? Number.NaN : Date.parse(time);
    return ms >= OLDEST_MS && ms <= receivedMs + AHEAD_MS ? floorTo(ms, 'day') : null;
  });
}

/** Counts the rows of a call over the bins of a reference, each in the bucket of its own day. */
export function countOwnDays(
  call: Pick<PredictionRecord, 'inputs' | 'rows'>,
  days: readonly (number | null)[],
  places: readonly RowPlace[],
  reference: Pick<ActiveReference, 'id' | 'columns'>,
  bucketOf: (dayMs: number) => Rollup | undefined,
): void {
  const buckets = days.map((day) => (day === null ? undefined : bucketOf(day)));
  for (const bucket of buckets) if (bucket) bucket.rows += 1;
  for (const place of places) {
    const columns = columnsAt(reference.columns, place.name);
    if (columns.length === 0) continue;
    let row = 0;
    eachPlaceValue(call, place, (value) => {
      const bucket = buckets[row];
      row += 1;
      if (!bucket) return;
      for (const { name, profile, isDescribed, read } of columns) {
        const add = isDescribed ? addDescribed : addOverReference;
        add(bucket, name, read(value), { id: reference.id, profile });
      }
    });
  }
}

/** The reference over whose bins a row that came at a moment is counted. */
export const referenceAt = (facts: VersionFacts, receivedMs: number): ActiveReference | undefined =>
  facts.references.find(({ inForceMs }) => inForceMs <= receivedMs);

/** Adds one record to the calls, errors and latency of a bucket. */
export function countTraffic(record: SpoolRecord, rollup: Rollup): void {
  if (record.k === 'e') addError(rollup, String(record.status));
  else addCall(rollup, { rows: record.rows, latencyUs: record.lat });
}

/** Adds the answers of a call to the counts of its minute. */
export function countOutcomes(record: PredictionRecord, facts: VersionFacts | null, rollup: Rollup): void {
  if (record.of) addComparison(rollup, { rows: record.rows, agreeing: record.of.agreeing });
  if (facts) for (const outcome of record.o) addOutcome(rollup, answerOf(outcome, facts));
}

/** Adds the answer of each row to the bucket of its own day. */
export function countOwnOutcomes(
  record: PredictionRecord,
  facts: VersionFacts,
  bucketOf: (row: number) => Rollup | undefined,
): void {
  for (const [row, outcome] of record.o.entries()) {
    const bucket = bucketOf(row);
    if (bucket) addOutcome(bucket, answerOf(outcome, facts));
  }
}

const answerOf = (outcome: string, { signature: { reading } }: VersionFacts) =>
  reading.task === 'classification'
    ? { label: outcome, value: null }
    : { label: null, value: outcome === '' || !Number.isFinite(Number(outcome)) ? null : Number(outcome) };

/** More classes than this are not told apart by their scores. */
const MAX_SCORED_CLASSES = 50;

/** Adds the probabilities of a classification's answers, those of each row to its buckets. */
export function countScores(
  record: Pick<PredictionRecord, 'outputs' | 'o' | 'rows'>,
  { signature: { reading } }: Pick<VersionFacts, 'signature'>,
  bucketsOf: (row: number) => readonly Rollup[],
): void {
  if (reading.task !== 'classification' || reading.probabilities === null) return;
  const { classes } = reading;
  const data = record.outputs[reading.probabilities]?.data;
  if (!data || classes.length > MAX_SCORED_CLASSES || data.length !== record.rows * classes.length) return;
  for (let row = 0; row < record.rows; row++) {
    const answer = classes.indexOf(record.o[row] ?? '');
    if (answer < 0) continue;
    for (const rollup of bucketsOf(row))
      for (let k = 0; k < classes.length; k++) {
        const score = data[row * classes.length + k];
        if (typeof score === 'number' && !Number.isNaN(score)) addScore(rollup, k, { score, isAnswer: k === answer });
      }
  }
}

/** Adds the values of a place, and what of a reference is counted from them. */
export function countPlace(
  call: Pick<PredictionRecord, 'inputs' | 'rows'>,
  place: RowPlace,
  { id, columns }: Pick<ActiveReference, 'id' | 'columns'>,
  rollup: Rollup,
): void {
  const known = columnsAt(columns, place.name);
  const plain = known.find(({ isDescribed }) => !isDescribed);
  const described = known.filter(({ isDescribed }) => isDescribed);
  const reference = plain ? { id, profile: plain.profile } : null;
  eachPlaceValue(call, place, (value) => {
    addFeature(rollup, place.name, value, reference);
    for (const { name, profile, read } of described) addDescribed(rollup, name, read(value), { id, profile });
  });
}

/** Adds the columns of a call to the counts of its hour. */
export function countFeatures(record: PredictionRecord, facts: VersionFacts, rollup: Rollup): void {
  const active = referenceAt(facts, record.sent ?? record.t);
  for (const place of facts.places) {
    if (active) countPlace(record, place, active, rollup);
    else eachPlaceValue(record, place, (value) => addFeature(rollup, place.name, value, null));
  }
}

/** Without values that take more than `maxBytes`, which are named by their hash. */
const strip = (tensors: Record<string, LoggedTensor>, maxBytes: number): [string, LoggedTensor][] => {
  const size = encodeTensors(Object.entries(tensors), []).length;
  if (size <= maxBytes) return Object.entries(tensors);
  return Object.entries(tensors).map(([name, tensor]) => [
    name,
    { shape: tensor.shape, ...(tensor.sha256 === undefined ? {} : { sha256: tensor.sha256 }) },
  ]);
};

/** `storableText` for JSON, in whose text what a database refuses stands as escapes: one such text would stop a batch. */
const cleanJson = (value: unknown): string => {
  const text = JSON.stringify(value);
  if (!text.includes('\\u')) return text;
  return text.replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (found) => (found === '\\\\' ? found : '\ufffd'));
};

/** The columns of `predictions`, in the order of `toPredictionRow`. */
export const PREDICTION_COLUMNS =
  'id, project_id, model_id, version_number, received_at, rows, route, origin, protocol, caller_id, request_id, idempotency_key, latency_us, queue_us, run_us, outcomes, tensors, context, truncated, shadow_of, agreeing, arrived_at, settings_number, abstained';

/** A record as the columns of `predictions`; inputs and outputs above 64 KB are kept as shapes only. */
export function toPredictionRow(record: PredictionRecord): (string | number | boolean | null)[] {
  const truncated = record.tensors.length > MAX_STORED_BYTES;
  const half = MAX_STORED_BYTES / 2;
  const tensors = truncated ? encodeTensors(strip(record.inputs, half), strip(record.outputs, half)) : record.tensors;
  return [
    record.id,
    record.p,
    record.m,
    record.n,
    new Date(record.t).toISOString(),
    record.rows,
    record.route,
    record.origin,
    record.protocol,
    record.caller,
    record.req,
    record.idem?.key ?? null,
    record.lat,
    record.q,
    record.run,
    cleanJson(record.o),
    `\\x${compactTensors(tensors).toString('hex')}`,
    record.ctx ? cleanJson(record.ctx) : null,
    truncated,
    record.of?.id ?? null,
    record.of?.agreeing ?? null,
    record.sent === undefined ? null : new Date(record.sent).toISOString(),
    record.s?.n ?? null,
    record.s && record.s.abstained.length > 0 ? `{${record.s.abstained.join(',')}}` : null,
  ];
}

/** The columns of `prediction_errors`, in the order of `toErrorRow`. */
export const ERROR_COLUMNS =
  'id, project_id, model_id, version_number, received_at, status, code, message, protocol, caller, request_id, latency_us, route, origin';

export const toErrorRow = (record: ErrorRecord): (string | number | null)[] => [
  record.id,
  record.p,
  record.m,
  record.n,
  new Date(record.t).toISOString(),
  record.status,
  record.code,
  storableText(record.message),
  record.protocol,
  record.caller,
  record.req,
  record.lat,
  record.route ?? 'champion',
  record.origin,
];
