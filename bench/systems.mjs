// Starts what is measured, on free ports of 127.0.0.1, and takes everything down again.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { prepareModel } from './models/catalogue.mjs';
import { preparePython } from './python-environment.mjs';

export const root = path.resolve(import.meta.dirname, '..');
export const inferPath = (model) => `/v2/models/${model}/infer`;
export const wait = (ms) => new Promise((wake) => setTimeout(wake, ms));

export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Starts a program with its children in a group of their own, so that none is left behind. */
export function start(file, args, options) {
  const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
  let text = '';
  const read = (chunk) => {
    text = (text + chunk.toString()).slice(-20_000);
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.once('error', read);
  return {
    pid: child.pid,
    output: () => text,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async stop() {
      child.kill('SIGTERM');
      await Promise.race([ended, wait(20_000)]);
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Nobody of the group is left.
      }
    },
  };
}

export async function until(what, started, isThere, seconds) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await wait(100)) {
    if (started.hasEnded()) throw new Error(`${what} ended:\n${started.output()}`);
    if (await isThere().catch(() => false)) return;
  }
  throw new Error(`${what} did not start within ${seconds} s:\n${started.output()}`);
}

/** A new folder and free ports for a product of its own: what it is started with, its operator's command, and what removes it. */
export async function prepareProduct(prefix, settings = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
  fs.chmodSync(folder, 0o755);
  const [port, web, internal] = await Promise.all([freePort(), freePort(), freePort()]);
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    WEB_URL: `127.0.0.1:${web}`,
    GATEWAY_INTERNAL_URL: `127.0.0.1:${internal}`,
    IMPLANTA_DATA: path.join(folder, 'data'),
    DATABASE_URL: '',
    PUBLIC_URL: '',
    GATEWAY_PROCESSES: '1',
    ...settings,
  };
  return {
    folder,
    port,
    env,
    admin: (...words) =>
      execFileSync(process.execPath, ['server/start.mjs', '--admin', ...words], {
        cwd: root,
        env,
        encoding: 'utf8',
      }).trim(),
    remove() {
      const data = path.join(folder, 'data', 'postgres');
      if (fs.existsSync(data)) fs.rmSync(fs.realpathSync(data), { recursive: true, force: true });
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The product as `npm start` starts it, in a new folder, with a model of the catalogue loaded through its own protocol. */
export async function startImplanta(undo, model = 'mlp', settings = {}) {
  const { folder, port, env, admin, remove } = await prepareProduct('implanta-bench-', {
    LOG_DURABILITY: 'process',
    ...settings,
  });
  undo.push(remove);
  const product = start(process.execPath, ['server/start.mjs'], { env });
  undo.push(() => product.stop());
  await until('Implanta', product, async () => product.output().includes('curl '), 300);
  const setUpLink = /https?:\/\/\S+\/setup\?t=\S+/.exec(product.output())?.[0] ?? '';
  const key = admin('key', 'create', '--name', 'bench', '--scopes', 'predict,read,write,admin');
  const headers = { authorization: `Bearer ${key}` };
  const url = `http://127.0.0.1:${port}`;
  const load = async (name, file) => {
    const loaded = await fetch(`${url}/v2/repository/models/${name}/load`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        parameters: { config: '{}', 'file:1/model.onnx': fs.readFileSync(file).toString('base64') },
      }),
    });
    if (!loaded.ok) throw new Error(`the model ${name} was not loaded: ${loaded.status} ${await loaded.text()}`);
  };
  await load(model, prepareModel(model));
  const pidFile = path.join(folder, 'data', 'postgres', 'postmaster.pid');
  return {
    name: 'Implanta',
    port,
    path: inferPath(model),
    headers,
    url,
    load,
    setUpLink,
    databaseUrl: () => admin('database', 'url'),
    pids: () => [product.pid, Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0])],
    gatewayPid: () => Number(fs.readFileSync(path.join(folder, 'data', 'run', 'gateway.pid'), 'utf8')),
    health: async () => (await fetch(`${url}/api/health/ready`)).json(),
    /** Waits until the log has caught up, so that its work is not charged to the next system. Returns the rows that were behind. */
    async settle() {
      let behind = null;
      for (;;) {
        const { spool } = await (await fetch(`${url}/api/health/ready`)).json();
        behind ??= spool.pendingRows;
        if (spool.pendingRows === 0) return behind;
        await wait(50);
      }
    },
  };
}

/** The same model of the same product once more, deployed so that its calls are counted and none is kept in the log. */
export async function withoutLog(implanta) {
  const name = 'mlp-not-logged';
  await implanta.load(name, prepareModel('mlp'));
  const deployed = await fetch(`${implanta.url}/api/models/${name}/deployment`, {
    method: 'PUT',
    headers: { ...implanta.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ logPercent: 0 }),
  });
  if (!deployed.ok) throw new Error(`the log was not switched off: ${deployed.status} ${await deployed.text()}`);
  return { ...implanta, name: 'Implanta, not logged', path: inferPath(name) };
}

/** The Python that FastAPI runs in. */
export const preparePeers = () => preparePython('bench', path.join(root, 'bench/peers/requirements.txt'));

/** FastAPI, orjson and onnxruntime under uvicorn with uvloop and httptools. */
export async function startFastApi(undo, python, workers, model = 'mlp') {
  const port = await freePort();
  const server = start(
    python,
    [
      ...['-m', 'uvicorn', 'fastapi_server:app', '--app-dir', 'bench/peers', '--host', '127.0.0.1'],
      ...['--port', String(port), '--workers', String(workers), '--loop', 'uvloop', '--http', 'httptools'],
      ...['--no-access-log', '--log-level', 'warning'],
    ],
    {
      env: {
        PATH: process.env.PATH,
        MODEL: prepareModel(model),
        MODEL_NAME: model,
        PYTHONDONTWRITEBYTECODE: '1',
      },
    },
  );
  undo.push(() => server.stop());
  const isReady = async () => (await fetch(`http://127.0.0.1:${port}/ready`)).ok;
  await until('FastAPI', server, isReady, 60);
  // The second worker may still be starting.
  await wait(1500);
  return {
    peer: 'FastAPI',
    name: `FastAPI, ${workers} worker${workers > 1 ? 's' : ''}`,
    port,
    path: inferPath(model),
    headers: {},
    pids: () => [server.pid],
    settle: async () => 0,
  };
}
