import http from 'node:http';
import os from 'node:os';
import { listServingRows } from '@/lib/domain/registry';
import {
  Fleet,
  type FleetRow,
  type GatewayReport,
  Histogram,
  type KeyBook,
  LATENCY_BOUNDS_S,
  mergeReports,
  reportVersions,
} from '@/lib/domain/serving';
import { listUpstreamRows } from '@/lib/domain/upstream';
import { runnerDefaults } from '@/lib/engine/runtime';
import { type Database, listen } from '@/lib/platform/db';
import { type Env, requiredEnv } from '@/lib/platform/env';
import type { Log } from '@/lib/platform/log';
import { bringFiles } from './bring-files';
import { CrashLog } from './crash-log';
import type { Gateway } from './gateway';
import { startGrpc } from './grpc-server';
import { createInternalServer } from './internal-server';
import { KeyCache } from './key-cache';
import { OwnSpool } from './own-spool';
import { createProxy } from './proxy';
import { RateLimits } from './rate-limits';
import { createRouter } from './router';
import type { Question } from './siblings';
import { Upstreams } from './upstreams';
import { waitUntilReady } from './wait-until-ready';

/** Share of the machine's memory that runners may hold before the longest idle ones rest. */
const WARM_SHARE = 0.5;
const REST_EVERY_MS = 2000;
const BRING_AGAIN_MS = 10_000;
/** After a reading of the registry that failed: what changed meanwhile would wait for the next change. */
const READ_AGAIN_MS = 5000;

export interface GatewayPlace {
  settings: Env;
  database: Database;
  log: Log;
  /** The spool of this process. */
  folder: string;
  keys: KeyBook;
  /** What the other gateway processes answer; none where there are no others. */
  askOthers: (question: Question) => Promise<unknown[]>;
  /** How this process answers the others. */
  onQuestion: (answer: (question: Question) => Promise<unknown>) => void;
}

