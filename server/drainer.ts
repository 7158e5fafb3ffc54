// Brings one spool to Postgres. A child of its gateway: it starts and ends with it, and outlives any outage of the database.
import fs from 'node:fs';
import path from 'node:path';
import { buryRecord, commitBatch, newDrainState, readCursor } from '@/lib/domain/predictions';
import { readRecord, type SpoolRecord, writeRecord } from '@/lib/domain/serving';
import { listSegments, readSegment, type SpoolPosition, segmentFile } from '@/lib/engine/spool';
import { listen, openDatabase } from '@/lib/platform/db';
import { requiredEnv } from '@/lib/platform/env';
import { createLog } from '@/lib/platform/log';
import { stepBack, stepBackend } from './step-back';

const BATCH_RECORDS = 4000;
const BATCH_BYTES = 8 * 1024 * 1024;
const IDLE_MS = 20;
/** After a batch that took all there was: a transaction writes whole rollups, so few large ones cost far less than many small ones. */
const PACE_MS = 150;
/** How long one wish of the gateway to go first counts. It repeats the wish while it has it. */
const YIELD_MS = 400;
const RETRY_MS = [100, 250, 500, 1000];
/** SQLSTATE classes of a row that the database will never take: data exceptions, broken text, checks. */
const POISON = /^(22|23514|54000)/;

export interface DrainReport {
  kind: 'drained';
  position: SpoolPosition;
  /** Records brought over since this drainer started. */
  records: number;
  /** When the oldest call of the batch just brought over was received; null in every other report. */
  oldestMs: number | null;
  database: 'up' | 'down';
}

const folder = process.argv[2] ?? '';
const spool = path.basename(folder);
const log = createLog('drainer');
const url = requiredEnv('DATABASE_URL');
const database = openDatabase(url, { connections: 2, onError: () => {}, onConnect: stepBackend });
stepBack();
const state = newDrainState(spool);
const report: DrainReport = {
  kind: 'drained',
  position: { segment: 0, offset: 0 },
  records: 0,
  oldestMs: null,
  database: 'up',
};
let isStopping = false;
let wake: (() => void) | null = null;

process.on('disconnect', () => {
  isStopping = true;
  wake?.();
});
let yieldUntilMs = 0;
process.on('message', (message) => {
  if (message === 'yield') {
    yieldUntilMs = Date.now() + YIELD_MS;
    return;
  }
  if (message === 'stop') isStopping = true;
  wake?.();
});
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});

listen(url, 'implanta', {
  message(payload) {
    if (/^(versions|signature_overlays|reference_profiles|slice_settings|models):/.test(payload)) state.facts.clear();
  },
  connect: () => state.facts.clear(),
  error: () => {},
});

const send = () => process.send?.({ ...report });
const sleep = (ms: number) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      wake = null;
      resolve();
    }
    wake = done;
  });

const codeOf = (error: unknown): string =>
  error && typeof error === 'object' && 'code' in error ? String(error.code) : '';

/** Commits a batch and tells when its first call was received; a record that the database refuses is found by halving and buried. */
async function commit(payloads: Buffer[], behind: SpoolPosition): Promise<number | null> {
  const records: SpoolRecord[] = [];
  for (const payload of payloads) {
    try {
      records.push(readRecord(payload));
    } catch {
      await buryRecord(database.pool, spool, payload, 'no JSON');
    }
  }
  await commitOrHalve(records, behind);
  return records[0]?.t ?? null;
}

async function commitOrHalve(records: SpoolRecord[], behind: SpoolPosition | null): Promise<void> {
  try {
    await commitBatch(database.pool, state, records, behind);
  } catch (error) {
    if (!POISON.test(codeOf(error))) throw error;
    if (records.length <= 1) {
      log.error({ code: codeOf(error) }, 'a record cannot be stored and was put aside');
      await buryRecord(database.pool, spool, records[0] ? writeRecord(records[0]) : Buffer.alloc(0), codeOf(error));
      await commitBatch(database.pool, state, [], behind);
      return;
    }
    // The cursor moves only with the second half: a crash in between repeats the first, which changes nothing.
    const middle = Math.floor(records.length / 2);
    await commitOrHalve(records.slice(0, middle), null);
    await commitOrHalve(records.slice(middle), behind);
  }
}

/** The next position with bytes: the cursor's, or the start of the next segment. */
function advance(at: SpoolPosition): SpoolPosition {
  const segments = listSegments(folder);
  const next = segments.find((segment) => segment > at.segment);
  return next === undefined ? at : { segment: next, offset: 0 };
}

async function main() {
  let position: SpoolPosition | null = null;
  let failures = 0;
  while (!isStopping || failures === 0) {
    try {
      if (position === null) {
        position = (await readCursor(database.pool, spool)) ?? { segment: 0, offset: 0 };
        report.database = 'up';
        report.position = position;
        send();
      }
      while (Date.now() < yieldUntilMs && !isStopping) await sleep(yieldUntilMs - Date.now() + 1);
      const read = readSegment(folder, position, { maxRecords: BATCH_RECORDS, maxBytes: BATCH_BYTES });
      if (read.payloads.length > 0) {
        const behind: SpoolPosition = { segment: position.segment, offset: position.offset + read.consumed };
        report.oldestMs = await commit(read.payloads, behind);
        position = behind;
        report.position = position;
        report.records += read.payloads.length;
        report.database = 'up';
        failures = 0;
        send();
        report.oldestMs = null;
        if (read.payloads.length < BATCH_RECORDS && read.consumed < BATCH_BYTES && !isStopping) await sleep(PACE_MS);
        continue;
      }
      const next = advance(position);
      if (next.segment !== position.segment) {
        if (read.end === 'torn' || read.end === 'corrupt')
          log.warn(
            { segment: position.segment, offset: position.offset, end: read.end },
            'a segment ends in no whole record',
          );
        if (position.segment > 0) {
          // The cursor stands behind everything of the old segment in the database before its file goes.
          await commitBatch(database.pool, state, [], next);
          fs.rmSync(segmentFile(folder, position.segment), { force: true });
        }
        position = next;
        continue;
      }
      if (isStopping) break;
      if (report.database === 'down') {
        await database.pool.query('select 1');
        report.database = 'up';
        send();
      }
      failures = 0;
      await sleep(IDLE_MS);
    } catch (error) {
      if (report.database === 'up')
        log.warn(
          { code: codeOf(error), reason: error instanceof Error ? error.message : String(error) },
          'the database does not take the log; it stays in the spool',
        );
      report.database = 'down';
      position = null;
      failures += 1;
      send();
      if (isStopping) break;
      await sleep(RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 1000);
    }
  }
  await database.close();
  process.exit(0);
}

void main();
