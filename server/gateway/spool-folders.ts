import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { headOf, type IdempotencyKeys } from '@/lib/domain/serving';
import { listSegments, readSegment, type SpoolPosition } from '@/lib/engine/spool';
import { processIn } from '../is-running';

const LOCK = 'gateway.pid';
const START: SpoolPosition = { segment: 0, offset: 0 };

const lock = (folder: string) => fs.writeFileSync(path.join(folder, LOCK), String(process.pid));

/** The spools that no other living gateway holds. */
function freeFolders(root: string): string[] {
  fs.mkdirSync(root, { recursive: true, mode: 0o700 });
  return fs
    .readdirSync(root)
    .sort()
    .map((name) => path.join(root, name))
    .filter((folder) => {
      const holder = processIn(path.join(folder, LOCK), 'gateway.mjs');
      return holder === null || holder === process.pid;
    });
}

/** So many spools of one's own: those that no living gateway holds, then new ones. */
export function claimSpools(root: string, count: number): string[] {
  const folders = freeFolders(root).slice(0, count);
  while (folders.length < count) {
    const folder = path.join(root, randomUUID());
    fs.mkdirSync(folder, { mode: 0o700 });
    folders.push(folder);
  }
  for (const folder of folders) lock(folder);
  return folders;
}

/** Brings what other gateways left behind to the database: those of an earlier start that had more of them. */
export function drainLeftovers(root: string, own: readonly string[]): void {
  for (const folder of freeFolders(root)) {
    if (own.includes(folder) || listSegments(folder).length === 0) continue;
    lock(folder);
    const child = forkDrainer(folder);
    child.on('error', () => {});
    // It ends when nothing is left.
    child.send('stop', () => {});
  }
}

export const forkDrainer = (folder: string) =>
  fork(path.resolve('.build/drainer.mjs'), [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

/** Every record of a spool behind a position, in order. */
export function* recordsBehind(folder: string, position: SpoolPosition): Generator<Buffer> {
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

/** The idempotency keys of what was acknowledged and nobody drained yet. */
export function settleBacklog(folder: string, keys: IdempotencyKeys): void {
  for (const payload of recordsBehind(folder, START)) {
    const head = headOf(payload);
    if (!head.includes('"idem":{')) continue;
    const { idem, p, t } = JSON.parse(head);
    if (idem) keys.settle(p, idem.key, idem.hash, { headers: idem.headers, body: Buffer.from(idem.body, 'base64') }, t);
  }
}
