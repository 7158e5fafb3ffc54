import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createHook, forwardEvents } from '@/lib/domain/alerts';
import { HookContent } from '@/lib/domain/alerts/schema';
import { erasePerson } from '@/lib/domain/erasure';
import { giveFeedback } from '@/lib/domain/feedback';
import { listPredictions } from '@/lib/domain/predictions';
import { getOverlay, getServedVersion, registerElsewhere, saveOverlay } from '@/lib/domain/registry';
import { NewElsewhereModel } from '@/lib/domain/registry/schema';
import { decideItem, saveQueue, sendToReview, tellSettled } from '@/lib/domain/review';
import { QueueContent } from '@/lib/domain/review/schema';
import { logTensors } from '@/lib/domain/serving';
import { requiredEnv } from '@/lib/platform/env';
import { parquetRows } from '@/lib/pure/tabular/parquet-rows';
import { callRoute } from './call-route';
import { idAt, logRecord } from './log-records';
import { standsAnywhere } from './stands-anywhere';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const DROPPED = 'dropped-kx88';
const HASHED = 'hashed-kx88';
const ROLES = ['administrator', 'scientist', 'reviewer', 'user'] as const;

type Asked = [template: string, params: Record<string, string>, queries: Record<string, string>[]];

/** What each role is answered: how many answers there were, and which of them hold one of the texts. */
async function readAsAll(project: TestProject, asked: readonly Asked[], texts: readonly string[]) {
  let answered = 0;
  const met: string[] = [];
  for (const [template, params, queries] of asked)
    for (const query of queries)
      for (const role of ROLES) {
        const reply = await callRoute('GET', template, { params, query, headers: await project.cookieOf(role) });
        const body = await readableText(reply);
        met.push(...texts.filter((text) => body.includes(text)).map((text) => `${template} ${role}: ${text}`));
        if (reply.status === 200) answered += 1;
      }
  return { answered, met };
}

/** The text of an answer, or what a Parquet file says, which is packed. */
async function readableText(reply: Response): Promise<string> {
  const bytes = await reply.arrayBuffer();
  if (reply.headers.get('content-type') !== 'application/vnd.apache.parquet') return Buffer.from(bytes).toString();
  const cells: unknown[] = [];
  for await (const part of parquetRows(bytes, { maxRows: 1000, maxColumns: 1000, maxCells: 1e6 }))
    cells.push(...part.columns, ...part.rows.flat());
  return cells.map(String).join('\n');
}

