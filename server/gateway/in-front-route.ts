import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorise } from '@/lib/domain/people';
import {
  answerBeside,
  answersInWords,
  countFailure,
  logFailure,
  logPassed,
  outcomesInWords,
  type Prediction,
  type ServedModel,
  type ServedUpstream,
  type ServedVersion,
} from '@/lib/domain/serving';
import { readForModel } from '@/lib/domain/upstream';
import { UpstreamError, type UpstreamReply } from '@/lib/engine/upstream';
import { AppError, notFound } from '@/lib/platform/errors';
import { CONTEXT_HEADER, readPassedContext } from '@/lib/pure/json-service/passed-context';
import { type ReadAnswer, readAnswer } from '@/lib/pure/json-service/read-answer';
import { type ReadRows, readRows } from '@/lib/pure/json-service/read-rows';
import { renderAnswer } from '@/lib/pure/json-service/render-answer';
import { finishReading, sendError, type toFailure } from './answer';
import type { Gateway, KeyActor } from './gateway';
import { beginIdempotent, type IdempotentCall, idempotentCall, readIdempotencyKey } from './idempotent-call';
import { answerHeaders, infer, originOf, traceOf } from './infer';
import { MEGABYTE, readBytes, readJson, readRequest, unpackBody } from './read-request';

const LIMIT = 10 * MEGABYTE;
const METHODS = ['POST', 'PUT', 'PATCH', 'GET', 'HEAD'];

/** `/m/{m}/proxy`: a call to a running service, handed on byte for byte; or, once traffic has moved, answered by the file in its place. */
export function inFrontRoute(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  actor: KeyActor,
  at: { reference: string; search: string },
  startedMs: number,
): Promise<void> {
  const model = gateway.fleet.find(actor.projectId, at.reference);
  if (!model) throw notFound('model', at.reference.slice(0, 128));
  const { upstream } = model;
  if (!upstream)
    throw new AppError(
      'not_found',
      `${model.name} does not stand in front of a running service. Ask it at /api/models/${model.name}/predict.`,
    );
  return model.champion === upstream.number
    ? handOn(gateway, { req, res, actor, model, upstream, search: at.search, startedMs })
    : answerByFile(gateway, { req, res, actor, model, upstream, startedMs });
}

interface InFrontCall {
  req: IncomingMessage;
  res: ServerResponse;
  actor: KeyActor;
  model: ServedModel;
  upstream: ServedUpstream;
  startedMs: number;
}

