import 'server-only';
import type { z } from 'zod';
import type { Actor, Ctx } from '../context';
import { AppError, type InvalidParam } from '../errors';
import type { Log } from '../log';
import { uuid7 } from '../uuid7';
import { isSchema, type Operation } from './operation';
import { problemResponse, STATUS, toAppError } from './problem';
import { parseJson, readBody } from './read-body';

const DEFAULT_BODY_LIMIT = 256 * 1024;

export interface RouteTools {
  identify: (request: Request) => Promise<Actor>;
  /** Builds the ctx of a call; `project` is what the caller named in x-project, or null. */
  context: (
    actor: Actor,
    call: { requestId: string; project: string | null; access: Operation['access'] },
  ) => Promise<Ctx>;
  log: () => Log;
  /** Replies are held against their schema: a mismatch throws outside production. */
  strictReplies: boolean;
}

interface Call<P, Q, B> {
  ctx: Ctx;
  params: P;
  query: Q;
  body: B;
  request: Request;
}

type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined;

/** The project that a caller names; a link that a browser follows to a file has no headers, and names it in the address. */
const projectOf = (request: Request, method: Operation['method']): string | null =>
  request.headers.get('x-project') ?? (method === 'GET' ? new URL(request.url).searchParams.get('project') : null);

/** The one wrapper of the control plane: request id, actor, same-origin rule, parsing, the verb, the reply's schema, errors as problems. */
export function createEndpoint(tools: RouteTools) {
  return function endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    spec: Operation<P, Q, B, R>,
    handle: (call: Call<Parsed<P>, Parsed<Q>, Parsed<B>>) => Promise<z.input<R> | Response | undefined>,
  ) {
    return async (
      request: Request,
      next: { params: Promise<Record<string, string | string[] | undefined>> },
    ): Promise<Response> => {
      const requestId = request.headers.get('x-request-id')?.slice(0, 64) || uuid7();
      try {
        const actor = await tools.identify(request);
        if (spec.access !== 'open' && actor.kind === 'anonymous')
          throw new AppError('unauthenticated', 'Sign in, or send a key as "Authorization: Bearer imp_…".');
        if (actor.kind === 'person') requireSameOrigin(request);
        const project = projectOf(request, spec.method);
        const ctx = await tools.context(actor, { requestId, project, access: spec.access });
        const params = parseWith(spec.params, await next.params);
        const query = parseWith(spec.query, Object.fromEntries(new URL(request.url).searchParams));
        const body =
          spec.body && !spec.rawBody
            ? parseWith(spec.body, await jsonBody(request, spec.bodyLimit ?? DEFAULT_BODY_LIMIT))
            : undefined;
        const reply = await handle({ ctx, params, query, body, request } as Call<Parsed<P>, Parsed<Q>, Parsed<B>>);
        return reply instanceof Response ? withRequestId(reply, requestId) : answer(spec, reply, requestId, tools);
      } catch (thrown) {
        const error = toAppError(thrown);
        tools.log()[STATUS[error.code].level](
          {
            requestId,
            code: error.code,
            method: spec.method,
            path: spec.path,
            detail: error.message,
            ...(error.cause ? { err: error.cause } : {}),
          },
          'request refused',
        );
        return problemResponse(error, requestId);
      }
    };
  };
}

async function jsonBody(request: Request, limit: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type))
    throw new AppError('unsupported_media_type', 'The content type must be application/json.');
  return parseJson(await readBody(request, limit));
}

/** A cookie is sent by the browser on its own, so calls that change something must come from our own pages. */
function requireSameOrigin(request: Request) {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return;
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (site === null && origin && host && URL.canParse(origin) && new URL(origin).host === host) return;
  throw new AppError(
    'forbidden',
    'Calls with a session must come from the pages of this server. Use an API key from elsewhere.',
  );
}

function parseWith(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const invalidParams: InvalidParam[] = result.error.issues.map((issue) => ({
    name: issue.path.join('.') || 'body',
    reason: issue.message,
  }));
  const first = invalidParams[0];
  throw new AppError('invalid_input', first ? `${first.name}: ${first.reason}` : 'The content does not fit.', {
    invalidParams,
  });
}

function answer(spec: Operation, reply: unknown, requestId: string, tools: RouteTools): Response {
  const status = spec.status ?? 200;
  if (status === 204) return new Response(null, { status, headers: { 'x-request-id': requestId } });
  let value = reply;
  if (isSchema(spec.reply)) {
    const checked = spec.reply.safeParse(reply);
    if (checked.success) value = checked.data;
    else {
      const detail = { requestId, path: spec.path, issues: checked.error.issues };
      if (tools.strictReplies)
        throw new Error(
          `The reply of ${spec.method} ${spec.path} does not fit its schema: ${JSON.stringify(checked.error.issues)}`,
        );
      tools.log().error(detail, 'reply does not fit its schema');
    }
  }
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId },
  });
}

function withRequestId(response: Response, requestId: string): Response {
  response.headers.set('x-request-id', requestId);
  return response;
}
