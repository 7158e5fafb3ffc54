import { timingSafeEqual } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { servedElsewhere } from '@/lib/domain/registry';
import {
  chooseVersion,
  type Origin,
  predict,
  type Route,
  type ServedModel,
  type ServedVersion,
} from '@/lib/domain/serving';
import { AppError, notFound } from '@/lib/platform/errors';
import { readAnswers } from '@/lib/pure/protocols/answer';
import { readNamedRows } from '@/lib/pure/protocols/named-rows';
import { sendJson } from './answer';
import { readFriendly, renderFriendly, sendProblem } from './friendly-route';
import type { Gateway } from './gateway';
import { beginIdempotent, idempotentCall, readIdempotencyKey } from './idempotent-call';
import { answerHeaders, isUpstream, keepFailure, stagedVersion } from './infer';
import { MEGABYTE, readJson, readRequest } from './read-request';

interface InternalCall {
  projectId: string;
  modelId: string;
  number?: number;
  /** The version in staging is asked. */
  staging?: boolean;
}

/** The port for our own web and worker: predictions of signed-in people, and unlogged runs for parity and evaluation. */
export function createInternalServer(gateway: Gateway, secret: string): http.Server {
  const expected = Buffer.from(secret);
  const isOurs = (req: IncomingMessage) => {
    const given = Buffer.from(String(req.headers['x-internal-secret'] ?? ''));
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  return http.createServer((req, res) => {
    const startedMs = performance.now();
    const answer = async () => {
      if (!isOurs(req)) throw new AppError('unauthenticated', 'This address is for the product itself.');
      const call = readJson(await readRequest(req, 32 * MEGABYTE)) as InternalCall & Record<string, unknown>;
      if (req.url === '/internal/predict') return predictFor(gateway, req, res, call, startedMs);
      if (req.url === '/internal/infer') return inferFor(gateway, req, res, call);
      if (req.url === '/internal/refresh') return refreshFor(gateway, req, res, call);
      if (req.url === '/internal/status') return sendJson(req, res, await gateway.report(null));
      throw notFound('address', String(req.url));
    };
    answer().catch((error: unknown) => {
      if (res.headersSent) res.destroy();
      else sendProblem(req, res, error);
    });
  });
}

function versionOf(gateway: Gateway, call: InternalCall): { model: ServedModel; version: ServedVersion } {
  const model = gateway.fleet.findById(call.modelId);
  if (!model || model.projectId !== call.projectId) throw notFound('model', call.modelId);
  if (model.elsewhere) throw servedElsewhere(model.name);
  const wanted = call.number ?? model.champion ?? -1;
  const version = call.staging ? stagedVersion(model) : model.versions.get(wanted);
  if (!version && wanted === model.upstream?.number) throw isUpstream(model);
  if (!version) throw notFound('version', `${model.name} ${call.number ?? ''}`.trim());
  if (!version.loaded)
    throw new AppError('not_found', `Version ${version.number} of ${model.name} is not in service. Load it first.`);
  return { model, version };
}

async function refreshFor(gateway: Gateway, req: IncomingMessage, res: ServerResponse, call: InternalCall) {
  await gateway.refresh(call);
  sendJson(req, res, {});
}

async function predictFor(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  call: InternalCall & Record<string, unknown>,
  startedMs: number,
) {
  const { model, version: named } = versionOf(gateway, call);
  let version = named;
  const isStaging = call.staging === true;
  let route: Route = isStaging ? 'staging' : 'champion';
  const told = {
    origin: (call.origin as Origin | undefined) ?? 'user',
    protocol: 'api' as const,
    caller: typeof call.caller === 'string' ? call.caller : null,
    requestId: typeof call.requestId === 'string' ? call.requestId : null,
    startedMs,
  };
  const dryRun = call.dryRun === true;
  let held: string | null = null;
  try {
    const key = dryRun ? null : readIdempotencyKey(call.idempotencyKey);
    const place = `${call.modelId}/${isStaging ? 'staging' : (call.number ?? '')}`;
    const idempotency = key === null ? null : idempotentCall(key, place, JSON.stringify(call.body));
    const stored = idempotency && (await beginIdempotent(gateway, call.projectId, idempotency));
    if (stored) {
      res.writeHead(200, stored.headers);
      res.end(stored.body);
      return;
    }
    held = key;
    if (!isStaging)
      ({ version, route } = chooseVersion(model, named, {
        isNamed: call.number !== undefined,
        given: call.route,
        entity: () => readFriendly(named, call.body).context?.[0]?.entity,
        lot: Math.random(),
      }));
    const served = version;
    const { shadow } = model;
    const rendered = await predict(
      gateway.tools,
      {
        ...told,
        version: served,
        route,
        request: readFriendly(served, call.body),
        log: dryRun ? 'nowhere' : 'kept',
        idempotency,
        shadow:
          shadow && call.number === undefined && !isStaging
            ? { version: shadow, request: () => readFriendly(shadow, call.body) }
            : null,
      },
      (prediction) => ({
        body: renderFriendly(served, prediction),
        headers: answerHeaders(prediction, served, 'application/json'),
      }),
    );
    if (idempotency) {
      const answer = { headers: rendered.headers, body: Buffer.from(rendered.body) };
      await gateway.tools.keys.settle(call.projectId, idempotency.key, idempotency.hash, answer, Date.now());
    }
    res.writeHead(200, rendered.headers);
    res.end(rendered.body);
  } catch (error) {
    if (held !== null) gateway.tools.keys.release(call.projectId, held);
    if (told.requestId !== null) req.headers['x-request-id'] = told.requestId;
    const failure = sendProblem(req, res, error);
    if (!dryRun) keepFailure(gateway, failure, { ...told, version, route, projectId: call.projectId });
  }
}

async function inferFor(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  call: InternalCall & Record<string, unknown>,
) {
  const { version } = versionOf(gateway, call);
  if (!Array.isArray(call.rows)) throw new AppError('malformed', 'rows must be a list.');
  const request = readNamedRows(version.signature, call.rows, { textCells: call.textCells === true, maxFaults: 20 });
  const result = await version.pool
    .infer(request.tensors, request.rows, () => '')
    .catch(() => {
      throw new AppError('invalid_input', 'The model cannot answer these rows.', { reason: 'model_refused' });
    });
  const { reading } = version.signature;
  sendJson(req, res, {
    answers: readAnswers(version.signature, result.outputs, request.rows),
    classes: reading.task === 'classification' ? reading.classes : [],
    task: reading.task,
  });
}
