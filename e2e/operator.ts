import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import pg from 'pg';
import { type ExampleModel, exampleFile } from './example-models';
import { PROJECT } from './people';

const root = path.resolve(import.meta.dirname, '..');

/** What the operator's command prints. */
export const admin = (...words: string[]): string =>
  execFileSync(process.execPath, ['server/start.mjs', '--admin', ...words], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', IMPLANTA_DATA: process.env.E2E_DATA, DATABASE_URL: '' },
    encoding: 'utf8',
  }).trim();

export const makeKey = (name: string, scopes: string): string =>
  admin('key', 'create', '--name', name, '--scopes', scopes, '--project', PROJECT);

/** A call to the product by key; the answer is not read as anything yet. */
export const call = (key: string, method: string, address: string, body?: unknown): Promise<Response> =>
  fetch(`${process.env.E2E_URL}${address}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      // A kept connection may have been closed while this process waited for a child and could not see it.
      connection: 'close',
      ...(body === undefined || body instanceof Uint8Array ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined
      ? {}
      : { body: body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
  });

/** Registers an example model under a name of its own. */
export async function registerExample(key: string, model: ExampleModel, name: string): Promise<void> {
  const answer = await call(
    key,
    'PUT',
    `/api/models/${name}/versions`,
    fs.readFileSync(exampleFile(model, 'model.onnx')),
  );
  expect(answer.status, await answer.text()).toBe(201);
}

/** Asks a model of irises so many times, with what it takes or with a text that it refuses, and waits for the log. */
export async function askIris(key: string, model: string, calls: number, isGood: boolean): Promise<void> {
  for (let i = 0; i < calls; i++) {
    const data = isGood ? [5.1, 3.5, 1.4, 0.2] : ['a text', 3.5, 1.4, 0.2];
    const answer = await call(key, 'POST', `/v2/models/${model}/infer`, {
      inputs: [{ name: 'X', shape: [1, 4], datatype: 'FP32', data }],
    });
    expect(answer.ok, await answer.text()).toBe(isGood);
  }
  await drained();
}

/** The incident of a new rule that any answer of the model breaks. */
export async function openIncident(key: string, of: { name: string; model: string }): Promise<string> {
  const limits = { basis: 'fixed', alert: 0 };
  const rule = { ...of, measure: 'latency-p95', comparison: 'above', limits, windowMinutes: 1440 };
  const made = await call(key, 'POST', '/api/alert-rules', rule);
  const { id } = (await made.json()).rule;
  const find = async () => (await (await call(key, 'GET', `/api/alert-rules/${id}`)).json()).openIncident?.id ?? '';
  await expect.poll(find, { timeout: 30_000 }).not.toBe('');
  return find();
}

/** Saves rows as a new dataset, in place of one that has the name. */
export async function saveDataset(
  key: string,
  name: string,
  csv: string,
  { time = null }: { time?: string | null } = {},
): Promise<string> {
  const { datasets } = await (await call(key, 'GET', '/api/datasets')).json();
  for (const { id } of datasets.filter((one: { name: string }) => one.name === name))
    await call(key, 'DELETE', `/api/datasets/${id}`);
  const sent = await fetch(`${process.env.E2E_URL}/api/dataset-uploads?filename=rows.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv', connection: 'close' },
    body: csv,
  });
  expect(sent.status, await sent.clone().text()).toBe(201);
  const upload = await sent.json();
  const columns = upload.columns.map((column: { name: string; type: string }) => ({
    name: column.name,
    type: column.name === time ? 'time' : column.type,
  }));
  const [target, ...others] = columns.map((column: { name: string }) => column.name).reverse();
  const roles = { target, time, features: others.filter((other: string) => other !== time) };
  const saved = await call(key, 'POST', '/api/datasets', { uploadId: upload.id, place: { name }, columns, roles });
  expect(saved.status, await saved.clone().text()).toBe(201);
  return (await saved.json()).version.datasetId;
}

/** Waits until all that was answered is in the database. */
export async function drained(): Promise<void> {
  await expect
    .poll(
      async () => {
        const health = await fetch(`${process.env.E2E_URL}/api/health/ready`);
        const { spool } = await health.json();
        return spool.pendingRows;
      },
      { timeout: 60_000 },
    )
    .toBe(0);
}

/** Rows of a question to the product's database. */
export async function ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: process.env.E2E_DATABASE_URL });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
