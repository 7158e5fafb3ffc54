// Other systems around the same network, each as its documentation starts it and at the setting that was best on two cores.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { prepareModel } from './models/catalogue.mjs';
import { preparePython, run } from './python-environment.mjs';
import { freePort, inferPath, preparePeers, root, start, startFastApi, until, wait } from './systems.mjs';

const READY_S = 120;

const folderOf = (name) => path.join(root, 'bench/peers', name);
const prepare = (name) => preparePython(`bench-${name}`, path.join(folderOf(name), 'requirements.txt'));

/** The environment of a peer: nothing of ours but what it needs, and its own programs first. */
const environment = (python, more) => ({
  PATH: `${path.dirname(python)}:${process.env.PATH}`,
  HOME: path.join(root, '.build/bench'),
  MODEL: prepareModel('mlp'),
  PYTHONDONTWRITEBYTECODE: '1',
  ...more,
});

/** `2 workers`, `1 worker`. */
const some = (count, what) => `${count} ${what}${count === 1 ? '' : 's'}`;
const batches = (size) => (size > 1 ? `, batches of ${size}` : '');

/** Waits until it answers and its workers had time to come up, and describes it to the load generator. */
async function described(undo, server, { peer, setting, port, readyPath, ...more }) {
  undo.push(() => server.stop());
  const isReady = async () => (await fetch(`http://127.0.0.1:${port}${readyPath}`)).ok;
  await until(peer, server, isReady, READY_S);
  await wait(3000);
  return {
    peer,
    name: `${peer}, ${setting}`,
    port,
    headers: {},
    pids: () => [server.pid],
    settle: async () => 0,
    ...more,
  };
}

/** `inputs` are the values of each body, as one row each. */
const asJson = (inputs) => inputs.map((values) => JSON.stringify({ inputs: [values] }));

export async function startMlserver(undo, { workers, batch }) {
  const python = prepare('mlserver');
  const [port, grpc, metrics] = await Promise.all([freePort(), freePort(), freePort()]);
  const env = environment(python, {
    PYTHONPATH: folderOf('mlserver'),
    MLSERVER_HOST: '127.0.0.1',
    MLSERVER_HTTP_PORT: String(port),
    MLSERVER_GRPC_PORT: String(grpc),
    MLSERVER_METRICS_PORT: String(metrics),
    MLSERVER_PARALLEL_WORKERS: String(workers),
    MLSERVER_DEBUG: 'false',
    MLSERVER_MODEL_MAX_BATCH_SIZE: String(batch),
    MLSERVER_MODEL_MAX_BATCH_TIME: batch > 1 ? '0.001' : '0',
  });
  const server = start(path.join(path.dirname(python), 'mlserver'), ['start', folderOf('mlserver')], { env });
  return described(undo, server, {
    peer: 'MLServer',
    setting: `${some(workers, 'worker')}${batches(batch)}`,
    port,
    readyPath: '/v2/models/mlp/ready',
    path: inferPath('mlp'),
  });
}

export async function startLitserve(undo, inputs, { servers, batch }) {
  const python = prepare('litserve');
  const port = await freePort();
  const args = [path.join(folderOf('litserve'), 'server.py'), ...[port, servers, batch].map(String)];
  const server = start(python, args, { env: environment(python) });
  return described(undo, server, {
    peer: 'LitServe',
    setting: `${some(servers, 'server')}${batches(batch)}`,
    port,
    readyPath: '/health',
    path: '/predict',
    bodies: asJson(inputs),
    reader: 'predictions',
  });
}

export async function startBentoml(undo, inputs, { workers, batch }) {
  const python = prepare('bentoml');
  const port = await freePort();
  const args = [...['-m', 'bentoml', 'serve', 'service:Mlp', '--working-dir', folderOf('bentoml')], '--quiet'];
  const server = start(python, [...args, '--host', '127.0.0.1', '--port', String(port)], {
    env: environment(python, { WORKERS: String(workers), BATCH: String(batch), BENTOML_DO_NOT_TRACK: 'True' }),
  });
  return described(undo, server, {
    peer: 'BentoML',
    setting: `${some(workers, 'worker')}${batches(batch)}`,
    port,
    readyPath: '/readyz',
    path: '/predict',
    bodies: asJson(inputs),
    reader: 'list',
  });
}

