import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDueHead, publicKeyOf, readHead, sendHead, verifyTrail } from '@/lib/domain/audit';
import type { SignedHead } from '@/lib/domain/audit/schema';
import { createKey, createProject } from '@/lib/domain/people';
import { signatureOf } from '@/lib/engine/webhooks';
import { audit } from '@/lib/platform/audit';
import { type Ctx, createCtx, inTransaction } from '@/lib/platform/context';
import { processLog } from '@/lib/platform/database';
import { type Database, openDatabase } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { callRoute } from './call-route';
import { createTestProject, emptyDatabase, systemCtxOfTest } from './test-project';

const KEY = 'a1'.repeat(32);
const DAY_MS = 86_400_000;

let database: Database;
let system: Ctx;
let projectId: string;

const on = (day: number): Ctx => ({ ...system, now: () => new Date(Date.UTC(2026, 10, 20) + day * DAY_MS + 7000) });
const verdict = (kept: SignedHead | null = null) => verifyTrail(system, { ownKey: publicKeyOf(KEY), kept });
const write = (ctx: Ctx, action: string) =>
  inTransaction(ctx, (tx) => audit(tx, { action, object: 'model:iris', projectId, before: { a: 1 }, after: { a: 2 } }));
const eventIds = async () => (await system.db.auditEvent.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);

/** What somebody with the owner's address can do, and the application cannot. */
async function asOwner(...statements: string[]): Promise<void> {
  const owner = await database.pool.connect();
  await owner.query('reset role');
  for (const statement of statements) await owner.query(statement);
  await owner.query('set role implanta_app');
  owner.release();
}

async function keptHead(): Promise<SignedHead> {
  const row = await system.db.auditHead.findFirstOrThrow({ orderBy: { day: 'desc' } });
  const head = readHead(
    `Keep this:\n${JSON.stringify({
      ...{ format: 'implanta-audit-head-1', at: row.at, event: String(row.eventId), events: row.events },
      ...{ hash: row.hash, publicKey: row.publicKey, signature: row.signature },
    })}\nthe trail: http://localhost`,
  );
  if (!head) throw new Error('no head');
  return head;
}

beforeEach(async () => {
  database = openDatabase(await emptyDatabase());
  system = createCtx({ database, actor: { kind: 'system', name: 'test' }, log: processLog(), requestId: randomUUID() });
  projectId = (await createProject(system, { name: 'first' })).id;
  for (const action of ['one', 'two', 'three', 'four', 'five']) await write(system, action);
});
afterEach(() => database.close());

test('chains events that are written at the same time, and holds them against two heads', async () => {
  expect(await makeDueHead(on(0), { key: KEY })).toBe(true);
  await Promise.all(Array.from({ length: 30 }, (_, n) => write(system, `at once ${n}`)));
  const made = await Promise.all([makeDueHead(on(1), { key: KEY }), makeDueHead(on(1), { key: KEY })]);
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await makeDueHead(on(1), { key: KEY })).toBe(false);
  expect(await verdict()).toEqual({ events: 36, heads: 2, lastHead: '2026-11-21', faults: [] });
  expect((await keptHead()).events).toBe(36);
});

test('keeps values that are nothing to an if', async () => {
  for (const value of [0, false, ''])
    await inTransaction(system, (tx) => audit(tx, { action: 'falsy', object: 'x', before: value, after: value }));
  expect((await verdict()).faults).toEqual([]);
});

test('takes no change from the application itself', async () => {
  await makeDueHead(on(0), { key: KEY });
  for (const statement of [
    'update audit_events set action = action',
    'delete from audit_events',
    'update audit_heads set events = 1',
    'delete from audit_heads',
  ])
    await expect(database.pool.query(statement)).rejects.toThrow('permission denied');
});

test('names a changed row', async () => {
  const [, , third] = await eventIds();
  await asOwner(`update audit_events set actor_name = 'somebody else' where id = ${third}`);
  expect(await verdict()).toMatchObject({ events: 2, faults: [{ kind: 'changed', event: String(third) }] });
});

