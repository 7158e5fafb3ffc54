import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorise, isAllowed } from '@/lib/domain/people';
import { servedElsewhere } from '@/lib/domain/registry';
import {
  chooseVersion,
  countFailure,
  logFailure,
  type Origin,
  type Prediction,
  type Protocol,
  predict,
  type Route,
  type ServedModel,
  type ServedVersion,
  STAGING,
} from '@/lib/domain/serving';
import { AppError, notFound } from '@/lib/platform/errors';
import type { InferenceRequest } from '@/lib/pure/protocols/inference';
import { finishReading, send, type toFailure } from './answer';
import type { Gateway, KeyActor } from './gateway';
import { beginIdempotent, idempotentCall, readIdempotencyKey } from './idempotent-call';

/** The version that a call means: the number, what is in staging, or the champion. */
export function resolveVersion(
  gateway: Gateway,
  actor: KeyActor,
  reference: string,
  number: string | undefined,
): { model: ServedModel; version: ServedVersion } {
  const model = gateway.fleet.find(actor.projectId, reference);
  if (!model) throw notFound('model', reference.slice(0, 128));
  if (model.elsewhere) throw servedElsewhere(model.name);
  if (number === STAGING) return { model, version: stagedVersion(model) };
  const wanted = number === undefined ? model.champion : Number(number);
  const version = wanted === null ? undefined : model.versions.get(wanted);
  if (!version && model.upstream && wanted === model.upstream.number) throw isUpstream(model);
  if (!version) throw notFound('version', `${model.name} ${number ?? ''}`.trim());
  return { model, version };
}

/** The version that is in staging. Throws 404 where there is none. */
export function stagedVersion({ name, staging }: ServedModel): ServedVersion {
  if (staging) return staging;
  throw new AppError('not_found', `No version of ${name} is in staging. Put one there on the model's page Promotion.`, {
    reason: 'nothing_in_staging',
  });
}

/** Throws 403 for a key that may not ask this: with the scope staging alone only what is in staging. */
function authoriseCall(actor: KeyActor, isStaging: boolean): void {
  if (!isStaging && actor.scopes.includes('staging') && !isAllowed(actor, 'model.predict', actor.projectId))
    throw new AppError(
      'forbidden',
      'This key is for staging only: name the version "staging" in the address, or use a key with the scope predict.',
    );
  authorise(actor, isStaging ? 'model.predict-staging' : 'model.predict', actor.projectId);
}

/** A running service answers only what callers send to it, byte for byte. */
export const isUpstream = ({ name }: ServedModel) =>
  new AppError(
    'not_found',
    `The running service answers for ${name}. Send its own calls to /m/${name}/proxy, or name a version that has a file.`,
    { reason: 'served_by_upstream' },
  );

function requireLoaded(version: ServedVersion) {
  if (!version.loaded)
    throw new AppError(
      'not_found',
      `Version ${version.number} of ${version.modelName} is not in service. Load it first.`,
    );
}

export interface InferCall {
  req: IncomingMessage;
  res: ServerResponse;
  actor: KeyActor;
  reference: string;
  number: string | undefined;
  protocol: Protocol;
  dryRun: boolean;
  startedMs: number;
  /** Reads the body; called once, before anything is parsed. */
  body: () => Promise<Buffer>;
  parse: (body: Buffer, version: ServedVersion) => InferenceRequest;
  render: (
    prediction: Prediction,
    version: ServedVersion,
  ) => { body: Uint8Array | string; contentType: string; headers?: Record<string, string> };
  fail: (error: unknown) => ReturnType<typeof toFailure>;
}

