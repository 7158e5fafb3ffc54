import type { ReferenceProfile } from '@/lib/pure/stats/reference-profile';
import { servedSignature } from '../registry';
import type { Overlay, Signature } from '../registry/schema';
import type { ErrorRecord, PredictionRecord, SpoolRecord, StoredTensor } from '../serving';
import { addCall, addError, addFeature, addOutcome, type Rollup } from './rollup';
import { shortFloat } from './short-float';

/** What counting the rows of a version needs to know. */
export interface VersionFacts {
  signature: Signature;
  overlay: Overlay | null;
  reference: { id: string; columns: Map<string, ReferenceProfile> } | null;
}

const MINUTE_MS = 60_000;
const MAX_STORED_BYTES = 64 * 1024;

export interface RollupKey {
  projectId: string;
  modelId: string;
  versionNumber: number;
  route: string;
  origin: string;
  atMs: number;
}

export const rollupName = (key: RollupKey): string =>
  `${key.modelId}/${key.versionNumber}/${key.route}/${key.origin}/${key.atMs}`;

/** Values of one column, row by row; null where they were not kept. */
export function columnValues(
  record: Pick<PredictionRecord, 'inputs' | 'rows'>,
  column: { input: string; index: number | null },
): (number | string | boolean | null)[] | null {
  const tensor = record.inputs[column.input];
  if (!tensor?.data || record.rows === 0) return null;
  const width = tensor.data.length / record.rows;
  if (!Number.isInteger(width) || width < 1 || (column.index === null && width !== 1)) return null;
  const { data } = tensor;
  return Array.from({ length: record.rows }, (_, row) => data[row * width + (column.index ?? 0)] ?? null);
}

/** The bucket of a record; null where no version is known. */
export function rollupKeyOf(record: SpoolRecord): RollupKey | null {
  if (record.m === null || record.n === null) return null;
  const route = record.k === 'p' ? record.route : 'champion';
  return {
    projectId: record.p,
    modelId: record.m,
    versionNumber: record.n,
    route,
    origin: record.origin,
    atMs: Math.floor(record.t / MINUTE_MS) * MINUTE_MS,
  };
}

/** Adds one record to the counts of its minute. */
export function countRecord(record: SpoolRecord, facts: VersionFacts | null, rollup: Rollup): void {
  if (record.k === 'e') {
    addError(rollup, String(record.status));
    return;
  }
  addCall(rollup, { rows: record.rows, latencyUs: record.lat });
  if (!facts) return;
  const signature = servedSignature(facts.signature, facts.overlay);
  for (const column of signature.columns) {
    const values = columnValues(record, column);
    const profile = facts.reference?.columns.get(column.name);
    const reference = facts.reference && profile ? { id: facts.reference.id, profile } : null;
    for (const value of values ?? []) addFeature(rollup, column.name, value, reference);
  }
  const isClassification = signature.reading.task === 'classification';
  for (const outcome of record.o)
    addOutcome(
      rollup,
      isClassification
        ? { label: outcome, value: null }
        : { label: null, value: outcome === '' || !Number.isFinite(Number(outcome)) ? null : Number(outcome) },
    );
}

const stripTensor = (tensor: StoredTensor): StoredTensor => ({
  shape: tensor.shape,
  ...(tensor.sha256 ? { sha256: tensor.sha256 } : {}),
});

function shorten(tensors: Record<string, StoredTensor>): Record<string, StoredTensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      tensor.data
        ? { ...tensor, data: tensor.data.map((value) => (typeof value === 'number' ? shortFloat(value) : value)) }
        : tensor,
    ]),
  );
}

// PostgreSQL stores neither NUL nor half surrogate pairs: they are replaced before they can poison a batch.
const clean = (text: string): string => text.replaceAll('\u0000', '\ufffd').toWellFormed();

/** A record as the columns of `predictions`; inputs and outputs above 64 KB are kept as shapes only. */
export function toPredictionRow(record: PredictionRecord): (string | number | boolean | null)[] {
  let inputs = clean(JSON.stringify(shorten(record.inputs)));
  let outputs = clean(JSON.stringify(shorten(record.outputs)));
  const truncated = inputs.length + outputs.length > MAX_STORED_BYTES;
  if (truncated) {
    if (inputs.length > MAX_STORED_BYTES / 2)
      inputs = JSON.stringify(
        Object.fromEntries(Object.entries(record.inputs).map(([name, tensor]) => [name, stripTensor(tensor)])),
      );
    if (outputs.length > MAX_STORED_BYTES / 2)
      outputs = JSON.stringify(
        Object.fromEntries(Object.entries(record.outputs).map(([name, tensor]) => [name, stripTensor(tensor)])),
      );
  }
  const outcomes = `{${record.o.map((outcome) => `"${clean(outcome).replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
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
    outcomes,
    inputs,
    outputs,
    record.ctx ? clean(JSON.stringify(record.ctx)) : null,
    truncated,
  ];
}

export const toErrorRow = (record: ErrorRecord): (string | number | null)[] => [
  record.id,
  record.p,
  record.m,
  record.n,
  new Date(record.t).toISOString(),
  record.status,
  record.code,
  clean(record.message),
  record.protocol,
  record.caller,
  record.req,
  record.lat,
];
