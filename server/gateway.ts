// The public port. Answers the prediction protocols itself and streams the rest to the pages.
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { performance as loop } from 'node:perf_hooks';
import { readKeys } from '@/lib/domain/predictions';
import { listServingRows } from '@/lib/domain/registry';
import { Fleet, GroupedSpool, Histogram, IdempotencyKeys, LATENCY_BOUNDS_S } from '@/lib/domain/serving';
import { runnerDefaults } from '@/lib/engine/runtime';
import { listSegments, readSegment, type SpoolPosition, SpoolWriter } from '@/lib/engine/spool';
import { listen, openDatabase } from '@/lib/platform/db';
import { env, requiredEnv } from '@/lib/platform/env';
import { createLog } from '@/lib/platform/log';
import type { DrainReport } from './drainer';
import type { Gateway } from './gateway/gateway';
import { startGrpc } from './gateway/grpc-server';
import { createInternalServer } from './gateway/internal-server';
import { KeyCache } from './gateway/key-cache';
import { createProxy } from './gateway/proxy';
import { createRouter } from './gateway/router';
import { SpoolLag } from './gateway/spool-lag';
import { processIn } from './is-running';

const SEGMENT_BYTES = 8 * 1024 * 1024;
const SPOOL_CAP_BYTES = 1024 * 1024 * 1024;
const DAY_MS = 86_400_000;
const LOOK_MS = 200;
/** Share of the time in which the event loop works. */
const BUSY = 0.7;
const PATIENCE_S = 4;
/** Share of the machine's memory that runners may hold before the longest idle ones rest. */
const WARM_SHARE = 0.5;
const REST_EVERY_MS = 2000;

const settings = env();
const log = createLog('gateway');
const data = path.resolve(settings.IMPLANTA_DATA);
const url = requiredEnv('DATABASE_URL');
const database = openDatabase(url, { connections: 8, onError: () => {} });

/** The spool of this gateway: the one that no living gateway holds, else a new one. */
function claimSpool(): string {
  const root = path.join(data, 'spool');
  fs.mkdirSync(root, { recursive: true, mode: 0o700 });
  for (const name of fs.readdirSync(root)) {
    const lock = path.join(root, name, 'gateway.pid');
    const holder = processIn(lock, 'gateway.mjs');
    if (holder !== null && holder !== process.pid) continue;
    fs.writeFileSync(lock, String(process.pid));
    return path.join(root, name);
  }
  const folder = path.join(root, randomUUID());
  fs.mkdirSync(folder, { mode: 0o700 });
  fs.writeFileSync(path.join(folder, 'gateway.pid'), String(process.pid));
  return folder;
}

const folder = claimSpool();
const keys = new IdempotencyKeys();
settleBacklogKeys();
const writer = new SpoolWriter({
  folder,
  segmentBytes: SEGMENT_BYTES,
  capBytes: SPOOL_CAP_BYTES,
  syncBefore: settings.LOG_DURABILITY === 'machine',
});
let drainer: ChildProcess | null = null;
let drained: DrainReport = {
  kind: 'drained',
  position: { segment: 0, offset: 0 },
  records: 0,
  oldestMs: null,
  database: 'up',
};
/** Records behind the drainer's cursor when it started, and how many this gateway had appended then. */
let pendingAtStart = { records: countRecordsBehind({ segment: 0, offset: 0 }), appended: 0 };
let isStopping = false;
const lag = new SpoolLag();
const logLag = new Histogram(LATENCY_BOUNDS_S);
let snapshotLoaded = false;
let listening = false;
let grpc: { close: () => void } | null = null;

/** Every record of the spool behind a position, in order. */
function* recordsBehind(position: SpoolPosition): Generator<Buffer> {
  for (const segment of listSegments(folder)) {
    if (segment < position.segment) continue;
    for (let offset = segment === position.segment ? position.offset : 0; ; ) {
      const read = readSegment(folder, { segment, offset }, { maxRecords: 5000, maxBytes: 16 * 1024 * 1024 });
      yield* read.payloads;
      if (read.payloads.length === 0) break;
      offset += read.consumed;
    }
  }
}

function countRecordsBehind(position: SpoolPosition): number {
  let records = 0;
  for (const _ of recordsBehind(position)) records += 1;
  return records;
}

/** The idempotency keys of what an earlier gateway acknowledged and nobody drained yet count from the first call on. */
function settleBacklogKeys() {
  for (const payload of recordsBehind({ segment: 0, offset: 0 })) {
    const text = payload.toString();
    if (!text.includes('"idem":{')) continue;
    const record = JSON.parse(text);
    if (record.idem)
      keys.settle(
        record.p,
        record.idem.key,
        record.idem.hash,
        { headers: record.idem.headers, body: Buffer.from(record.idem.body, 'base64') },
        record.t,
      );
  }
}

