// The public port. Answers the prediction protocols itself and streams the rest to the pages.
import cluster from 'node:cluster';
import fs from 'node:fs';
import path from 'node:path';
import { readKeys } from '@/lib/domain/predictions';
import { IdempotencyKeys } from '@/lib/domain/serving';
import { openDatabase } from '@/lib/platform/db';
import { env, requiredEnv } from '@/lib/platform/env';
import { createLog } from '@/lib/platform/log';
import { startGateway } from './gateway/gateway-process';
import { runSeveral } from './gateway/several';
import { Siblings } from './gateway/siblings';
import { claimSpools, drainLeftovers, settleBacklog } from './gateway/spool-folders';

const DAY_MS = 86_400_000;

const settings = env();
const log = createLog('gateway');
const data = path.resolve(settings.IMPLANTA_DATA);
const database = openDatabase(requiredEnv('DATABASE_URL'), { connections: 8, onError: () => {} });

/** The idempotency keys of the last 24 hours that are in the database, when it answers. */
async function loadKeys(keys: IdempotencyKeys) {
  for (let tries = 0; ; tries++) {
    try {
      for (const stored of await readKeys(database.pool, new Date(Date.now() - DAY_MS)))
        keys.settle(
          stored.projectId,
          stored.key,
          stored.hash,
          { headers: stored.headers, body: stored.body },
          stored.at.getTime(),
        );
      return;
    } catch (error) {
      if (tries % 20 === 0) log.warn({ err: error }, 'waiting for the database');
      await new Promise((wake) => setTimeout(wake, 250));
    }
  }
}

async function runAlone() {
  const keys = new IdempotencyKeys();
  const root = path.join(data, 'spool');
  const [folder = ''] = claimSpools(root, 1);
  settleBacklog(folder, keys);
  await loadKeys(keys);
  fs.mkdirSync(path.join(data, 'run'), { recursive: true });
  fs.writeFileSync(path.join(data, 'run', 'gateway.pid'), String(process.pid));
  const askOthers = () => Promise.resolve([]);
  startGateway({ settings, database, log, folder, keys, askOthers, onQuestion: () => {} });
  drainLeftovers(root, [folder]);
}

function runAmongOthers(folder: string) {
  const siblings = new Siblings();
  startGateway({
    settings,
    database,
    log,
    folder,
    keys: siblings,
    askOthers: (question) => siblings.ask(question),
    onQuestion: (answer) => {
      siblings.answer = answer;
    },
  });
}

process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught'));
process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));

if (cluster.isWorker && settings.SPOOL_FOLDER) runAmongOthers(settings.SPOOL_FOLDER);
else if (settings.GATEWAY_PROCESSES > 1) void runSeveral(settings.GATEWAY_PROCESSES, { data, log, loadKeys });
else void runAlone();