test('names the row behind a deleted one, and a deleted first one', async () => {
  const [first, second, third, fourth] = await eventIds();
  await asOwner(`delete from audit_events where id = ${third}`);
  expect(await verdict()).toMatchObject({ events: 2, faults: [{ kind: 'unlinked', event: String(fourth) }] });
  await asOwner(`delete from audit_events where id = ${first}`);
  expect(await verdict()).toMatchObject({ events: 0, faults: [{ kind: 'unlinked', event: String(second) }] });
});

test('names the first of a pair that changed places', async () => {
  const [, second, third] = await eventIds();
  await asOwner(
    `update audit_events set id = -1 where id = ${second}`,
    `update audit_events set id = ${second} where id = ${third}`,
    `update audit_events set id = ${third} where id = -1`,
  );
  expect(await verdict()).toMatchObject({ events: 1, faults: [{ kind: 'unlinked', event: String(second) }] });
});

test('tells a cut end by the heads, and by a kept one when the heads are cut too', async () => {
  await makeDueHead(on(0), { key: KEY });
  const kept = await keptHead();
  const ids = await eventIds();
  const [fifth, sixth] = ids.slice(-2);
  await asOwner(`delete from audit_events where id = ${sixth}`);
  const gone = { kind: 'gone', event: String(sixth), day: '2026-11-20', last: String(fifth) };
  expect(await verdict()).toMatchObject({ events: 5, faults: [gone] });
  await asOwner('delete from audit_heads');
  expect((await verdict()).faults).toEqual([]);
  expect((await verdict(kept)).faults).toEqual([gone]);
  await expect(makeDueHead(on(1), { key: KEY })).resolves.toBe(true);
  expect((await verdict(kept)).faults).toMatchObject([gone]);
});

