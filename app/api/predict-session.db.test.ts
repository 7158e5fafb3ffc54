import fs from 'node:fs';
import type { Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listServingRows } from '@/lib/domain/registry';
import { Fleet, GroupedSpool, IdempotencyKeys } from '@/lib/domain/serving';
import { SpoolWriter } from '@/lib/engine/spool';
import { env } from '@/lib/platform/env';
import type { Gateway } from '@/server/gateway/gateway';
import { createInternalServer } from '@/server/gateway/internal-server';
import { callRoute } from './call-route';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
let server: Server;
let fleet: Fleet;
let writer: SpoolWriter;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-session-'));
beforeAll(async () => {
  project = await createTestProject();
  await uploadFixture(project, 'iris_logreg_zipmap', 'iris');
  const ctx = systemCtxOfTest();
  fleet = new Fleet(os.totalmem());
  fleet.update(await listServingRows(ctx.db, project.id), project.id);
  writer = new SpoolWriter({ folder, segmentBytes: 1e6, capBytes: 1e7, syncBefore: false });
  const gateway: Pick<Gateway, 'fleet' | 'tools' | 'log'> = {
    fleet,
    tools: {
      spool: new GroupedSpool(writer, 'process', () => {}),
      keys: new IdempotencyKeys(),
      secret: 's'.repeat(64),
    },
    log: ctx.log,
  };
  // Predictions ask nothing else of a gateway.
  server = createInternalServer(gateway as Gateway, env().INTERNAL_SECRET ?? '');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  Object.assign(env(), { GATEWAY_INTERNAL_URL: `127.0.0.1:${typeof address === 'object' ? address?.port : 0}` });
});
afterAll(() => {
  server.close();
  fleet.update([], project.id);
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a session’s call with an Idempotency-Key is answered once, and the same again', async () => {
  const session = await project.cookieOf('user');
  const flower = { X: [5.1, 3.5, 1.4, 0.2] };
  const send = (row: object, headers: Record<string, string>, query: Record<string, string> = {}) =>
    callRoute('POST', '/api/models/{model}/predict', {
      params: { model: 'iris' },
      query,
      headers: { ...session, ...headers },
      body: { rows: [row] },
    });
  const key = { 'idempotency-key': 'one' };
  const first = await send(flower, key);
  const again = await send(flower, key);
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(again.headers.get('x-prediction-id')).toBe(first.headers.get('x-prediction-id'));
  expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
  expect(await again.json()).toEqual(await first.json());
  const other = await send({ X: [9, 3.5, 1.4, 0.2] }, key);
  expect([other.status, (await other.json()).reason]).toEqual([409, 'idempotency_conflict']);
  expect((await send(flower, { 'idempotency-key': 'k'.repeat(256) })).status).toBe(400);
  // What is not logged is not kept, and what failed may be tried again.
  const dry = await send(flower, { 'idempotency-key': 'dry' }, { dryRun: '1' });
  expect((await send(flower, { 'idempotency-key': 'dry' })).headers.get('idempotent-replayed')).toBeNull();
  expect(dry.status).toBe(200);
  expect((await send({}, { 'idempotency-key': 'tried' })).status).toBe(422);
  expect((await send(flower, { 'idempotency-key': 'tried' })).status).toBe(200);
});

test('a version is asked by the name of its environment, apart from production', async () => {
  const { model } = await uploadFixture(project, 'iris_logreg_zipmap', 'staged');
  await uploadFixture(project, 'iris_logreg_zipmap', 'staged');
  const ctx = systemCtxOfTest();
  const send = async (role: 'reviewer' | 'user', version: string) =>
    callRoute('POST', '/api/models/{model}/predict', {
      params: { model: 'staged' },
      query: { version },
      headers: await project.cookieOf(role),
      body: { rows: [{ X: [5.1, 3.5, 1.4, 0.2] }] },
    });
  const serve = async () => fleet.update(await listServingRows(ctx.db, project.id), project.id);
  await serve();
  const nothing = await send('reviewer', 'staging');
  expect([nothing.status, (await nothing.json()).reason]).toEqual([404, 'nothing_in_staging']);
  await ctx.db.model.update({ where: { id: model.id }, data: { champion: 1, staging: 2 } });
  await serve();
  const staged = await send('reviewer', 'staging');
  expect(await staged.json()).toMatchObject({ version: 2, route: 'staging' });
  expect(['x-model-version', 'x-route'].map((name) => staged.headers.get(name))).toEqual(['2', 'staging']);
  expect(await (await send('reviewer', 'production')).json()).toMatchObject({ version: 1, route: 'champion' });
  expect(await (await send('reviewer', '2')).json()).toMatchObject({ version: 2, route: 'champion' });
  expect((await send('user', 'staging')).status).toBe(403);
  expect((await send('user', 'production')).status).toBe(200);
  expect((await send('reviewer', 'testing')).status).toBe(404);
});
