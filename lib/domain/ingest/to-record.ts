import { uuid7At } from '@/lib/platform/uuid7';
import type { CheckRules } from '@/lib/pure/ingest/check-row';
import { type CheckedRow, checkRow, type RowShape } from '@/lib/pure/ingest/check-row';
import { IngestFault } from '@/lib/pure/ingest/ingest-fault';
import type { SentCall } from '@/lib/pure/ingest/sent-row';
import type { Tensor } from '@/lib/pure/protocols/datatype';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import type { Overlay, PersonalContext } from '../registry/schema';
import { decodeTensors, type ErrorRecord, hideContext, logTensors, type PredictionRecord } from '../serving';

/** The version that the rows are of, with what counting and hiding its columns needs. */
export interface IngestTarget {
  projectId: string;
  modelId: string;
  number: number;
  shape: RowShape;
  signature: ServedSignature;
  personal: Map<string, 'hash' | 'drop'>;
  personalContext: PersonalContext;
  secret: string;
}

export const personalColumns = (overlay: Overlay | null): IngestTarget['personal'] =>
  new Map(
    overlay?.columns.flatMap(({ name, personal }) => (personal === 'keep' ? [] : [[name, personal] as const])) ?? [],
  );

/** Rows that were answered together, checked. `id` names the call for good. */
export interface CheckedCall {
  id: string | null;
  rows: CheckedRow[];
  /** What the version that answered is called where it is served; null for the champion. */
  version: string | null;
}

/** Holds the rows of a call against the model. Rows of a call with an id are named by it and their place. */
export function checkCall(call: SentCall, version: string | null, shape: RowShape, rules: CheckRules): CheckedCall {
  const [first] = call.rows;
  if (!first) throw new IngestFault(call.place, null, 'it has no rows');
  const isOne = call.rows.length === 1;
  const hasId = call.id !== undefined && call.id !== null && call.id !== '';
  const rows = call.rows.map((row, i) =>
    checkRow(
      hasId && row.id === undefined ? { ...row, id: isOne ? call.id : `${String(call.id)}.${i}` } : row,
      shape,
      rules,
    ),
  );
  return { id: hasId ? (isOne ? (rows[0]?.id ?? null) : String(call.id)) : null, rows, version };
}

interface Sending {
  atMs: number;
  caller: string | null;
  requestId: string;
}

/** A call that failed, as the log keeps it; null for one that was answered. */
export function toErrorRecord(
  { projectId, modelId, number }: IngestTarget,
  { rows: [row] }: CheckedCall,
  sent: Sending,
): ErrorRecord | null {
  if (!row?.failure) return null;
  const t = row.timeMs ?? sent.atMs;
  return {
    k: 'e',
    id: uuid7At(t),
    p: projectId,
    m: modelId,
    n: number,
    t,
    route: 'champion',
    status: row.failure.status,
    code: 'failed_elsewhere',
    message: row.failure.message || 'The call failed where the model is served, and nobody said why.',
    origin: 'ingest',
    protocol: 'ingest',
    caller: sent.caller,
    req: sent.requestId,
    lat: row.latencyUs,
  };
}

/** A call as the log keeps it. Its time is that of its first row, else the moment in which it came. */
export function toRecord(target: IngestTarget, { rows }: CheckedCall, sent: Sending): PredictionRecord {
  const { projectId, modelId, number, shape } = target;
  const t = rows[0]?.timeMs ?? sent.atMs;
  const inputs = shape.columns.map(({ name, isNumber }, at): Tensor => {
    const values = rows.map((row) => row.inputs[at] ?? null);
    return isNumber
      ? {
          name,
          datatype: 'FP64',
          shape: [rows.length, 1],
          data: Float64Array.from(values, (value) => Number(value ?? Number.NaN)),
        }
      : { name, datatype: 'BYTES', shape: [rows.length, 1], data: values.map((value) => String(value ?? '')) };
  });
  const tensors = logTensors(target, inputs, outputsOf(target, rows), target.secret);
  const hasContext = rows.some(({ context }) => context !== null);
  return {
    k: 'p',
    id: uuid7At(t),
    p: projectId,
    m: modelId,
    n: number,
    t,
    rows: rows.length,
    route: 'champion',
    origin: 'ingest',
    protocol: 'ingest',
    caller: sent.caller,
    req: sent.requestId,
    lat: rows[0]?.latencyUs ?? null,
    q: 0,
    run: 0,
    o: rows.map(({ outcome }) => outcome ?? ''),
    ...decodeTensors(tensors),
    tensors,
    ctx: hasContext
      ? hideContext(
          target.personalContext,
          rows.map(({ context }) => context ?? {}),
          target,
        )
      : null,
    idem: null,
    sent: sent.atMs,
  };
}

function outputsOf({ shape: { reading } }: IngestTarget, rows: readonly CheckedRow[]): Tensor[] {
  const n = rows.length;
  if (reading.task === 'regression')
    return [
      {
        name: reading.value,
        datatype: 'FP64',
        shape: [n, 1],
        data: Float64Array.from(rows, ({ outcome }) => Number(outcome)),
      },
    ];
  if (reading.task !== 'classification') return [];
  const outputs: Tensor[] = [];
  if (reading.label !== null)
    outputs.push({
      name: reading.label,
      datatype: 'BYTES',
      shape: [n, 1],
      data: rows.map(({ outcome }) => outcome ?? ''),
    });
  const scores = rows.flatMap(({ scores }) => scores ?? []);
  const width = reading.classes.length;
  if (reading.probabilities !== null && scores.length === n * width)
    outputs.push({ name: reading.probabilities, datatype: 'FP64', shape: [n, width], data: Float64Array.from(scores) });
  return outputs;
}
