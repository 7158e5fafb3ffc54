import 'server-only';
import { createHash } from 'node:crypto';
import { PoolError } from '@/lib/engine/runtime';
import { SpoolFull } from '@/lib/engine/spool';
import { AppError } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import { readOutcomes } from '@/lib/pure/protocols/answer';
import { bytesOf, type Tensor } from '@/lib/pure/protocols/datatype';
import type { InferenceRequest } from '@/lib/pure/protocols/inference';
import type { Durability, GroupedSpool } from './grouped-spool';
import type { IdempotencyKeys } from './idempotency';
import type { ErrorRecord, Origin, Protocol } from './record';
import { countCall, type ServedVersion } from './served-version';
import { inputsText, tensorsText } from './store-tensor';

// No database call on this path: what a call needs is in memory, and what it leaves behind goes to the spool.

export interface PredictTools {
  spool: GroupedSpool;
  keys: IdempotencyKeys;
  secret: string;
}

export interface PredictCall {
  version: ServedVersion;
  request: InferenceRequest;
  origin: Origin;
  protocol: Protocol;
  caller: string | null;
  requestId: string | null;
  /** performance.now() when the call arrived. */
  startedMs: number;
  /** Answered and not logged. */
  dryRun: boolean;
  idempotency: { key: string; hash: string } | null;
}

export interface Prediction {
  id: string;
  rows: number;
  outputs: Tensor[];
  /** The decisive text of each row. */
  outcomes: string[];
  latencyUs: number;
  queueUs: number;
  runUs: number;
  log: Durability | 'none';
}

export interface RenderedAnswer {
  headers: Record<string, string>;
  body: Uint8Array | string;
}

/**
 * The one verb behind every protocol: runs the rows, renders the answer, and acknowledges only when the record of both is as
 * durable as the installation promises. Throws AppError in words for the caller.
 */
export async function predict(
  tools: PredictTools,
  call: PredictCall,
  render: (prediction: Prediction) => RenderedAnswer,
): Promise<RenderedAnswer> {
  const { version, request } = call;
  const id = uuid7();
  const result = await version.pool
    .infer(request.tensors, request.rows, () => hashTensors(request.tensors))
    .catch((error: unknown) => {
      throw error instanceof PoolError ? toCallerError(error) : error;
    });
  const latencyUs = Math.round((performance.now() - call.startedMs) * 1000);
  const prediction: Prediction = {
    id,
    rows: request.rows,
    outputs: result.outputs,
    outcomes: readOutcomes(version.signature, result.outputs, request.rows),
    latencyUs,
    queueUs: result.queueUs,
    runUs: result.runUs,
    log: call.dryRun ? 'none' : tools.spool.durability,
  };
  const rendered = render(prediction);
  if (!call.dryRun) {
    const record = encodePrediction(call, prediction, rendered, tools.secret);
    try {
      await tools.spool.append(record);
    } catch (error) {
      if (error instanceof SpoolFull)
        throw new AppError(
          'unavailable',
          'The prediction log is full, so nothing can be promised to be kept. Try again later.',
          { retryAfter: 10, reason: 'log_full' },
        );
      throw error;
    }
  }
  countCall(version.stats, {
    rows: request.rows,
    latencyUs,
    queueUs: result.queueUs,
    runUs: result.runUs,
    batchRows: result.batchRows,
    leads: result.leads,
    atMs: Date.now(),
  });
  return rendered;
}

/** The record of a call as JSON. Written piece by piece: what was sent as JSON is copied, and no object is made of it. */
function encodePrediction(call: PredictCall, prediction: Prediction, rendered: RenderedAnswer, secret: string): Buffer {
  const { version, request } = call;
  const idempotency = call.idempotency
    ? JSON.stringify({
        ...call.idempotency,
        headers: rendered.headers,
        body: Buffer.from(rendered.body).toString('base64'),
      })
    : 'null';
  const outcomes = JSON.stringify(prediction.outcomes);
  return Buffer.from(
    `{"k":"p","id":"${prediction.id}","p":"${version.projectId}","m":"${version.modelId}","n":${version.number},` +
      `"t":${Date.now()},"rows":${request.rows},"route":"champion","origin":"${call.origin}","protocol":"${call.protocol}",` +
      `"caller":${JSON.stringify(call.caller)},"req":${JSON.stringify(call.requestId)},"lat":${prediction.latencyUs},` +
      `"q":${prediction.queueUs},"run":${prediction.runUs},"o":${outcomes},` +
      `"inputs":${inputsText(version, request.tensors, request.texts, secret)},"outputs":${tensorsText(prediction.outputs)},` +
      `"ctx":${JSON.stringify(request.context)},"idem":${idempotency}}`,
  );
}

/** Leaves a failed call in the log of errors; never fails itself. */
export function logFailure(tools: PredictTools, record: Omit<ErrorRecord, 'k' | 'id' | 't'>): void {
  const full: ErrorRecord = { k: 'e', id: uuid7(), t: Date.now(), ...record };
  tools.spool.append(Buffer.from(JSON.stringify(full))).catch(() => {});
}

function hashTensors(tensors: readonly Tensor[]): string {
  const hash = createHash('sha256');
  for (const tensor of tensors) {
    hash.update(`${tensor.name}:${tensor.shape.join('x')};`);
    if (Array.isArray(tensor.data)) for (const text of tensor.data) hash.update(text).update('\0');
    else hash.update(bytesOf(tensor.data));
  }
  return hash.digest('hex');
}

function toCallerError(error: PoolError): AppError {
  const { fault } = error;
  switch (fault.kind) {
    case 'full':
      return new AppError('limit_exceeded', 'Too many rows are waiting for this model. Try again shortly.', {
        retryAfter: 1,
        reason: 'queue_full',
      });
    case 'breaker':
      return new AppError('unavailable', 'The model crashed three times within a minute and rests for a while.', {
        retryAfter: fault.retryAfterSeconds,
        reason: 'model_crashing',
        cause: error,
      });
    case 'poison':
      return new AppError('malformed', 'This input crashed the model before, so it is refused.', {
        reason: 'model_crashed',
      });
    case 'refused':
      return new AppError(
        'malformed',
        'The model cannot answer this input: its graph refused the values or their combination of shapes.',
        { reason: 'model_refused', cause: fault.reason },
      );
    case 'died':
      return new AppError('unavailable', 'The model crashed while it answered and is being restarted.', {
        retryAfter: 1,
        reason: 'model_crashed',
        cause: fault.reason,
      });
    case 'timeout':
      return new AppError('timeout', 'The model did not answer in time and was restarted.', {
        reason: 'model_timeout',
      });
    case 'load':
      return new AppError('unavailable', 'The model file cannot be loaded.', {
        retryAfter: 60,
        reason: 'artifact_corrupt',
        cause: fault.reason,
      });
    case 'stopped':
      return new AppError('unavailable', 'The model was taken out of service.', {
        retryAfter: 5,
        reason: 'not_serving',
      });
  }
}