test('tells a trail that was written anew, whole in itself, by a kept head', async () => {
  await makeDueHead(on(0), { key: KEY });
  const kept = await keptHead();
  await asOwner(
    'delete from audit_heads',
    'delete from audit_events',
    "select setval('audit_events_id_seq', 1, false)",
  );
  for (const action of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await write(system, action);
  await makeDueHead(on(0), { key: KEY });
  expect((await verdict()).faults).toEqual([]);
  expect((await verdict(kept)).faults).toEqual([{ kind: 'rewritten', event: kept.event, day: '2026-11-20' }]);
});

test('tells heads that were not signed by this installation, unless a kept one vouches for the key', async () => {
  await makeDueHead(on(0), { key: 'b2'.repeat(32) });
  const kept = await keptHead();
  expect((await verdict()).faults).toMatchObject([{ kind: 'other-key', day: '2026-11-20' }]);
  expect((await verdict(kept)).faults).toEqual([]);
  await asOwner(`update audit_heads set at = at + interval '1 day'`);
  expect((await verdict(kept)).faults).toEqual([{ kind: 'bad-signature', day: '2026-11-20' }]);
});

test('signs no head of a trail that does not fit', async () => {
  await makeDueHead(on(0), { key: KEY });
  await write(system, 'later');
  const last = (await eventIds()).at(-1);
  await asOwner(`update audit_events set object = 'model:other' where id = ${last}`);
  await expect(makeDueHead(on(1), { key: KEY })).rejects.toThrow(`event ${last}`);
  expect(await system.db.auditHead.count()).toBe(1);
});

test('sends a head to a webhook that an administrator names, signed, and says what came of it', async () => {
  const got: { headers: http.IncomingHttpHeaders; body: string }[] = [];
  const server = http.createServer(async (request, answer) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    got.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
    answer.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keep/me`;
  env().ALERT_PRIVATE_TARGETS = true;
  const project = await createTestProject();
  const world = systemCtxOfTest();
  const headers = await project.cookieOf('administrator');
  await makeDueHead(world, { key: KEY });
  const made = await callRoute('POST', '/api/audit-receivers', { headers, body: { kind: 'webhook', address } });
  const { receiver, secret } = await made.json();
  expect([made.status, receiver.shown, receiver.last.state]).toEqual([201, new URL(address).host, 'waiting']);
  const again = await callRoute('POST', '/api/audit-receivers', { headers, body: { kind: 'webhook', address } });
  expect(again.status).toBe(409);
  while (await sendHead(world, { publicUrl: 'http://localhost' }));
  const anchors = await (await callRoute('GET', '/api/audit-heads', { headers })).json();
  expect(anchors.receivers).toMatchObject([{ kind: 'webhook', last: { state: 'sent', attempts: 1 } }]);
  const [{ headers: sent = {}, body = '' } = {}] = got;
  expect(sent['x-implanta-signature']).toBe(signatureOf(secret, Number(sent['x-implanta-timestamp']), body));
  const { head } = JSON.parse(body);
  const [newest] = anchors.heads;
  expect(head.hash).toBe(newest.hash);
  const file = await callRoute('GET', '/api/audit-heads/{day}', { headers, params: { day: newest.day } });
  expect(readHead(await file.text())).toEqual(head);
  const removed = await callRoute('DELETE', '/api/audit-receivers/{id}', { headers, params: { id: receiver.id } });
  expect(removed.status).toBe(204);
  const events = await world.db.auditEvent.findMany({ where: { object: `audit-receiver:${receiver.id}` } });
  expect(events.map(({ action }) => action)).toEqual(['audit-receiver.create', 'audit-receiver.delete']);
  expect(JSON.stringify(events.map(({ before, after }) => [before, after]))).not.toContain('keep/me');
  env().ALERT_PRIVATE_TARGETS = false;
  const closed = await callRoute('POST', '/api/audit-receivers', { headers, body: { kind: 'webhook', address } });
  expect(closed.status).toBe(422);
  await new Promise((resolve) => server.close(resolve));
});

test('filters events, and exports what the filter leaves with hashes that can be computed again', async () => {
  const project = await createTestProject();
  const headers = await project.cookieOf('administrator');
  const ctx = project.as('administrator');
  const made = await createKey(ctx, { projectId: project.id, name: 'nightly', scopes: ['read'] });
  await inTransaction(ctx, (tx) =>
    audit(tx, {
      action: 'promotion.reject',
      object: 'model:iris',
      projectId: project.id,
      after: { reason: 'too slow' },
    }),
  );
  const list = async (query: Record<string, string>) =>
    (await (await callRoute('GET', '/api/audit-events', { headers, query })).json()).events;
  const ofKey = await list({ action: 'key.create', object: made.apiKey.id });
  expect(ofKey).toMatchObject([{ action: 'key.create', object: `key:${made.apiKey.id}`, reason: null }]);
  expect(await list({ who: 'ADMINISTRATOR of', action: 'promotion.reject' })).toMatchObject([{ reason: 'too slow' }]);
  const [{ at }] = ofKey;
  const before = await list({ to: at });
  expect([before.length > 0, before.every((event: { at: string }) => event.at < at)]).toEqual([true, true]);
  expect(await list({ from: new Date(Date.now() + DAY_MS).toISOString() })).toEqual([]);
  const choices = await (await callRoute('GET', '/api/audit-events/choices', { headers })).json();
  expect(choices.actions).toContain('promotion.reject');
  const query = { who: 'administrator of', format: 'jsonl' };
  const text = await (await callRoute('GET', '/api/audit-events/export', { headers, query })).text();
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ action }) => action)).toEqual(['key.create', 'promotion.reject']);
  for (const { id: _, reason: __, previousHash, hash, ...body } of lines) {
    const canonical = JSON.stringify(body, (___, value) =>
      value && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    );
    expect(createHash('sha256').update(`${previousHash}\n${canonical}`).digest('hex')).toBe(hash);
  }
  const csv = await (
    await callRoute('GET', '/api/audit-events/export', { headers, query: { who: 'administrator of' } })
  ).text();
  expect(csv.trim().split('\r\n')).toHaveLength(3);
  const { 'x-project': _project, ...link } = headers;
  const byLink = { headers: link, query: { who: 'administrator of', project: project.id } };
  expect(await (await callRoute('GET', '/api/audit-events/export', byLink)).text()).toBe(csv);
  const foreign = { ...byLink, query: { project: (await createTestProject()).id } };
  expect((await callRoute('GET', '/api/audit-events/export', foreign)).status).toBe(404);
  expect(csv).toContain(`,too slow,`);
  expect(csv).toContain(lines[1].hash);
});
