// The supervisor: database, migrations, then gateway, web and worker; each is started again when it dies.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createSetupToken } from '@/lib/domain/people';
import { runnerDefaults } from '@/lib/engine/runtime';
import { createCtx } from '@/lib/platform/context';
import { openDatabase } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { createLog } from '@/lib/platform/log';
import { migrate } from '@/lib/platform/migrate';
import { uuid7 } from '@/lib/platform/uuid7';
import { POSTGRES, startEmbeddedPostgres } from './embedded-postgres';
import { openInstallation } from './installation';
import { isRunning, processIn } from './is-running';

const WATCH_MS = 250;
const isDevelopment = process.argv.includes('--dev');
const settings = env();
const log = createLog('main');
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Role {
  name: string;
  args: string[];
  env: Record<string, string>;
  child: ChildProcess | null;
  deaths: number;
}

let isStopping = false;

function lockFolder(folder: string) {
  const file = path.join(folder, 'run', 'main.pid');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const holder = processIn(file, 'main.mjs');
  if (holder !== null && holder !== process.pid)
    throw new Error(
      `Implanta already runs on this data folder (process ${holder}). Stop it first, or set IMPLANTA_DATA to another folder.`,
    );
  fs.writeFileSync(file, String(process.pid));
}

async function main() {
  const { url, secrets, folder, ...opened } = await openInstallation(say);
  let { postgres } = opened;
  lockFolder(folder);
  const applied = await migrate(url, path.resolve('prisma/migrations'));
  if (applied.length > 0) log.info({ applied }, 'migrations applied');
  const database = openDatabase(url, { connections: 2 });
  const ctx = createCtx({ database, actor: { kind: 'system', name: 'start-up' }, log, requestId: uuid7() });
  const setupToken = await createSetupToken(ctx);
  await database.close();

  const shared: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(process.env).filter(
        (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'AUDIT_KEY',
      ),
    ),
    NODE_ENV: isDevelopment ? 'development' : 'production',
    DATABASE_URL: url,
    IMPLANTA_DATA: folder,
    INTERNAL_SECRET: secrets.INTERNAL_SECRET,
    NEXTAUTH_SECRET: secrets.NEXTAUTH_SECRET,
    AUTH_TRUST_HOST: '1',
    NEXT_TELEMETRY_DISABLED: '1',
  };
  const [webHost = '127.0.0.1', webPort = '3001'] = settings.WEB_URL.replace(/^https?:\/\//, '').split(':');
  const next = path.resolve('node_modules/next/dist/bin/next');
  const roles: Role[] = [
    { name: 'gateway', args: [path.resolve('.build/gateway.mjs')], env: {}, child: null, deaths: 0 },
    {
      name: 'web',
      args: [
        '--import',
        path.resolve('server/end-with-parent.mjs'),
        next,
        isDevelopment ? 'dev' : 'start',
        '-p',
        webPort,
        '-H',
        webHost,
      ],
      env: { PORT: webPort },
      child: null,
      deaths: 0,
    },
    {
      name: 'worker',
      args: [path.resolve('.build/worker.mjs')],
      env: { AUDIT_KEY: secrets.AUDIT_KEY },
      child: null,
      deaths: 0,
    },
  ];
  const gatewayReady = new Promise<void>((resolve) => {
    for (const role of roles) startRole(role, shared, () => resolve());
  });

  let isRestarting = false;
  const watch = setInterval(() => {
    if (!postgres || isRestarting || isStopping || isRunning(postgres.pid, POSTGRES)) return;
    isRestarting = true;
    log.warn({}, 'PostgreSQL died and is being started again');
    startEmbeddedPostgres({ dataRoot: folder, password: secrets.database, port: Number(new URL(url).port) })
      .then((again) => {
        postgres = again;
        log.info({ pid: again.pid }, 'PostgreSQL is back');
      })
      .catch((error: unknown) => log.error({ err: error }, 'PostgreSQL does not start'))
      .finally(() => {
        isRestarting = false;
      });
  }, WATCH_MS);

  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    clearInterval(watch);
    await Promise.all(roles.map((role) => endRole(role)));
    await postgres?.stop();
    fs.rmSync(path.join(folder, 'run', 'main.pid'), { force: true });
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  process.on('SIGHUP', () => void stop());

  await gatewayReady;
  await waitForPages(webHost, Number(webPort));
  announce(setupToken);
}

function announce(setupToken: string | null) {
  const address = settings.PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${settings.PORT}`;
  say('');
  say(`  Implanta is running:  ${address}`);
  if (setupToken) say(`  Set it up here, once: ${address}/setup?t=${setupToken}`);
  say(`  ${runnerDefaults().sandbox.sentence}`);
  say('');
  say('  Is it there?');
  say(`  curl ${address}/api/health/ready`);
  say('');
}

function startRole(role: Role, shared: Record<string, string>, onReady: () => void) {
  if (isStopping) return;
  const child = spawn(
    process.execPath,
    ['--disable-proto=delete', ...role.args].filter((arg) => role.name !== 'web' || arg !== '--disable-proto=delete'),
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...shared, ...role.env, NODE_ENV: shared.NODE_ENV === 'development' ? 'development' : 'production' },
    },
  );
  role.child = child;
  const started = Date.now();
  child.on('message', (message) => {
    if (message === 'ready' && role.name === 'gateway') onReady();
  });
  child.on('error', (error) => log.error({ role: role.name, err: error }, 'a process does not start'));
  child.once('exit', (code, signal) => {
    role.child = null;
    if (isStopping) return;
    role.deaths = Date.now() - started > 30_000 ? 0 : role.deaths + 1;
    const wait = Math.min(5000, role.deaths <= 1 ? 0 : 250 * 2 ** role.deaths);
    log.warn({ role: role.name, code, signal, againInMs: wait }, 'a process died');
    setTimeout(() => startRole(role, shared, onReady), wait);
  });
}

function endRole(role: Role): Promise<void> {
  const { child } = role;
  if (!child) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

async function waitForPages(host: string, port: number) {
  for (let tries = 0; tries < 600 && !isStopping; tries++) {
    try {
      await fetch(`http://${host}:${port}/api/openapi.json`, { signal: AbortSignal.timeout(5000) });
      return;
    } catch {
      await new Promise((wake) => setTimeout(wake, 100));
    }
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
