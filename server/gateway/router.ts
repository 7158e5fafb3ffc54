import type { IncomingMessage, ServerResponse } from 'node:http';
import { listMeasures } from '@/lib/domain/monitoring';
import { authorise } from '@/lib/domain/people';
import { readVersionName } from '@/lib/domain/serving';
import { AppError, notFound } from '@/lib/platform/errors';
import { sendError, sendJson, sendMlflowError } from './answer';
import { invocations, listV1, methodNotAllowed, predictV1, readyV1, rootModel } from './compatible-routes';
import { friendlyRoute, sendProblem } from './friendly-route';
import type { Gateway, KeyActor } from './gateway';
import { inFrontRoute } from './in-front-route';
import { inferRoute, modelRoute, serverMetadata } from './open-inference-routes';
import type { createProxy } from './proxy';
import { indexRoute, loadRoute, unloadRoute } from './repository-routes';
import { metricsOf, statisticsOf } from './statistics';

export interface RouterSettings {
  /** Whether pages may be asked for under this Host header. */
  takesHost: (host: string) => boolean;
}

/** As long as a scrape waits for the database. */
const MEASURES_MS = 2000;
const DATA_PLANE = /^\/(v1|v2|m|metrics|invocations|ping)(\/|$)/;
const PREDICT = /^\/api\/models\/([^/]+)\/predict$/;

/** The address of a call: its path's parts, each decoded once. Throws 400 where they cannot be decoded. */
function partsOf(pathname: string): string[] {
  try {
    return pathname.split('/').map(decodeURIComponent);
  } catch {
    throw new AppError('malformed', 'The address holds a percent sign that is no encoding.');
  }
}

const INFER = /^\/v2\/models\/[^/]+(?:\/versions\/[^/]+)?\/infer$/;
const MAX_INFER_PATHS = 1000;
const MAX_INFER_PATH = 512;
type InferAddress = { model: string; version: string | undefined } | null;
const inferAddresses = new Map<string, InferAddress>();

/** What the path of the commonest call names, `/v2/models/{model}[/versions/{version}]/infer`, read once per path; null for any other. */
function inferAddress(pathname: string): InferAddress {
  const known = inferAddresses.get(pathname);
  if (known !== undefined) return known;
  if (pathname.length > MAX_INFER_PATH || !INFER.test(pathname)) return null;
  const [, , , model = '', , number] = partsOf(pathname);
  const named = readVersionName(number);
  const address = named && { model, version: named.name };
  if (inferAddresses.size >= MAX_INFER_PATHS) inferAddresses.clear();
  inferAddresses.set(pathname, address);
  return address;
}