async function handOn(gateway: Gateway, call: InFrontCall & { search: string }): Promise<void> {
  const { req, res, actor, upstream, startedMs } = call;
  const facts = {
    origin: originOf(req, actor),
    protocol: 'proxy' as const,
    caller: actor.id,
    requestId: traceOf(req),
    startedMs,
  };
  const gone = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) gone.abort();
  });
  let held: IdempotentCall | null = null;
  const release = () => held && gateway.tools.keys.release(actor.projectId, held.key);
  try {
    authorise(actor, 'model.predict', actor.projectId);
    gateway.limits.take(actor);
    const method = req.method ?? 'POST';
    if (!METHODS.includes(method))
      throw new AppError('method_not_allowed', `Only ${METHODS.join(', ')} are handed on.`);
    const key = readIdempotencyKey(req.headers['idempotency-key']);
    const context = contextOf(req);
    const body = await readBytes(req, LIMIT);
    const idempotency = key === null ? null : idempotentCall(key, `${method} ${req.url}`, body);
    if (idempotency) {
      const stored = await beginIdempotent(gateway, actor.projectId, idempotency);
      if (stored) {
        write(req, res, 200, stored.headers, stored.body);
        return;
      }
      held = idempotency;
    }
    const sentMs = performance.now();
    const asked = gateway.upstreams
      .clientOf(upstream)
      .ask({ method, search: call.search, headers: req.headers, body, signal: gone.signal }, LIMIT)
      .then((reply) => ({ reply, serviceUs: Math.round((performance.now() - sentMs) * 1000) }));
    // The service works while the rows are read.
    const [request, { reply, serviceUs }] = await Promise.all([readRequestRows(body, req.headers), asked]);
    if (reply.status < 200 || reply.status > 299) {
      release();
      held = null;
      write(req, res, reply.status, reply.headers, reply.body, reply.rest);
      // The service's words go to the caller only.
      const message = `The service answered ${reply.status}.`;
      keepError(gateway, upstream, { status: reply.status, code: 'upstream_status', message }, facts);
      return;
    }
    const answer = typeof request === 'string' ? 'request_not_read' : await readReplyAnswer(reply, request);
    // An answer that is not whole cannot be given a second time.
    const keptKey = reply.status === 200 && reply.rest === null ? idempotency : null;
    const isKept = keptKey !== null || 100 * Math.random() < call.model.logPercent;
    const { prediction, rendered, hasNews } = await logPassed(
      gateway.tools,
      {
        ...facts,
        upstream,
        hidden: gateway.fleet.findById(upstream.modelId)?.upstream ?? upstream,
        log: isKept ? 'kept' : 'counted',
        request,
        answer,
        context,
        serviceUs,
        idempotency: keptKey,
      },
      (made) => ({ headers: passedHeaders(made, upstream, reply), body: reply.body }),
    );
    if (keptKey) {
      const stored = { headers: rendered.headers, body: reply.body };
      await gateway.tools.keys.settle(actor.projectId, keptKey.key, keptKey.hash, stored, Date.now());
    } else release();
    held = null;
    write(req, res, reply.status, rendered.headers, reply.body, reply.rest);
    if (hasNews)
      gateway.upstreams.keep(() => gateway.fleet.findById(upstream.modelId)?.upstream ?? null, upstream.modelId);
    if (isKept && typeof request !== 'string' && typeof answer !== 'string')
      askBeside(gateway, call, facts, request, prediction);
  } catch (error) {
    release();
    if (error instanceof UpstreamError && error.fault === 'gone') return;
    const failure = sendFault(req, res, error);
    if (failure.status === 401 || failure.status === 403) return;
    if (failure.status >= 500)
      gateway.log.warn(
        { status: failure.status, code: failure.code, model: call.model.name },
        'a call was not handed on',
      );
    keepError(gateway, upstream, failure, facts);
  } finally {
    if (!res.writableEnded) finishReading(req, res);
  }
}

const contextOf = (req: IncomingMessage) => {
  const said = req.headers[CONTEXT_HEADER];
  return readPassedContext(Array.isArray(said) ? said.join() : said);
};

type Facts = Pick<Parameters<typeof logPassed>[1], 'origin' | 'protocol' | 'caller' | 'requestId' | 'startedMs'>;

/** A call that was not answered is an error of the model, whether the service refused it or could not be asked. */
function keepError(
  gateway: Gateway,
  upstream: ServedUpstream,
  { status, code, message }: { status: number; code: string; message: string },
  facts: Facts,
) {
  const latencyUs = Math.round((performance.now() - facts.startedMs) * 1000);
  countFailure(upstream.stats, latencyUs);
  logFailure(gateway.tools, {
    p: upstream.projectId,
    m: upstream.modelId,
    n: upstream.number,
    route: 'champion',
    status,
    code,
    message: message.slice(0, 500),
    origin: facts.origin,
    protocol: facts.protocol,
    caller: facts.caller,
    req: facts.requestId,
    lat: latencyUs,
  });
}

async function readRequestRows(body: Buffer, headers: IncomingMessage['headers']): Promise<ReadRows | string> {
  if (body.length === 0) return 'no_body';
  try {
    return readRows(readJson(await unpackBody(body, headers['content-encoding'], LIMIT)));
  } catch {
    return 'request_not_json';
  }
}

async function readReplyAnswer(reply: UpstreamReply, request: ReadRows): Promise<ReadAnswer | string> {
  if (reply.rest !== null) return 'answer_too_large';
  try {
    const bytes = await unpackBody(reply.body, reply.headers['content-encoding'], LIMIT);
    return readAnswer(readJson(bytes), request.rows.length, request.asked) ?? 'answer_not_read';
  } catch {
    return 'answer_not_json';
  }
}

