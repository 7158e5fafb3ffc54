import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { pythonOf } from './clients/python-environment';
import { EXAMPLE_MODELS, exampleFile } from './example-models';
import { admin, call, registerExample } from './operator';

const folder = path.join(import.meta.dirname, 'clients');

const SCRIPTS = [
  { name: 'tritonclient', environment: 'kserve', file: 'triton_http.py' },
  { name: 'tritonclient on asyncio', environment: 'kserve', file: 'triton_aio.py' },
  { name: 'tritonclient over gRPC', environment: 'kserve', file: 'triton_grpc.py' },
  { name: 'kserve', environment: 'kserve', file: 'kserve_rest.py' },
  { name: 'mlserver', environment: 'mlserver', file: 'mlserver_codecs.py' },
  { name: 'MLflow', environment: 'mlserver', file: 'mlflow_shapes.py' },
] as const;

/** The names of a script's checks, so that each of them is a test of its own. */
const checksIn = (file: string): string[] =>
  [...fs.readFileSync(path.join(folder, file), 'utf8').matchAll(/^@check\("(.+)"\)$/gm)].map(([, name = '']) => name);

type Results = Map<string, string | null>;

/** Runs a script once: the fault of each check, or null. */
function run(environment: 'kserve' | 'mlserver', file: string, key: string): Results {
  const { status, stdout, stderr, error } = spawnSync(pythonOf(environment), [path.join(folder, file)], {
    encoding: 'utf8',
    timeout: 80_000,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: '1',
      CLIENTS_URL: process.env.E2E_URL,
      CLIENTS_GRPC: `localhost:${process.env.E2E_GRPC_PORT}`,
      CLIENTS_KEY: key,
      CLIENTS_FIXTURES: path.dirname(path.dirname(exampleFile('digits_conv', 'model.onnx'))),
    },
  });
  if (error) throw error;
  expect(status, `${file} failed:\n${stderr}`).toBe(0);
  const results: Results = new Map();
  for (const line of stdout.split('\n').filter((line) => line.startsWith('{'))) {
    const { check, error: fault } = JSON.parse(line);
    results.set(check, fault);
  }
  return results;
}

if (process.env.WITHOUT_PYTHON !== '1') {
  let key = '';
  test.beforeAll(async () => {
    // The first run on a machine fetches the packages.
    test.setTimeout(600_000);
    for (const environment of ['kserve', 'mlserver'] as const) pythonOf(environment);
    // A project of its own: its models are none of the other journeys' business. A failure begins a new worker, which makes another.
    const project = `Real clients ${randomUUID()}`;
    admin('project', 'create', project);
    key = admin('key', 'create', '--name', 'real clients', '--scopes', 'predict,read,write', '--project', project);
    for (const model of EXAMPLE_MODELS) await registerExample(key, model, model);
    // What the root addresses mean.
    await registerExample(key, 'iris_logreg_zipmap', 'default');
  });

  test.afterAll(async () => {
    for (const model of [...EXAMPLE_MODELS, 'default'])
      await call(key, 'POST', `/v2/repository/models/${model}/unload`);
  });

  for (const { name, environment, file } of SCRIPTS) {
    let results: Results | undefined;
    for (const check of checksIn(file))
      test(`${name}: ${check}`, () => {
        results ??= run(environment, file, key);
        expect(results.has(check), 'the script did not come to this check').toBe(true);
        expect(results.get(check) ?? '').toBe('');
      });
  }
}