/** Decides who answers: the gateway itself, or the pages behind it. */
export function createRouter(gateway: Gateway, proxy: ReturnType<typeof createProxy>, settings: RouterSettings) {
  const health = (kind: 'live' | 'ready') => {
    const ready = gateway.isReady();
    return { status: kind === 'live' || ready ? 200 : 503, body: { live: true, ready } };
  };

  /** Scrapes go on while the database is away, without what lies there. */
  const measuresOf = (projectId: string) =>
    Promise.race([
      listMeasures({ db: gateway.database.scoped({ projects: [projectId] }) }, projectId).catch(() => []),
      new Promise<[]>((resolve) => setTimeout(() => resolve([]), MEASURES_MS).unref()),
    ]);

  return (req: IncomingMessage, res: ServerResponse): void => {
    const startedMs = performance.now();
    const url = req.url ?? '/';
    const mark = url.indexOf('?');
    const pathname = mark < 0 ? url : url.slice(0, mark);
    const search = mark < 0 ? '' : url.slice(mark + 1);
    const fail = (error: unknown) => {
      const told = res.headersSent ? null : answerFault(error);
      if (!told) res.destroy();
      // What nobody foresaw: its caller hears nothing of it, so that it must stand here.
      if (!told || told.status === 500)
        gateway.log.error({ err: error, method: req.method, path: pathname.slice(0, 200) }, 'call failed');
    };
    const answerFault = (error: unknown) => {
      if (pathname.startsWith('/api/')) return sendProblem(req, res, error);
      return pathname.endsWith('/invocations') ? sendMlflowError(req, res, error) : sendError(req, res, error);
    };
    const withKey = (work: (actor: KeyActor) => void | Promise<void>) => {
      const actor = gateway.keys.identify(req.headers.authorization);
      if (actor instanceof Promise) actor.then(work).catch(fail);
      else work(actor)?.catch(fail);
    };
    try {
      const infer = req.method === 'POST' ? inferAddress(pathname) : null;
      if (infer) {
        withKey((actor) => inferRoute(gateway, req, res, actor, infer, startedMs));
        return;
      }
      const parts = partsOf(pathname);
      if (pathname === '/api/health/live' || pathname === '/api/health/ready') {
        const { status, body } = health(pathname.endsWith('live') ? 'live' : 'ready');
        const answer = async () => {
          const { spool, database, runners } = await gateway.report(null);
          sendJson(req, res, { ...body, spool, database, runners }, status);
        };
        answer().catch(fail);
        return;
      }
      if (DATA_PLANE.test(pathname)) {
        dataPlane(parts, pathname);
        return;
      }
      const predictOf = PREDICT.exec(pathname);
      if (predictOf && req.method === 'POST' && /^Bearer /i.test(req.headers.authorization ?? '')) {
        withKey((actor) =>
          friendlyRoute(gateway, req, res, actor, parts[3] ?? '', new URLSearchParams(search), startedMs),
        );
        return;
      }
      const host = (req.headers.host ?? '').toLowerCase();
      if (!settings.takesHost(host))
        throw new AppError(
          'malformed',
          'This server has no pages for that host name. An administrator sets PUBLIC_URL to the address that people use.',
        );
      proxy.forward(req, res);
    } catch (error) {
      fail(error);
    }

    function dataPlane(given: string[], path: string) {
      const parts = given.at(-1) === '' ? given.slice(1, -1) : given.slice(1);
      const method = req.method ?? 'GET';
      const need = (allowed: string) => {
        if (method !== allowed && !(allowed === 'GET' && method === 'HEAD')) throw methodNotAllowed(allowed);
      };
      const missing = () => notFound('address', path.slice(0, 200));
      const isHealth = (rest: string[]) =>
        rest[0] === 'v2' && rest[1] === 'health' && (rest[2] === 'live' || rest[2] === 'ready') && rest.length === 3;
      const answerHealth = (kind: 'live' | 'ready') => {
        need('GET');
        const { status, body } = health(kind);
        sendJson(req, res, body, status);
      };
      const [first, ...rest] = parts;
      if (first === 'ping' && rest.length === 0) {
        const { status } = health('ready');
        sendJson(req, res, {}, status);
        return;
      }
      if (isHealth(parts)) {
        answerHealth(parts[2] === 'live' ? 'live' : 'ready');
        return;
      }
      if (first === 'm' && isHealth(rest.slice(1))) {
        answerHealth(rest[3] === 'live' ? 'live' : 'ready');
        return;
      }
      if (first === 'm' && rest[1] === 'ping' && rest.length === 2) {
        sendJson(req, res, {}, health('ready').status);
        return;
      }
      withKey((actor) => {
        if (first === 'metrics' && rest.length === 0) {
          need('GET');
          return metrics(actor);
        }
        if (first === 'invocations' && rest.length === 0) {
          need('POST');
          return invocations(gateway, req, res, actor, rootModel(gateway, actor), startedMs);
        }
        if (first === 'v2') return openInference(actor, rest, null);
        if (first === 'v1') return kserve(actor, rest);
        if (first === 'm' && rest[0] && rest[1] === 'invocations' && rest.length === 2) {
          need('POST');
          return invocations(gateway, req, res, actor, rest[0], startedMs);
        }
        if (first === 'm' && rest[0] && rest[1] === 'proxy' && rest.length === 2)
          return inFrontRoute(gateway, req, res, actor, { reference: rest[0], search }, startedMs);
        if (first === 'm' && rest[0] && rest[1] === 'v2') return openInference(actor, rest.slice(2), rest[0]);
        throw missing();
      });

      async function metrics(actor: KeyActor): Promise<void> {
        if (!actor.scopes.includes('read') && !actor.scopes.includes('admin'))
          throw new AppError('forbidden', 'This key lacks the scope read.');
        const [report, measures] = await Promise.all([gateway.report(actor.projectId), measuresOf(actor.projectId)]);
        const text = metricsOf(report, measures);
        res.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
        res.end(text);
      }

      function kserve(actor: KeyActor, at: string[]): void | Promise<void> {
        if (at[0] !== 'models' || at.length > 2) throw missing();
        if (at.length === 1) {
          need('GET');
          listV1(gateway, req, res, actor);
          return;
        }
        const name = at[1] ?? '';
        if (name.endsWith(':predict')) {
          need('POST');
          return predictV1(gateway, req, res, actor, name.slice(0, -':predict'.length), startedMs);
        }
        need('GET');
        readyV1(gateway, req, res, actor, name);
      }

      /** `base`: the model, by name or id, whose own base address was used; only that model is seen there. */
      function openInference(actor: KeyActor, at: string[], base: string | null): void | Promise<void> {
        if (at[0] === 'repository') return repository(actor, at.slice(1), base);
        const only = base === null ? null : gateway.fleet.find(actor.projectId, base);
        if (base !== null && !only) throw notFound('model', base.slice(0, 128));
        if (at.length === 0) {
          need('GET');
          sendJson(req, res, serverMetadata);
          return;
        }
        if (at[0] !== 'models') throw missing();
        const allStatistics = async (names: Set<string>) => {
          const { versions } = await gateway.report(actor.projectId);
          sendJson(req, res, { model_stats: versions.filter(({ model }) => names.has(model)).map(statisticsOf) });
        };
        const seen = () => gateway.fleet.models(actor.projectId).filter((model) => only === null || model === only);
        if (at.length === 1) {
          need('GET');
          authorise(actor, 'model.view', actor.projectId);
          sendJson(req, res, { models: seen().map((model) => model.name) });
          return;
        }
        if (at[1] === 'stats' && at.length === 2) {
          need('GET');
          authorise(actor, 'model.view', actor.projectId);
          return allStatistics(new Set(seen().map((model) => model.name)));
        }
        const model = at[1] ?? '';
        if (only !== null && gateway.fleet.find(actor.projectId, model) !== only) throw notFound('model', model);
        const hasVersion = at[2] === 'versions';
        const named = readVersionName(hasVersion ? (at[3] ?? '') : undefined);
        if (!named) throw notFound('version', at[3] ?? '');
        const version = named.name;
        const tail = at.slice(hasVersion ? 4 : 2);
        const leaf = tail[0] ?? '';
        if (tail.length > 1) throw missing();
        if (leaf === 'infer') {
          need('POST');
          return inferRoute(gateway, req, res, actor, { model, version }, startedMs);
        }
        if (!['', 'ready', 'config', 'stats'].includes(leaf)) throw missing();
        need('GET');
        return modelRoute(gateway, req, res, actor, { model, version, leaf });
      }

      function isSame(actor: KeyActor, one: string, other: string): boolean {
        const model = gateway.fleet.find(actor.projectId, one);
        return model !== null && model === gateway.fleet.find(actor.projectId, other);
      }

      function repository(actor: KeyActor, at: string[], base: string | null): void | Promise<void> {
        need('POST');
        if (at.at(-1) === 'index' && at.length <= 2) return indexRoute(gateway, req, res, actor, base);
        const name = at[1] ?? '';
        // A model's own base address may load its first version, so there may be nothing to compare but the names.
        const isBase = base === null || name === base || isSame(actor, name, base);
        if (at[0] !== 'models' || at.length !== 3 || !isBase) throw missing();
        if (at[2] === 'load') return loadRoute(gateway, req, res, actor, name);
        if (at[2] === 'unload') return unloadRoute(gateway, req, res, actor, name);
        throw missing();
      }
    }
  };
}