/** The service's own headers, and what every answered call says of itself. */
function passedHeaders(prediction: Prediction, upstream: ServedUpstream, reply: UpstreamReply): Record<string, string> {
  const own = answerHeaders(prediction, upstream, '');
  const timing = reply.headers['server-timing'];
  return {
    ...reply.headers,
    'x-content-type-options': 'nosniff',
    'x-prediction-id': prediction.id,
    'x-model-version': String(upstream.number),
    'x-route': prediction.route,
    'x-log': prediction.log,
    'server-timing': [timing, own['server-timing']].filter(Boolean).join(', '),
  };
}

/** An answer as the service gave it: neither compressed nor unpacked. */
function write(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Uint8Array,
  rest: IncomingMessage | null = null,
) {
  if (res.destroyed) {
    rest?.destroy();
    return;
  }
  if (rest) {
    res.writeHead(status, headers);
    res.write(body);
    rest.on('error', () => res.destroy());
    if (rest.destroyed) res.destroy();
    else rest.pipe(res);
    return;
  }
  const isBodiless = status === 204 || status === 304 || req.method === 'HEAD';
  res.writeHead(status, isBodiless ? headers : { ...headers, 'content-length': body.length });
  res.end(isBodiless ? undefined : body);
}

function askBeside(
  gateway: Gateway,
  { model, upstream }: InFrontCall,
  facts: Facts,
  request: ReadRows,
  answered: Prediction,
) {
  const { shadow } = model;
  const { learnt } = upstream;
  if (!shadow || !learnt) return;
  // In a turn of its own: the caller's answer is on its way first.
  setImmediate(() =>
    answerBeside(
      gateway.tools,
      facts,
      {
        version: shadow,
        request: () => readForModel(shadow.signature, learnt, request.rows),
        outcomes: (outputs, rows) =>
          outcomesInWords(answersInWords({ learnt, said: upstream.said }, shadow, outputs, rows)),
      },
      answered,
    ),
  );
}

const FAULTS = {
  busy: ['limit_exceeded', 'Too many calls wait for the service. Try again shortly.'],
  timeout: ['timeout', 'The service did not answer in time.'],
  unreachable: ['bad_gateway', 'The service cannot be reached. Whether it runs, and its address, is what to look at.'],
  broken: ['bad_gateway', 'The service broke off its answer.'],
  'closed-address': [
    'bad_gateway',
    'The name of the service leads to an address that is closed to it: inside a private network, link-local, or our own.',
  ],
} as const;

function sendFault(req: IncomingMessage, res: ServerResponse, thrown: unknown): ReturnType<typeof toFailure> {
  if (!(thrown instanceof UpstreamError) || thrown.fault === 'gone') return sendError(req, res, thrown);
  const [code, message] = FAULTS[thrown.fault];
  const reason = `upstream_${thrown.fault.replace('-', '_')}`;
  return sendError(
    req,
    res,
    new AppError(code, message, {
      reason,
      cause: thrown.cause,
      ...(code === 'limit_exceeded' ? { retryAfter: 1 } : {}),
    }),
  );
}

/** The champion's answer in the shape of the service's own. */
function answerByFile(gateway: Gateway, call: InFrontCall): Promise<void> {
  const { req, res, actor, model, upstream, startedMs } = call;
  const { learnt, said } = upstream;
  if (!learnt)
    throw new AppError('unavailable', 'Nothing is known of how the service answers yet.', { retryAfter: 60 });
  let asked: ReadRows['asked'] = 'one';
  return infer(gateway, {
    req,
    res,
    actor,
    reference: model.id,
    number: undefined,
    protocol: 'proxy',
    dryRun: false,
    startedMs,
    body: () => readRequest(req, LIMIT),
    parse: (body, version: ServedVersion) => {
      const request = readRows(readJson(body));
      if (typeof request === 'string')
        throw new AppError('malformed', 'The body holds no rows that can be read: send it as the service took it.', {
          reason: request,
        });
      asked = request.asked;
      const read = readForModel(version.signature, learnt, request.rows);
      return { ...read, context: contextOf(req)(read.rows) };
    },
    render: (prediction, version) => ({
      body: renderAnswer(
        learnt,
        said,
        asked,
        answersInWords({ learnt, said }, version, prediction.outputs, prediction.rows),
      ),
      contentType: 'application/json',
    }),
    fail: (error) => sendError(req, res, error),
  });
}