/** The path that all protocols share: key, version, idempotency, parsing, the verb, the answer, the log of failures. */
export async function infer(gateway: Gateway, call: InferCall): Promise<void> {
  const { req, res, actor } = call;
  const isStaging = call.number === STAGING;
  let version: ServedVersion | null = null;
  let route: Route = isStaging ? 'staging' : 'champion';
  let key: string | null = null;
  let holdsKey = false;
  try {
    authoriseCall(actor, isStaging);
    gateway.limits.take(actor);
    const { model, version: named } = resolveVersion(gateway, actor, call.reference, call.number);
    version = named;
    requireLoaded(named);
    key = call.dryRun ? null : readIdempotencyKey(req.headers['idempotency-key']);
    const bytes = await call.body();
    const idempotency = key === null ? null : idempotentCall(key, String(req.url), bytes);
    if (idempotency) {
      const stored = await beginIdempotent(gateway, actor.projectId, idempotency);
      if (stored) {
        send(req, res, 200, stored.headers, stored.body);
        return;
      }
      holdsKey = true;
    }
    let request: InferenceRequest | undefined;
    const parseFor = (wanted: ServedVersion) => {
      request = call.parse(bytes, wanted);
      return request;
    };
    if (!isStaging)
      ({ version, route } = chooseVersion(model, named, {
        isNamed: call.number !== undefined,
        given: req.headers['x-route'],
        entity: () => parseFor(named).context?.[0]?.entity,
        lot: Math.random(),
      }));
    const served = version;
    if (!request || served !== named) request = parseFor(served);
    const { shadow } = model;
    const rendered = await predict(
      gateway.tools,
      {
        version: served,
        route,
        request,
        origin: originOf(req, actor, isStaging),
        protocol: call.protocol,
        caller: actor.id,
        requestId: traceOf(req),
        startedMs: call.startedMs,
        log: call.dryRun ? 'nowhere' : idempotency || 100 * Math.random() < model.logPercent ? 'kept' : 'counted',
        idempotency,
        shadow:
          shadow && call.number === undefined ? { version: shadow, request: () => call.parse(bytes, shadow) } : null,
      },
      (prediction) => {
        const { body, contentType, headers } = call.render(prediction, served);
        return { body, headers: { ...answerHeaders(prediction, served, contentType), ...headers } };
      },
    );
    if (idempotency)
      await gateway.tools.keys.settle(
        actor.projectId,
        idempotency.key,
        idempotency.hash,
        { headers: rendered.headers, body: Buffer.from(rendered.body) },
        Date.now(),
      );
    send(req, res, 200, rendered.headers, rendered.body);
  } catch (error) {
    if (holdsKey && key !== null) gateway.tools.keys.release(actor.projectId, key);
    const failure = call.fail(error);
    if (failure.status >= 500)
      gateway.log.warn(
        { status: failure.status, code: failure.code, model: call.reference, cause: failure.error.cause },
        'call failed',
      );
    if (call.dryRun || failure.status === 401 || failure.status === 403) return;
    keepFailure(gateway, failure, {
      projectId: actor.projectId,
      version,
      route,
      origin: originOf(req, actor, isStaging),
      protocol: call.protocol,
      caller: actor.id,
      requestId: traceOf(req),
      startedMs: call.startedMs,
    });
  } finally {
    if (!res.writableEnded) finishReading(req, res);
  }
}

const milliseconds = (us: number) => us / 1000;

/** Only how many: ten thousand places would be more than clients take in a header. The body names them. */
const settledHeaders = ({ number, abstained }: NonNullable<Prediction['settled']>): Record<string, string> => ({
  'x-answer-settings': String(number),
  ...(abstained.length > 0 ? { 'x-abstained-rows': String(abstained.length) } : {}),
});

/** What every answered call says of itself. */
export const answerHeaders = (
  prediction: Prediction,
  version: Pick<ServedVersion, 'number'>,
  contentType: string,
): Record<string, string> => ({
  'content-type': contentType,
  'x-prediction-id': prediction.id,
  'x-model-version': String(version.number),
  'x-route': prediction.route,
  'x-log': prediction.log,
  ...(prediction.settled ? settledHeaders(prediction.settled) : {}),
  'server-timing': `queue;dur=${milliseconds(prediction.queueUs)}, infer;dur=${milliseconds(prediction.runUs)}, total;dur=${milliseconds(prediction.latencyUs)}`,
});

export function originOf(req: IncomingMessage, actor: KeyActor, isStaging = false): Origin {
  if (isStaging) return 'staging';
  return req.headers['x-implanta-origin'] === 'demo' && actor.scopes.includes('admin') ? 'demo' : 'api';
}

/** Counts a refused or failed call and leaves it in the log of errors. */
export function keepFailure(
  gateway: Gateway,
  failure: ReturnType<typeof toFailure>,
  call: {
    projectId: string;
    version: ServedVersion | null;
    route: Route;
    origin: Origin;
    protocol: Protocol;
    caller: string | null;
    requestId: string | null;
    startedMs: number;
  },
): void {
  const latencyUs = Math.round((performance.now() - call.startedMs) * 1000);
  if (call.version) countFailure(call.version.stats, latencyUs);
  logFailure(gateway.tools, {
    p: call.projectId,
    m: call.version?.modelId ?? null,
    n: call.version?.number ?? null,
    route: call.route,
    status: failure.status,
    code: failure.code,
    message: failure.message.slice(0, 500),
    origin: call.origin,
    protocol: call.protocol,
    caller: call.caller,
    req: call.requestId,
    lat: latencyUs,
  });
}

/** The caller's request id or trace id, for the log. */
export function traceOf(req: IncomingMessage): string | null {
  const given = req.headers['x-request-id'] ?? req.headers.traceparent;
  return typeof given === 'string' && /^[\x21-\x7e]{1,64}$/.test(given) ? given : null;
}