test('values of personal columns are in no list, export, item, notification, webhook or table, for nobody', async () => {
  const project = await createTestProject();
  const scientist = project.as('scientist');
  const { model } = await uploadFixture(project, 'mixed_columns', 'mixed');
  const view = await getOverlay(scientist, { model: 'mixed', number: 1 });
  const rules: Record<string, 'hash' | 'drop'> = { sex: 'drop', glucose_band: 'hash' };
  const columns = view.plain.map((column) => ({
    ...column,
    personal: rules[column.name] ?? ('keep' as const),
  }));
  await saveOverlay(scientist, {
    model: 'mixed',
    number: 1,
    overlay: { columns, classNames: {}, outputUnit: '', examples: [] },
  });
  const { served, version } = await getServedVersion(scientist, { model: 'mixed', number: 1 });
  await systemCtxOfTest().db.$queryRaw`select ensure_prediction_partition(current_date)::text`;

  // As the gateway logs a call.
  const record = logRecord({ projectId: project.id, modelId: model.id });
  const texts: Record<string, string> = { sex: DROPPED, glucose_band: HASHED };
  const inputs = version.signature.inputs.map(({ name, datatype }) => ({
    ...{ name, datatype, shape: [1, 1] },
    data: name in texts ? [texts[name] ?? ''] : [...(record.inputs[name]?.data ?? [])],
  })) as unknown as Parameters<typeof logTensors>[1];
  const tensors = logTensors({ personal: new Map(Object.entries(rules)), signature: served }, inputs, [], 'secret');
  const id = idAt(Date.now());
  await systemCtxOfTest().db.prediction.create({
    data: {
      ...{ id, projectId: project.id, modelId: model.id, versionNumber: 1, receivedAt: new Date(), rows: 1 },
      ...{ route: 'champion', origin: 'user', protocol: 'api', latencyUs: 1, queueUs: 0, runUs: 1 },
      ...{ caller: project.people.user.id, outcomes: ['fast'], tensors: new Uint8Array(tensors) },
    },
  });
  const row = `${id}.0`;

  // A value that somebody types for such a field is refused, and what is said of the field without one is taken.
  for (const field of ['sex', 'glucose_band']) {
    const refused = await callRoute('POST', '/api/predictions/{id}/feedback', {
      params: { id: row },
      headers: await project.cookieOf('user'),
      body: { verdict: 'wrong', fields: [{ field, problem: 'mistyped', value: DROPPED }] },
    });
    expect(refused.status).toBe(422);
  }
  await createHook(scientist, {
    projectId: project.id,
    ...HookContent.parse({ name: 'desk', url: 'https://example.org/hook', events: ['feedback.given', 'row.settled'] }),
  });
  await giveFeedback(project.as('user'), {
    ...{ id: row, verdict: 'wrong', expected: 'slow', wantsMail: true },
    fields: [{ field: 'sex', problem: 'mistyped' }],
  });
  const queue = await saveQueue(scientist, { model: 'mixed', content: QueueContent.parse({ name: 'all', rules: {} }) });
  const item = await sendToReview(scientist, { id: queue.id, row });
  await decideItem(project.as('reviewer'), { id: item.id, decision: 'label', value: 'slow', note: '' });
  const later = { ...systemCtxOfTest(), now: () => new Date(Date.now() + 3_600_000) };
  while (await tellSettled(later));
  while (await forwardEvents(later, { publicUrl: 'https://implanta.example' }));

  const asked: Asked[] = [
    ['/api/predictions/{id}', { id: row }, [{}]],
    ['/api/predictions/{id}/feedback', { id: row }, [{}]],
    ['/api/predictions/{id}/thread', { id: row }, [{}]],
    ['/api/models/{model}/predictions', { model: 'mixed' }, [{}]],
    ['/api/models/{model}/predictions/export', { model: 'mixed' }, [{ format: 'csv' }, { format: 'parquet' }]],
    ['/api/models/{model}/feedback', { model: 'mixed' }, [{}]],
    ['/api/models/{model}/review-insight', { model: 'mixed' }, [{}]],
    ['/api/review-queues/{id}/items', { id: queue.id }, [{}, { state: 'settled' }]],
    ['/api/review-items/{id}', { id: item.id }, [{}]],
    [
      '/api/review-queues/{id}/export',
      { id: queue.id },
      ['csv', 'jsonl', 'parquet', 'label-studio', 'argilla'].map((format) => ({ format, split: 'all' })),
    ],
    ['/api/me/notifications', {}, [{}]],
    ['/api/audit-events', {}, [{}]],
  ];
  const { answered, met } = await readAsAll(project, asked, [DROPPED, HASHED]);
  expect(met).toEqual([]);
  // Each is answered to somebody; users see their own rows only, and no queue.
  expect(answered).toBeGreaterThan(40);
  expect(await systemCtxOfTest().db.alertDelivery.count({ where: { projectId: project.id } })).toBe(2);
  expect(await systemCtxOfTest().db.notification.count({ where: { projectId: project.id } })).toBeGreaterThan(0);
  expect(await standsAnywhere(project.id, [DROPPED, HASHED])).toEqual([]);
});

