import cluster, { type Worker } from 'node:cluster';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { IdempotencyKeys } from '@/lib/domain/serving';
import type { Log } from '@/lib/platform/log';
import { GivenConnections } from './given-connections';
import { lookUp, type ToGateway, type ToParent } from './siblings';
import { claimSpools, drainLeftovers, settleBacklog } from './spool-folders';

const REPORT_MS = 1000;
const REFRESH_MS = 48_000;
const STOP_MS = 9000;

/** A question to several processes: the answers that came, and those that are still asked. */
interface Asking {
  from: Worker;
  id: string;
  answers: unknown[];
  open: Set<number>;
  timer: NodeJS.Timeout;
}

/**
 * Several gateway processes on the same ports: each has its own runners, spool and drainer. This process gives out the connections, starts
 * again what dies, holds the one book of idempotency keys, and carries questions from one to the others. It answers no call itself.
 */
export async function runSeveral(
  count: number,
  options: { data: string; log: Log; loadKeys: (keys: IdempotencyKeys) => Promise<void> },
): Promise<void> {
  const { log } = options;
  const keys = new IdempotencyKeys();
  const root = path.join(options.data, 'spool');
  const folders = claimSpools(root, count);
  const askings = new Map<string, Asking>();
  /** What each process has begun and not settled: released when it dies. */
  const begun = new Map<number, Map<string, [projectId: string, key: string]>>();
  const given = new GivenConnections();
  let isStopping = false;
  let ready = 0;

  const send = (worker: Worker, message: ToGateway) => {
    if (worker.isConnected()) worker.send(message, () => {});
  };

  const finish = (name: string) => {
    const asking = askings.get(name);
    if (!asking) return;
    clearTimeout(asking.timer);
    askings.delete(name);
    send(asking.from, { kind: 'answers', id: asking.id, answers: asking.answers });
  };

  const settle = (name: string, worker: Worker, answer: unknown) => {
    const asking = askings.get(name);
    if (!asking?.open.delete(worker.id)) return;
    if (answer !== null) asking.answers.push(answer);
    if (asking.open.size === 0) finish(name);
  };

  const take = (worker: Worker, message: ToParent) => {
    if (message.kind === 'reply') return settle(message.id, worker, message.answer);
    if (message.kind === 'key') {
      const { verb, args } = message;
      const [projectId, key] = args as [string, string];
      const held = begun.get(worker.id);
      const result = lookUp(keys, verb, args);
      if (result?.kind === 'new') held?.set(`${projectId}\n${key}`, [projectId, key]);
      if (!result) held?.delete(`${projectId}\n${key}`);
      if (verb !== 'release') send(worker, { kind: 'key', id: message.id, begun: result });
      return;
    }
    const others = Object.values(cluster.workers ?? {}).filter(
      (other) => other && other !== worker && other.isConnected(),
    );
    const name = randomUUID();
    const timer = setTimeout(() => finish(name), message.question.kind === 'report' ? REPORT_MS : REFRESH_MS);
    const open = new Set(others.flatMap((other) => other?.id ?? []));
    askings.set(name, { from: worker, id: message.id, answers: [], open, timer });
    if (open.size === 0) finish(name);
    for (const other of others) if (other) send(other, { kind: 'question', id: name, question: message.question });
  };

  const start = (folder: string) => {
    const worker = cluster.fork({ SPOOL_FOLDER: folder });
    given.watch(worker);
    begun.set(worker.id, new Map());
    worker.on('message', (raw: ToParent | 'ready') => {
      if (raw !== 'ready') return take(worker, raw);
      notePids();
      ready += 1;
      if (ready === count) process.send?.('ready');
    });
    worker.on('error', (error) => log.error({ err: error }, 'a gateway process does not start'));
    worker.once('exit', (code, signal) => {
      for (const name of askings.keys()) settle(name, worker, null);
      const open = begun.get(worker.id) ?? new Map();
      begun.delete(worker.id);
      // What it acknowledged is in its spool; what it had only begun may be tried again.
      settleBacklog(folder, keys);
      for (const [projectId, key] of open.values()) if (keys.isOpen(projectId, key)) keys.release(projectId, key);
      if (isStopping) return;
      log.warn({ code, signal }, 'a gateway process died');
      start(folder);
    });
  };

  const notePids = () => {
    const pids = Object.values(cluster.workers ?? {}).flatMap((worker) => worker?.process.pid ?? []);
    fs.mkdirSync(path.join(options.data, 'run'), { recursive: true });
    fs.writeFileSync(path.join(options.data, 'run', 'gateway.pid'), pids.join('\n'));
  };

  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    const ended = Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
    for (const worker of workers) worker.process.kill('SIGTERM');
    await Promise.race([ended, new Promise((wake) => setTimeout(wake, STOP_MS))]);
    for (const worker of workers) worker.process.kill('SIGKILL');
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  process.on('disconnect', () => void stop());

  for (const folder of folders) settleBacklog(folder, keys);
  await options.loadKeys(keys);
  // Answers are kept as bytes.
  cluster.setupPrimary({ serialization: 'advanced' });
  for (const folder of folders) start(folder);
  drainLeftovers(root, folders);
}
