import 'server-only';
import { createHash } from 'node:crypto';
import { PoolError, type PoolResult } from '@/lib/engine/runtime';
import { AppError, isAppError } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import { settle } from '@/lib/pure/answer-settings/settle';
import { readOutcomes } from '@/lib/pure/protocols/answer';
import type { Tensor } from '@/lib/pure/protocols/datatype';
import type { InferenceRequest } from '@/lib/pure/protocols/inference';
import { jsonText } from '@/lib/pure/protocols/json-text';
import type { Route } from './choose-route';
import { countAgreeing } from './count-agreeing';
import type { Durability, GroupedSpool } from './grouped-spool';
import { hideContext } from './hide-context';
import type { KeyBook } from './idempotency';
import { type CountedRecord, type ErrorRecord, type Origin, type Protocol, writePrediction } from './record';
import { countCall, type ServedVersion } from './served-version';
import { logTensors, updateHash } from './store-tensor';

// No database call on this path: what a call needs is in memory, and what it leaves behind goes to the spool.

export interface PredictTools {
  spool: GroupedSpool;
  keys: KeyBook;
  secret: string;
}

export interface PredictCall {
  version: ServedVersion;
  route: Route;
  request: InferenceRequest;
  origin: Origin;
  protocol: Protocol;
  caller: string | null;
  requestId: string | null;
  /** performance.now() when the call arrived. */
  startedMs: number;
  /** `kept`: the call comes into the log; `counted`: only into its counts; `nowhere`: it is answered and forgotten. */
  log: 'kept' | 'counted' | 'nowhere';
  idempotency: { key: string; hash: string } | null;
  /** Answers the same rows too where the call is kept; nobody waits for it. */
  shadow: Shadow | null;
}

export interface Shadow {
  version: ServedVersion;
  /** The rows as this version takes them. */
  request: () => InferenceRequest;
  /** What it says, in the words of the one that it is compared with; its own outcomes unless given. */
  outcomes?: (outputs: Tensor[], rows: number) => string[];
}

/** What a record says of the call itself, whoever answers it. */
type CallFacts = Omit<PredictCall, 'version' | 'request' | 'shadow' | 'log' | 'idempotency' | 'route' | 'startedMs'>;

/** Rows that may wait for a shadow: it must never hold more memory than that. */
const MAX_SHADOW_ROWS = 512;

export interface Prediction {
  id: string;
  route: Route;
  rows: number;
  outputs: Tensor[];
  /** The decisive text of each row. */
  outcomes: string[];
  /** The answer settings of the version, and the rows that were too close to call; absent where the file's own answer stands. */
  settled?: { number: number; abstained: number[] };
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
  let result: PoolResult;
  try {
    result = await version.pool.infer(request.tensors, request.rows, () => hashTensors(request.tensors));
  } catch (error) {
    throw error instanceof PoolError ? toCallerError(error) : error;
  }
  const latencyUs = Math.round((performance.now() - call.startedMs) * 1000);
  const prediction: Prediction = {
    id,
    route: call.route,
    rows: request.rows,
    ...answersOf(version, result.outputs, request.rows),
    latencyUs,
    queueUs: result.queueUs,
    runUs: result.runUs,
    log: call.log === 'kept' ? tools.spool.durability : 'none',
  };
  const rendered = render(prediction);
  if (call.log === 'counted') countOnly(tools, call, prediction);
  if (call.log === 'kept') await tools.spool.append(encodePrediction(call, prediction, rendered, tools.secret));
  countCall(version.stats, {
    rows: request.rows,
    latencyUs,
    queueUs: result.queueUs,
    runUs: result.runUs,
    batchRows: result.batchRows,
    leads: result.leads,
    atMs: Date.now(),
  });
  if (call.shadow && call.log === 'kept') answerBeside(tools, call, call.shadow, prediction);
  return rendered;
}

/** Nothing was promised about it, so nobody waits for the write, and a full log only loses a count. */
export function countOnly(
  tools: PredictTools,
  call: Pick<PredictCall, 'origin' | 'caller'> & { version: Pick<ServedVersion, 'projectId' | 'modelId' | 'number'> },
  { rows, route, latencyUs }: Pick<Prediction, 'rows' | 'route' | 'latencyUs'>,
): void {
  const { projectId, modelId, number } = call.version;
  const record: CountedRecord = {
    k: 'c',
    p: projectId,
    m: modelId,
    n: number,
    t: Date.now(),
    rows,
    route,
    origin: call.origin,
    caller: call.caller,
    lat: latencyUs,
  };
  tools.spool.append(Buffer.from(JSON.stringify(record))).catch(() => {});
}