/** One gateway process: answers on the public ports until it is told to stop. */
export function startGateway({ settings, database, log, folder, keys, askOthers, onQuestion }: GatewayPlace) {
  const url = requiredEnv('DATABASE_URL');
  const logLag = new Histogram(LATENCY_BOUNDS_S);
  const own = new OwnSpool(folder, settings.LOG_DURABILITY, (oldestMs) =>
    logLag.observe((Date.now() - oldestMs) / 1000),
  );
  const warmBytes = (os.totalmem() * WARM_SHARE) / settings.GATEWAY_PROCESSES;
  const crashes = new CrashLog(database);
  const fleet = new Fleet(warmBytes, (version, reason) => {
    log.warn({ model: version.modelName, version: version.number, reason }, 'a runner died');
    crashes.add(version);
  });
  const system = database.scoped('system');
  let snapshotLoaded = false;
  let listening = false;
  let isStopping = false;
  let grpc: { close: () => void } | null = null;

  async function fleetRows(projectId?: string): Promise<FleetRow[]> {
    const upstreams = new Map((await listUpstreamRows(system, projectId)).map((row) => [row.modelId, row]));
    const rows = await listServingRows(system, projectId);
    return rows.map((row) => ({ ...row, upstream: upstreams.get(row.modelId) ?? null }));
  }

  let reading: Promise<void> = Promise.resolve();
  let bringingAgain: NodeJS.Timeout | undefined;
  /** One reading after the other: an older one that came later would take away what a newer one had brought. */
  function readRegistry(projectId?: string): Promise<void> {
    const next = reading
      .catch(() => {})
      .then(async () => {
        const { rows, isWhole } = await bringFiles(await fleetRows(projectId), log);
        fleet.update(rows, projectId);
        if (isWhole) return;
        clearTimeout(bringingAgain);
        bringingAgain = setTimeout(() => void readRegistry().catch(() => {}), BRING_AGAIN_MS).unref();
      });
    reading = next;
    return next;
  }

  async function refreshHere({ projectId, modelId, number }: Omit<Extract<Question, { kind: 'refresh' }>, 'kind'>) {
    await readRegistry(projectId);
    if (modelId !== undefined && number !== undefined)
      await waitUntilReady(fleet.findById(modelId)?.versions.get(number));
  }

  const reportHere = (projectId: string | null): GatewayReport => ({
    versions: projectId === null ? [] : reportVersions(fleet, projectId),
    spool: { pendingRows: own.pendingRecords, lagSeconds: own.lagSeconds },
    database: own.isDatabaseUp && listening ? 'up' : 'down',
    runners: fleet.counts(),
    logLag,
  });

  onQuestion(async (question) => {
    if (question.kind === 'report') return reportHere(question.projectId);
    await refreshHere(question);
    return null;
  });

  const gateway: Gateway = {
    fleet,
    tools: { spool: own.spool, keys, secret: requiredEnv('INTERNAL_SECRET') },
    keys: new KeyCache(database),
    limits: new RateLimits(database, settings.GATEWAY_PROCESSES),
    upstreams: new Upstreams(database, log),
    database,
    log,
    async refresh(of) {
      await Promise.all([refreshHere(of), askOthers({ kind: 'refresh', ...of })]);
    },
    isReady: () => snapshotLoaded,
    async report(projectId) {
      // The others are this program too, so what they answer is such a report.
      const others = (await askOthers({ kind: 'report', projectId })) as GatewayReport[];
      return mergeReports(reportHere(projectId), others);
    },
  };

  const refreshing = new Set<string>();
  function refreshSoon(projectId: string) {
    if (refreshing.has(projectId)) return;
    refreshing.add(projectId);
    setTimeout(() => {
      refreshing.delete(projectId);
      readRegistry(projectId).catch((error: unknown) => {
        log.warn({ err: error }, 'the registry could not be read');
        setTimeout(() => refreshSoon(projectId), READ_AGAIN_MS).unref();
      });
    }, 50);
  }

  async function loadAll() {
    await readRegistry();
    snapshotLoaded = true;
  }

  const listener = listen(url, 'implanta', {
    message(payload) {
      const [table, projectId] = payload.split(':');
      if (!projectId) return;
      if (table === 'api_keys') gateway.keys.forget(projectId);
      else refreshSoon(projectId);
    },
    connect() {
      listening = true;
      gateway.keys.forgetAll();
      loadAll().catch((error: unknown) => log.warn({ err: error }, 'the registry could not be read'));
    },
    error() {
      listening = false;
    },
  });

  const publicUrl = settings.PUBLIC_URL ? new URL(settings.PUBLIC_URL) : null;
  const port = settings.PORT === 80 ? '' : `:${settings.PORT}`;
  const hosts = new Set([
    `${os.hostname().toLowerCase()}${port}`,
    ...(publicUrl ? [publicUrl.host.toLowerCase()] : []),
  ]);
  /** This machine's own names count on any port: a container's is published where its owner likes. No other site can have them. */
  const takesHost = (host: string) => hosts.has(host) || /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host);

  const [webHost = '127.0.0.1', webPort = '3001'] = settings.WEB_URL.replace(/^https?:\/\//, '').split(':');
  const proxy = createProxy({
    web: { host: webHost, port: Number(webPort) },
    development: settings.NODE_ENV === 'development',
    protocol: publicUrl?.protocol === 'https:' ? 'https' : 'http',
  });
  const server = http.createServer(
    { keepAliveTimeout: 65_000, requestTimeout: 0, headersTimeout: 60_000, maxHeaderSize: 32 * 1024 },
    createRouter(gateway, proxy, { takesHost }),
  );
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', () => {});
    proxy.upgrade(req, socket, head);
  });
  server.on('clientError', (_, socket) => {
    if (socket.writable)
      socket.end(
        'HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{"error":"The request is not valid HTTP."}',
      );
  });

  const internal = createInternalServer(gateway, requiredEnv('INTERNAL_SECRET'));

  async function start() {
    own.start();
    setInterval(() => fleet.restIdle(), REST_EVERY_MS).unref();
    for (let tries = 0; ; tries++) {
      try {
        await loadAll();
        break;
      } catch (error) {
        if (tries % 20 === 0) log.warn({ err: error }, 'waiting for the database');
        await new Promise((wake) => setTimeout(wake, 250));
      }
    }
    const [internalHost = '127.0.0.1', internalPort = '3002'] = settings.GATEWAY_INTERNAL_URL.replace(
      /^https?:\/\//,
      '',
    ).split(':');
    internal.listen(Number(internalPort), process.env.GATEWAY_INTERNAL_HOST ?? internalHost);
    server.listen(settings.PORT, () => {
      log.info(
        { port: settings.PORT, durability: settings.LOG_DURABILITY, sandbox: runnerDefaults().sandbox.mode },
        'gateway is listening',
      );
      process.send?.('ready');
    });
    if (settings.GRPC_PORT)
      startGrpc({ port: settings.GRPC_PORT, target: settings.PORT }).then(
        (started) => {
          grpc = started;
          log.info({ port: settings.GRPC_PORT }, 'gateway answers gRPC');
        },
        (error: unknown) => log.error({ err: error }, 'gRPC cannot be answered'),
      );
  }

  /** Takes nothing new, answers what it has, keeps the spool, stops its children. */
  async function stop() {
    if (isStopping) return;
    isStopping = true;
    listener.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    grpc?.close();
    server.closeIdleConnections();
    await Promise.race([closed, new Promise((wake) => setTimeout(wake, 5000))]);
    server.closeAllConnections();
    internal.close();
    proxy.close();
    gateway.upstreams.close();
    fleet.stop();
    await own.stop();
    await crashes.flush();
    await database.close().catch(() => {});
    process.exit(0);
  }

  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  process.on('disconnect', () => void stop());
  void start();
}