export async function startMlflow(undo, inputs, workers) {
  const python = prepare('mlflow');
  const folder = path.join(root, '.build/bench/mlflow');
  fs.rmSync(folder, { recursive: true, force: true });
  const env = environment(python, { MLFLOW_DISABLE_TELEMETRY: 'true', MLFLOW_TRACKING_URI: `${folder}-runs` });
  run(python, [path.join(folderOf('mlflow'), 'save_model.py'), env.MODEL, folder], { env, stdio: 'ignore' });
  const port = await freePort();
  const args = ['-m', 'mlflow', 'models', 'serve', '--model-uri', folder, '--env-manager', 'local'];
  const server = start(python, [...args, '--port', String(port), '--workers', String(workers)], { env });
  return described(undo, server, {
    peer: 'MLflow',
    setting: some(workers, 'worker'),
    port,
    readyPath: '/ping',
    path: '/invocations',
    bodies: asJson(inputs),
    reader: 'predictions',
  });
}

/** The program of the Rust server, built; null, with a sentence, where there is no cargo. */
export function buildRust() {
  if (spawnSync('cargo', ['--version']).status !== 0) {
    console.log('The Rust server is left out: cargo, the optional tool chain that builds it, is not installed.');
    return null;
  }
  const target = path.join(root, '.build/bench/rust');
  console.log('Building the Rust server with cargo; the first time takes a minute.');
  run('cargo', [
    ...['build', '--quiet', '--release', '--locked', '--target-dir', target],
    ...['--manifest-path', path.join(folderOf('rust'), 'Cargo.toml')],
  ]);
  return path.join(target, 'release/rust-peer');
}

export async function startRust(undo, program, threads) {
  const port = await freePort();
  const native = path.join(root, 'node_modules/onnxruntime-node/bin/napi-v6', process.platform, process.arch);
  const library = fs.readdirSync(native).find((name) => /^libonnxruntime\.(so|.*dylib)/.test(name));
  const server = start(program, [prepareModel('mlp'), port, threads].map(String), {
    env: { PATH: process.env.PATH, ORT_DYLIB_PATH: path.join(native, library) },
  });
  return described(undo, server, {
    peer: 'Rust',
    setting: some(threads, 'thread'),
    port,
    readyPath: '/ready',
    path: inferPath('mlp'),
  });
}

/** What `--peers` takes, each with a way to start it at its best settings: gives a list of systems. */
export const PEERS = {
  fastapi: async (undo) => {
    const python = preparePeers();
    return [await startFastApi(undo, python, 1), await startFastApi(undo, python, 2)];
  },
  // In one process: batches made it slower, and so did handing calls to workers.
  mlserver: async (undo) => [await startMlserver(undo, { workers: 0, batch: 1 })],
  // Two processes that speak HTTP before one that runs the model; batches of up to 64 gathered for 1 ms.
  litserve: async (undo, inputs) => [await startLitserve(undo, inputs, { servers: 2, batch: 64 })],
  // Two workers, each with adaptive batches: without them it answers a third of that.
  bentoml: async (undo, inputs) => [await startBentoml(undo, inputs, { workers: 2, batch: 64 })],
  // One worker: two are slower, at one connection by far (their answers wait 44 ms for the acknowledgement of the head).
  mlflow: async (undo, inputs) => [await startMlflow(undo, inputs, 1)],
  // A thread for each core, or one that leaves a core to the caller.
  rust: async (undo) => {
    const program = buildRust();
    return program ? [await startRust(undo, program, 1), await startRust(undo, program, 2)] : [];
  },
};

const SHOWN = /^(fastapi|uvicorn|orjson|mlserver|litserve|bentoml|mlflow|onnxruntime|hyper|ort|tokio)$/;

/** The pinned versions of a peer that matter to its speed, in words. */
export function pinsOf(name) {
  const file = name === 'rust' ? 'rust/Cargo.toml' : `${name === 'fastapi' ? '' : `${name}/`}requirements.txt`;
  const lines = fs.readFileSync(path.join(root, 'bench/peers', file), 'utf8').split('\n');
  const pins = lines.map((line) => /^([\w-]+) ?=.*?=([\w.-]+)/.exec(line)).filter((pin) => pin && SHOWN.test(pin[1]));
  return `${name}: ${pins.map(([, key, version]) => `${key} ${version}`).join(', ')}`;
}