const spool = new GroupedSpool(writer, settings.LOG_DURABILITY, () => {
  look();
  // Else it looks by itself every few milliseconds: a message per write would cost more than the write.
  if (settings.LOG_DURABILITY === 'database' && drainer?.connected) drainer.send('wake', () => {});
});

function startDrainer() {
  const child = fork(path.resolve('.build/drainer.mjs'), [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  drainer = child;
  let knowsCursor = false;
  child.on('message', (message) => {
    drained = message as DrainReport;
    if (drained.oldestMs !== null) logLag.observe((Date.now() - drained.oldestMs) / 1000);
    if (!knowsCursor && drained.database === 'up') {
      knowsCursor = true;
      pendingAtStart = { records: countRecordsBehind(drained.position) + drained.records, appended: writer.appended };
    }
    spool.committed(drained.position);
    look();
  });
  child.on('error', () => {});
  child.on('exit', () => {
    pendingAtStart = { records: pendingRecords(), appended: writer.appended };
    drained = { ...drained, records: 0 };
    lag.recount();
    if (!isStopping) setTimeout(startDrainer, 200);
  });
}

const appendedRecords = () => pendingAtStart.records + writer.appended - pendingAtStart.appended;
const pendingRecords = () => Math.max(0, appendedRecords() - drained.records);

let lookedAtMs = 0;
function look() {
  const nowMs = Date.now();
  if (nowMs - lookedAtMs < LOOK_MS && drained.records < appendedRecords() && lag.seconds(nowMs) > 0) return;
  lookedAtMs = nowMs;
  lag.look(appendedRecords(), drained.records, nowMs);
}

/** While calls take all of a processor, the log may wait in the spool for some seconds: answers come first. */
function letCallsGoFirst() {
  let before = loop.eventLoopUtilization();
  setInterval(() => {
    look();
    const now = loop.eventLoopUtilization();
    const { utilization } = loop.eventLoopUtilization(now, before);
    before = now;
    if (utilization > BUSY && lag.seconds(Date.now()) < PATIENCE_S && drainer?.connected)
      drainer.send('yield', () => {});
  }, LOOK_MS).unref();
}

const fleet = new Fleet(os.totalmem() * WARM_SHARE, (version, reason) =>
  log.warn({ model: version.modelName, version: version.number, reason }, 'a runner died'),
);
const system = database.scoped('system');

let reading: Promise<void> = Promise.resolve();

/** One reading after the other: an older one that came later would take away what a newer one had brought. */
function readRegistry(projectId?: string): Promise<void> {
  const next = reading
    .catch(() => {})
    .then(async () => fleet.update(await listServingRows(system, projectId), projectId));
  reading = next;
  return next;
}

const gateway: Gateway = {
  fleet,
  tools: { spool, keys, secret: requiredEnv('INTERNAL_SECRET') },
  keys: new KeyCache(database),
  database,
  log,
  logLag,
  refresh: (projectId) => readRegistry(projectId),
  status: () => ({
    spool: {
      pendingRows: pendingRecords(),
      lagSeconds: lag.seconds(Date.now()),
    },
    database: drained.database === 'up' && listening ? 'up' : 'down',
    snapshotLoaded,
  }),
};

const refreshing = new Set<string>();
function refreshSoon(projectId: string) {
  if (refreshing.has(projectId)) return;
  refreshing.add(projectId);
  setTimeout(() => {
    refreshing.delete(projectId);
    gateway.refresh(projectId).catch((error: unknown) => log.warn({ err: error }, 'the registry could not be read'));
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
const hosts = new Set([`${os.hostname().toLowerCase()}${port}`, ...(publicUrl ? [publicUrl.host.toLowerCase()] : [])]);
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

async function loadKeys() {
  for (const stored of await readKeys(database.pool, new Date(Date.now() - DAY_MS)))
    keys.settle(
      stored.projectId,
      stored.key,
      stored.hash,
      { headers: stored.headers, body: stored.body },
      stored.at.getTime(),
    );
}

async function start() {
  startDrainer();
  setInterval(() => fleet.restIdle(), REST_EVERY_MS).unref();
  if (settings.LOG_DURABILITY !== 'database') letCallsGoFirst();
  for (let tries = 0; ; tries++) {
    try {
      await loadKeys();
      await loadAll();
      break;
    } catch (error) {
      if (tries % 20 === 0) log.warn({ err: error }, 'waiting for the database');
      await new Promise((wake) => setTimeout(wake, 250));
    }
  }
  fs.mkdirSync(path.join(data, 'run'), { recursive: true });
  fs.writeFileSync(path.join(data, 'run', 'gateway.pid'), String(process.pid));
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
  fleet.stop();
  writer.close();
  const child = drainer;
  if (child?.connected) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.send('stop', () => {});
    await Promise.race([ended, new Promise((wake) => setTimeout(wake, 3000))]);
    child.kill('SIGKILL');
  }
  await database.close().catch(() => {});
  process.exit(0);
}

process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
process.on('disconnect', () => void stop());
process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught'));
process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));

void start();