/** Lets the shadow answer the same rows, and logs what it says beside what the caller got. Never throws, and is left out where it is behind. */
export function answerBeside(
  tools: PredictTools,
  call: CallFacts,
  { version, request: read, outcomes: inWords }: Shadow,
  answered: Pick<Prediction, 'id' | 'rows' | 'outcomes' | 'log'>,
): void {
  const startedMs = performance.now();
  if (version.pool.queuedRows + answered.rows > MAX_SHADOW_ROWS || version.pool.state === 'broken') {
    version.stats.leftOut += 1;
    return;
  }
  const answer = async () => {
    const request = read();
    const result = await version.pool.infer(request.tensors, request.rows, () => hashTensors(request.tensors));
    const answers = answersOf(version, result.outputs, request.rows);
    const prediction: Prediction = {
      id: uuid7(),
      route: 'shadow',
      rows: request.rows,
      log: answered.log,
      ...answers,
      latencyUs: Math.round((performance.now() - startedMs) * 1000),
      queueUs: result.queueUs,
      runUs: result.runUs,
    };
    const agreeing = countAgreeing(answered.outcomes, inWords?.(answers.outputs, request.rows) ?? answers.outcomes);
    const beside = { ...call, version, route: 'shadow' as const, request, idempotency: null };
    await tools.spool.append(encodePrediction(beside, prediction, null, tools.secret, { id: answered.id, agreeing }));
    version.stats.compared += request.rows;
    version.stats.agreeing += agreeing;
  };
  answer().catch((error: unknown) => {
    const told = error instanceof PoolError ? toCallerError(error) : error;
    version.stats.failures += 1;
    logFailure(tools, {
      p: version.projectId,
      m: version.modelId,
      n: version.number,
      route: 'shadow',
      status: 500,
      code: isAppError(told) ? (told.reason ?? told.code) : 'bad_request',
      message: told instanceof Error ? told.message.slice(0, 500) : 'The shadow did not answer.',
      origin: call.origin,
      protocol: call.protocol,
      caller: call.caller,
      req: call.requestId,
      lat: Math.round((performance.now() - startedMs) * 1000),
    });
  });
}

/** What a version says to its caller: what its file said, by the settings of the version. */
function answersOf(
  { signature, settings }: ServedVersion,
  outputs: Tensor[],
  rows: number,
): Pick<Prediction, 'outputs' | 'outcomes' | 'settled'> {
  if (!settings) return { outputs, outcomes: readOutcomes(signature, outputs, rows) };
  const { abstained, ...answers } = settle(signature, outputs, rows, settings.content);
  return { ...answers, settled: { number: settings.number, abstained } };
}

const textOrNull = (text: string | null): string => (text === null ? 'null' : jsonText(text));

function listOfTexts(texts: readonly string[]): string {
  let list = '[';
  for (let i = 0; i < texts.length; i++) list += `${i === 0 ? '' : ','}${jsonText(texts[i] ?? '')}`;
  return `${list}]`;
}

/** The record of a call. Written piece by piece: no object is made of it. */
export function encodePrediction(
  call: Pick<PredictCall, 'route' | 'origin' | 'protocol' | 'caller' | 'requestId' | 'idempotency'> & {
    version: Pick<ServedVersion, 'projectId' | 'modelId' | 'number' | 'personal' | 'personalContext' | 'signature'>;
    request: InferenceRequest;
  },
  prediction: Prediction,
  rendered: RenderedAnswer | null,
  secret: string,
  of?: { id: string; agreeing: number },
): Buffer {
  const { version, request } = call;
  const idempotency =
    call.idempotency && rendered
      ? JSON.stringify({
          ...call.idempotency,
          headers: rendered.headers,
          body: Buffer.from(rendered.body).toString('base64'),
        })
      : 'null';
  const { settled } = prediction;
  const head =
    `{"k":"p","id":"${prediction.id}","p":"${version.projectId}","m":"${version.modelId}","n":${version.number},` +
    `"t":${Date.now()},"rows":${request.rows},"route":"${call.route}","origin":"${call.origin}","protocol":"${call.protocol}",` +
    `"caller":${textOrNull(call.caller)},"req":${textOrNull(call.requestId)},"lat":${prediction.latencyUs},` +
    `"q":${prediction.queueUs},"run":${prediction.runUs},"o":${listOfTexts(prediction.outcomes)},` +
    `"ctx":${request.context === null ? 'null' : JSON.stringify(hideContext(version.personalContext, request.context, { projectId: version.projectId, secret }))},"idem":${idempotency}${of ? `,"of":{"id":"${of.id}","agreeing":${of.agreeing}}` : ''}` +
    `${settled ? `,"s":{"n":${settled.number},"abstained":[${settled.abstained.join(',')}]}` : ''}}`;
  return writePrediction(head, logTensors(version, request.tensors, prediction.outputs, secret));
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
    updateHash(hash, tensor);
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