test('personal values of the context are in no list, export or table, and rows are still found by them', async () => {
  const project = await createTestProject();
  const scientist = project.as('scientist');
  const name = `loan-${randomUUID().slice(0, 8)}`;
  const registered = NewElsewhereModel.parse({
    ...{ name, task: 'classification', classes: ['no', 'yes'] },
    columns: [{ name: 'income', kind: 'number' }],
  });
  await registerElsewhere(scientist, { ...registered, projectId: project.id });
  const call = async (method: string, path: string, body?: object, key = project.keys.write) => {
    const headers = { authorization: `Bearer ${key}` };
    const reply = await callRoute(method, path, { params: { model: name }, headers, body });
    return { status: reply.status, body: await reply.json() };
  };
  const at = '/api/models/{model}/personal-context';
  expect((await call('PUT', at, { rules: { time: 'hash' } })).status).toBe(422);
  expect((await call('PUT', at, { rules: { mail: 'hide' } })).status).toBe(422);
  const rules = { entity: 'hash', mail: 'hash', name: 'drop' } as const;
  expect((await call('PUT', at, { rules: { 'passed-through': 'drop' } })).status).toBe(422);
  expect(await call('PUT', at, { rules })).toEqual({ status: 200, body: { rules, seen: [] } });
  const late = await call('PUT', at, { rules: { name: 'drop' }, was: {} });
  expect([late.status, late.body.reason]).toEqual([409, 'changed']);

  const [who, mail, person] = ['patient-kx99', 'kx99@example.org', 'Ana kx99'];
  const context = { 'context.entity': who, 'context.mail': mail, 'context.name': person, 'context.site': 'north' };
  const sent = await callRoute('POST', '/api/ingest', {
    query: { model: name },
    headers: { authorization: `Bearer ${project.keys.predict}`, 'content-type': 'application/json' },
    body: JSON.stringify([
      { income: 1, prediction: 'no', ...context },
      { income: 2, prediction: 'yes', 'context.site': 'north' },
    ]),
  });
  expect(sent.status).toBe(200);
  expect(await call('GET', at, undefined, project.keys.read)).toEqual({
    status: 200,
    body: { rules, seen: ['entity', 'mail', 'site'] },
  });

  // Equal values are equal fingerprints, by which what somebody types finds the row.
  const listed = async (wanted: string) =>
    (await listPredictions(scientist, { model: name, limit: 10, context: wanted })).predictions;
  const [found, ...others] = await listed(`mail:${mail}`);
  expect(others).toEqual([]);
  expect(found?.context).toEqual({
    entity: expect.stringMatching(/^hash:[0-9a-f]{16}$/),
    mail: expect.stringMatching(/^hash:[0-9a-f]{16}$/),
    site: 'north',
  });
  expect(await listed(`mail:${found?.context?.mail}`)).toHaveLength(1);
  expect(await listed(`name:${person}`)).toEqual([]);
  expect(await listed('site:north')).toHaveLength(2);

  // A file of labels names people as they are called.
  const labels = await callRoute('POST', '/api/models/{model}/labels', {
    params: { model: name },
    query: { key: 'who', label: 'truth', context: 'entity' },
    headers: { authorization: `Bearer ${project.keys.feedback}`, 'content-type': 'text/csv' },
    body: `who,truth\n${who},yes\nnobody,no\n`,
  });
  expect(await labels.json()).toMatchObject({ rows: 1, unknown: { count: 1, examples: ['nobody'] } });

  // One side of a call that waits for the other is sealed.
  const event = (side: string, data: object) =>
    callRoute('POST', '/api/ingest', {
      query: { model: name },
      headers: { authorization: `Bearer ${project.keys.predict}`, 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        ...{ specversion: '1.0', id: 'e1', source: 'http://loan.default/', data },
        type: `org.kubeflow.serving.inference.${side}`,
      }),
    });
  const waiting = await event('request', { instances: [{ income: 3, ...context }] });
  expect(await waiting.json()).toMatchObject({ waiting: 1 });
  expect(await standsAnywhere(project.id, [who, mail, person])).toEqual([]);
  expect(await (await event('response', { predictions: ['no'] })).json()).toMatchObject({ stored: 1, waiting: 0 });

  // By the entity rows for exams and for training are told apart: it stays as it is once rows have one, others may change.
  const refused = await call('PUT', at, { rules: { mail: 'hash' } });
  expect([refused.status, refused.body.reason]).toEqual([409, 'entity_in_use']);
  const stricter = { entity: 'hash', mail: 'drop', name: 'drop' };
  expect((await call('PUT', at, { rules: stricter, was: rules })).status).toBe(200);

  const queue = await saveQueue(scientist, { model: name, content: QueueContent.parse({ name: 'all', rules: {} }) });
  const row = found?.rowId ?? '';
  const item = await sendToReview(scientist, { id: queue.id, row });
  await decideItem(project.as('reviewer'), { id: item.id, decision: 'label', value: 'yes', note: '' });
  const { answered, met } = await readAsAll(
    project,
    [
      ['/api/predictions/{id}', { id: row }, [{}]],
      ['/api/models/{model}/predictions', { model: name }, [{}]],
      ['/api/models/{model}/predictions/export', { model: name }, [{ format: 'csv' }, { format: 'parquet' }]],
      ['/api/models/{model}/review-insight', { model: name }, [{}]],
      ['/api/review-queues/{id}/items', { id: queue.id }, [{ state: 'settled' }]],
      [
        '/api/review-queues/{id}/export',
        { id: queue.id },
        ['csv', 'jsonl', 'parquet', 'label-studio', 'argilla'].map((format) => ({ format, split: 'all' })),
      ],
      ['/api/audit-events', {}, [{}]],
    ],
    [who, mail, person, 'north'],
  );
  // What is not personal is there, in the packed file too.
  const isNorth = (text: string) => text.endsWith(': north');
  expect(met.filter((text) => !isNorth(text))).toEqual([]);
  const ofExport = '/api/models/{model}/predictions/export scientist: north';
  expect(met.filter((text) => text === ofExport)).toHaveLength(2);
  expect(answered).toBeGreaterThan(30);
  expect(await standsAnywhere(project.id, [who, mail, person])).toEqual([]);

  const erase = { by: 'entity' as const, value: who, projectId: project.id, secret: requiredEnv('INTERNAL_SECRET') };
  expect(await erasePerson(project.as('administrator'), erase)).toMatchObject({ rows: 2, erased: { calls: 2 } });
});
