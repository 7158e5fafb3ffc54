import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import { beforeAll, expect, test, vi } from 'vitest';
import { artifacts, getModel, partFile, sweepUploads } from '@/lib/domain/registry';
import type { OverlaySuggestion, OverlayView, Upload, Version } from '@/lib/domain/registry/schema';
import { endlessLoopModel } from '@/lib/pure/onnx/hazard-models';
import { callRoute } from './call-route';
import {
  auditActions,
  createTestProject,
  fixtureFile,
  systemCtxOfTest,
  type TestProject,
  uploadFixture,
} from './test-project';

const VERSIONS = '/api/models/{model}/versions';
const VERSION = '/api/models/{model}/versions/{number}';

let project: TestProject;
let scientist: Record<string, string>;
let iris: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  project = await createTestProject();
  scientist = await project.cookieOf('scientist');
  iris = new Uint8Array(fs.readFileSync(fixtureFile('iris_logreg_zipmap')));
});

const put = (model: string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  callRoute('PUT', VERSIONS, {
    params: { model },
    query: { filename: '../../etc/pass wd.onnx' },
    headers: { ...scientist, 'content-length': String(body.length), ...headers },
    body,
  });

const leftovers = async (model: string) => ({
  model: await systemCtxOfTest().db.model.count({ where: { projectId: project.id, name: model } }),
  files: fs.readdirSync(partFile('00000000-0000-4000-8000-000000000000').replace(/\/[^/]+$/, '')).length,
});

test('uploads a file as a version and leaves one event', async () => {
  const response = await put('iris', iris, { 'x-sha256': createHash('sha256').update(iris).digest('hex') });
  const version = (await response.json()) as Version;
  expect(response.status).toBe(201);
  expect(version).toMatchObject({ number: 1, isChampion: true, sizeBytes: iris.length });
  expect(version.filename).not.toContain('/');
  expect(await auditActions('model:iris/1')).toContain('version.register');
});

test('refuses a body without length, too large, too short, or with other bytes, and keeps nothing of it', async () => {
  const none = await callRoute('PUT', VERSIONS, {
    params: { model: 'bad' },
    headers: scientist,
    body: new ReadableStream(),
  });
  expect(none.status).toBe(400);
  expect((await put('bad', iris, { 'content-length': '2147483648' })).status).toBe(413);
  expect((await put('bad', iris, { 'content-length': String(iris.length + 5) })).status).toBe(400);
  expect((await put('bad', iris, { 'content-length': String(iris.length - 5) })).status).toBe(400);
  expect((await put('bad', iris, { 'x-sha256': '0'.repeat(64) })).status).toBe(422);
  expect((await put('bad', new TextEncoder().encode('no model'))).status).toBe(422);
  expect((await put('bad', iris, { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(415);
  expect((await put('new', iris)).status).toBe(422);
  expect(await leftovers('bad')).toEqual({ model: 0, files: 0 });
});

test('refuses an upload by a reviewer and by a key that reads', async () => {
  expect((await put('iris', iris, await project.cookieOf('reviewer'))).status).toBe(403);
  const response = await callRoute('PUT', VERSIONS, {
    params: { model: 'iris' },
    headers: { authorization: `Bearer ${project.keys.read}`, 'content-length': '3' },
    body: 'abc',
  });
  expect(response.status).toBe(403);
});

const announce = async (body: object): Promise<Upload> => {
  const response = await callRoute('POST', '/api/uploads', { headers: scientist, body });
  expect(response.status).toBe(201);
  return (await response.json()) as Upload;
};

const part = (id: string, from: number, to: number, total = iris.length) =>
  callRoute('PUT', '/api/uploads/{id}', {
    params: { id },
    headers: {
      ...scientist,
      'content-length': String(to - from),
      'content-range': `bytes ${from}-${to - 1}/${total}`,
    },
    body: iris.slice(from, to),
  });

const settled = async (id: string): Promise<Upload> => {
  for (let i = 0; i < 1000; i++) {
    const response = await callRoute('GET', '/api/uploads/{id}', { params: { id }, headers: scientist });
    const upload = (await response.json()) as Upload;
    if (upload.state !== 'checking') return upload;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error('the check did not end');
};

test('takes a file in parts, names the byte it wants, and checks it in the background', async () => {
  const { id } = await announce({ model: 'parts', filename: 'model.onnx', sizeBytes: iris.length });
  expect((await part(id, 0, 300)).status).toBe(200);
  const wrong = await part(id, 100, 200);
  expect(wrong.status).toBe(409);
  expect(await wrong.json()).toMatchObject({ reason: 'wrong_offset', details: { receivedBytes: 300 } });
  const head = await callRoute('HEAD', '/api/uploads/{id}', { params: { id }, headers: scientist });
  expect(head.headers.get('upload-offset')).toBe('300');
  expect((await part(id, 300, 500, iris.length + 1)).status).toBe(400);
  expect(((await (await part(id, 300, iris.length)).json()) as Upload).state).toBe('checking');
  expect(await settled(id)).toMatchObject({ state: 'ready', versionNumber: 1, problem: null });
  expect((await getModel(project.as('user'), { model: 'parts' })).champion).toBe(1);
});

test('tells why a file in parts was refused, cancels one, and sweeps a forgotten one', async () => {
  const refused = await announce({ model: 'parts2', filename: 'model.onnx', sizeBytes: 300 });
  await part(refused.id, 0, 300, 300);
  expect((await settled(refused.id)).problem?.message).toMatch(/./);
  expect((await settled(refused.id)).state).toBe('refused');
  const cancelled = await announce({ model: 'parts3', filename: 'model.onnx', sizeBytes: iris.length });
  await part(cancelled.id, 0, 10);
  const response = await callRoute('DELETE', '/api/uploads/{id}', { params: { id: cancelled.id }, headers: scientist });
  expect(((await response.json()) as Upload).state).toBe('cancelled');
  const forgotten = await announce({ model: 'parts4', filename: 'model.onnx', sizeBytes: iris.length });
  await part(forgotten.id, 0, 10);
  const tomorrow = { ...systemCtxOfTest(), now: () => new Date(Date.now() + 25 * 3_600_000) };
  expect(await sweepUploads(tomorrow)).toBe(1);
  expect((await settled(forgotten.id)).state).toBe('cancelled');
  expect(fs.existsSync(partFile(forgotten.id))).toBe(false);
  await expect(sweepUploads(project.as('administrator'))).rejects.toMatchObject({ code: 'forbidden' });
});

test('answers 404 for crooked ids and foreign projects, never 500', async () => {
  const stranger = await (await createTestProject()).cookieOf('administrator');
  for (const id of ['x', '%ff', '00000000-0000-0000-0000-000000000000', '1'.repeat(500)])
    expect((await callRoute('GET', '/api/uploads/{id}', { params: { id }, headers: scientist })).status).toBe(404);
  for (const number of ['0', '-1', '1e3', '99999999999', 'x', '7'])
    expect((await callRoute('GET', VERSION, { params: { model: 'iris', number }, headers: scientist })).status).toBe(
      404,
    );
  const { id } = await getModel(project.as('user'), { model: 'iris' });
  expect((await callRoute('GET', '/api/models/{model}', { params: { model: id }, headers: stranger })).status).toBe(
    404,
  );
});

test('saves names for columns, tells what changed, and refuses what does not fit', async () => {
  const params = { model: 'iris', number: '1' };
  const suggest = await callRoute('POST', `${VERSION}/overlay/suggest`, {
    params,
    headers: { ...scientist, 'content-type': 'text/csv' },
    body: fs.readFileSync('lib/pure/onnx/fixtures/iris_logreg_zipmap/train.csv', 'utf8'),
  });
  const suggestion = (await suggest.json()) as OverlaySuggestion;
  expect(suggestion).toMatchObject({ matchedBy: 'position', leftOut: ['target'] });
  expect(suggestion.overlay.columns.map(({ name }) => name)[3]).toBe('petal_width_cm');
  expect(suggestion.overlay.columns[0]).toMatchObject({ kind: 'number', index: 0 });
  expect(suggestion.overlay.examples).toHaveLength(20);
  const save = (body: object, headers = scientist) => callRoute('PUT', `${VERSION}/overlay`, { params, headers, body });
  const saved = await save(suggestion.overlay);
  expect(saved.status).toBe(200);
  expect(((await saved.json()) as OverlayView).saved?.revision).toBe(1);
  const few = await save({ ...suggestion.overlay, columns: suggestion.overlay.columns.slice(0, 2) });
  expect(few.status).toBe(422);
  expect(await few.text()).toMatch(/has 4 values a row, and 2 of them/);
  expect((await save({ ...suggestion.overlay, classNames: { unknown: 'x' } })).status).toBe(422);
  expect((await save(suggestion.overlay, await project.cookieOf('reviewer'))).status).toBe(403);
  expect(await auditActions('model:iris/1')).toContain('overlay.save');
  const header = await callRoute('POST', `${VERSION}/overlay/suggest`, {
    params,
    headers: scientist,
    body: { header: ['a', 'b', 'c', 'd'] },
  });
  expect(((await header.json()) as OverlaySuggestion).overlay.columns.map(({ name }) => name)).toEqual([
    'a',
    'b',
    'c',
    'd',
  ]);
});

test('describes a model with its real columns', async () => {
  const { version } = await uploadFixture(project, 'mixed_columns');
  expect(version.number).toBe(1);
  const response = await callRoute('GET', '/api/models/{model}/openapi.json', {
    params: { model: 'mixed_columns' },
    headers: { authorization: `Bearer ${project.keys.read}` },
  });
  expect(await response.json()).toMatchObject({ openapi: '3.1.0' });
});

test('promotes, unloads and loads versions; the champion stays in service', async () => {
  await uploadFixture(project, 'iris_logreg_zipmap', 'iris');
  const act = (action: string, number: string, headers = scientist) =>
    callRoute('POST', `${VERSION}/${action}`, { params: { model: 'iris', number }, headers });
  expect((await act('unload', '2')).status).toBe(409);
  expect((await act('champion', '1')).status).toBe(200);
  expect(((await (await act('unload', '2')).json()) as Version).loaded).toBe(false);
  expect(((await (await act('load', '2')).json()) as Version).loaded).toBe(true);
  expect(await auditActions('model:iris/2')).toEqual(['version.register', 'version.unload', 'version.load']);
  expect(await auditActions('model:iris/1')).toContain('version.promote');
  expect((await act('champion', '2', await project.cookieOf('user'))).status).toBe(403);
});

test('deletes a model only by its name, with the files that nothing else needs', async () => {
  const remove = (model: string, name: string) =>
    callRoute('DELETE', '/api/models/{model}', { params: { model }, query: { name }, headers: scientist });
  const { version } = await uploadFixture(project, 'diabetes_ridge', 'ridge');
  const sha256 = String(version.sha256);
  await uploadFixture(project, 'diabetes_ridge', 'ridge-again');
  expect((await remove('ridge', 'other')).status).toBe(422);
  expect((await remove('ridge', 'ridge')).status).toBe(204);
  expect(await artifacts().has(project.id, sha256)).toBe(true);
  expect((await remove('ridge-again', 'ridge-again')).status).toBe(204);
  expect(await artifacts().has(project.id, sha256)).toBe(false);
  expect(await systemCtxOfTest().db.artifact.count({ where: { projectId: project.id, sha256 } })).toBe(0);
  expect(await auditActions('model:ridge')).toEqual(['model.delete']);
});

test('removes files that no row names after a day, and no others', async () => {
  const { version } = await uploadFixture(project, 'diabetes_ridge', 'ridge-kept');
  const keep = async (text: string) => {
    const file = artifacts().temporary();
    fs.writeFileSync(file, text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    await artifacts().keep(project.id, sha256, file);
    return sha256;
  };
  const left = await keep('of a process that died');
  const has = () => Promise.all([left, String(version.sha256)].map((name) => artifacts().has(project.id, name)));
  await sweepUploads(systemCtxOfTest());
  expect(await has()).toEqual([true, true]);
  await sweepUploads({ ...systemCtxOfTest(), now: () => new Date(Date.now() + 25 * 3_600_000) });
  expect(await has()).toEqual([false, true]);
});

test('answers a method that an address does not have with a 405 problem', async () => {
  const response = await callRoute('DELETE', '/api/models', { headers: scientist });
  expect(response.status).toBe(405);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('allow')).toBe('GET, POST');
});

test('deploys a canary and a shadow, keeps an event, and gives them up when they become champion', async () => {
  const name = 'deployed';
  for (const _ of [1, 2, 3]) expect((await put(name, iris)).status).toBe(201);
  const deployTo = async (body: unknown, headers = scientist) => {
    const reply = await callRoute('PUT', '/api/models/{model}/deployment', {
      params: { model: name },
      headers,
      body: body as object,
    });
    return { status: reply.status, body: await reply.json() };
  };
  const canary = { version: 1, percent: 10, splitBy: 'entity' as const };
  const first = await deployTo({ canary, shadow: 2, logPercent: 50, runners: 2 });
  expect([first.status, first.body]).toMatchObject([
    200,
    { champion: 3, deployment: { canary, shadow: 2, logPercent: 50, runners: 2, newVersions: 'champion' } },
  ]);
  expect(await auditActions(`model:${name}`)).toEqual(['model.deploy']);
  const unload = await callRoute('POST', `${VERSION}/unload`, {
    params: { model: name, number: '2' },
    headers: scientist,
  });
  expect([unload.status, await unload.json()]).toMatchObject([409, { code: 'conflict' }]);
  await callRoute('POST', `${VERSION}/champion`, { params: { model: name, number: '1' }, headers: scientist });
  expect((await getModel(project.as('user'), { model: name })).deployment).toEqual({
    canary: null,
    shadow: 2,
    logPercent: 50,
    runners: 2,
    newVersions: 'champion',
  });
  expect((await deployTo({}, await project.cookieOf('reviewer'))).status).toBe(403);
  expect((await deployTo({})).body).toMatchObject({
    deployment: { canary: null, shadow: null, logPercent: 100, runners: null, newVersions: 'champion' },
  });
});

test('refuses a deployment that cannot work, and names the field', async () => {
  const name = 'undeployable';
  await put(name, iris);
  await uploadFixture(project, 'mixed_columns', name);
  const faultOf = async (body: unknown) => {
    const reply = await callRoute('PUT', '/api/models/{model}/deployment', {
      params: { model: name },
      headers: scientist,
      body: body as object,
    });
    const { invalidParams = [], detail } = (await reply.json()) as {
      invalidParams?: { name: string }[];
      detail: string;
    };
    return [reply.status, invalidParams.map((param) => param.name).join(), detail];
  };
  const one = { version: 1, percent: 5 };
  expect(await faultOf({ canary: { version: 2, percent: 5 } })).toEqual([
    422,
    'canary.version',
    expect.stringContaining('is the champion'),
  ]);
  expect(await faultOf({ canary: one })).toEqual([
    422,
    'canary.version',
    expect.stringContaining('takes other inputs'),
  ]);
  expect(await faultOf({ shadow: 1 })).toEqual([422, 'shadow', expect.stringContaining('takes other inputs')]);
  expect(await faultOf({ canary: one, shadow: 1 })).toEqual([
    422,
    'shadow',
    expect.stringContaining('either canary or shadow'),
  ]);
  expect((await faultOf({ canary: { version: 9, percent: 5 } }))[0]).toBe(404);
  expect((await faultOf({ canary: { version: 1, percent: 101 } })).slice(0, 2)).toEqual([422, 'canary.percent']);
  expect((await faultOf({ runners: 17 })).slice(0, 2)).toEqual([422, 'runners']);
  expect((await faultOf({ champion: 1 }))[0]).toBe(422);
  expect((await getModel(project.as('user'), { model: name })).deployment.canary).toBe(null);
});

test('uploads of one moment are probed a few at a time, tell that they wait, and can be cancelled until then', async () => {
  const slots = Math.max(1, Math.floor(os.availableParallelism() / 2));
  const send = async (model: string, body: Uint8Array) => {
    const { id } = await announce({ model, filename: `${model}.onnx`, sizeBytes: body.length });
    const response = await callRoute('PUT', '/api/uploads/{id}', {
      params: { id },
      headers: {
        ...scientist,
        'content-length': String(body.length),
        'content-range': `bytes 0-${body.length - 1}/${body.length}`,
      },
      body,
    });
    expect(response.status).toBe(200);
    return id;
  };
  const read = async (id: string) =>
    (await (await callRoute('GET', '/api/uploads/{id}', { params: { id }, headers: scientist })).json()) as Upload;
  const reaches = (id: string, wanted: Partial<Upload>) =>
    vi.waitFor(async () => expect(await read(id)).toMatchObject(wanted), { timeout: 50_000, interval: 50 });
  const slow = await Promise.all(Array.from({ length: slots }, (_, at) => send(`endless-${at}`, endlessLoopModel())));
  for (const id of slow) await reaches(id, { state: 'checking', stage: 'probe' });
  const [kept, cancelled] = [await send('kept', iris), await send('cancelled', iris)];
  for (const id of [kept, cancelled]) await reaches(id, { state: 'checking', stage: 'wait' });
  const cancel = (id: string) => callRoute('DELETE', '/api/uploads/{id}', { params: { id }, headers: scientist });
  expect((await cancel(slow[0] ?? '')).status).toBe(409);
  expect(await (await cancel(cancelled)).json()).toMatchObject({ state: 'cancelled' });
  expect((await cancel(cancelled)).status).toBe(409);
  for (const id of slow) await reaches(id, { state: 'refused' });
  await reaches(kept, { state: 'ready' });
  expect(await read(cancelled)).toMatchObject({ state: 'cancelled', versionNumber: null });
  expect(fs.existsSync(partFile(cancelled))).toBe(false);
}, 90_000);
