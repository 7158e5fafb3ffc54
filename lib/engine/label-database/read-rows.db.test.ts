import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requiredEnv } from '@/lib/platform/env';
import { readPostgresAddress } from './postgres-address';
import { LabelDatabaseError, type RowsAsked, readRows } from './read-rows';

const SCHEMA = `owner_${randomUUID().slice(0, 8)}`;
const PASSWORD = `pass-${randomUUID()}`;
const owner = new pg.Client({ connectionString: requiredEnv('DATABASE_URL') });
const url = new URL(requiredEnv('DATABASE_URL'));
url.username = SCHEMA;
url.password = '';

beforeAll(async () => {
  await owner.connect();
  // A reader who may write, so that a refusal is not for want of rights.
  await owner.query(`
    create role ${SCHEMA} login password '${PASSWORD}';
    create schema ${SCHEMA} authorization ${SCHEMA};
    create table ${SCHEMA}.truth (key text, label boolean, value float8, at timestamptz);
    alter table ${SCHEMA}.truth owner to ${SCHEMA};
    create function ${SCHEMA}.adds() returns int language sql volatile as $$ insert into ${SCHEMA}.truth values ('x') returning 1 $$;
    insert into ${SCHEMA}.truth values
      ('a', true, 0.5, '2026-11-01T00:00Z'), ('b', false, 12, '2026-11-02T00:00Z'), ('c', null, null, '2026-11-03T00:00Z')`);
});
afterAll(async () => {
  await owner.query(`drop owned by ${SCHEMA} cascade; drop role ${SCHEMA}`);
  await owner.end();
});

function asked(text: string, more: Partial<RowsAsked> = {}): RowsAsked {
  const read = readPostgresAddress(url.href);
  if ('fault' in read) throw new Error(read.fault);
  return {
    address: read.address,
    password: PASSWORD,
    text,
    since: new Date('2026-11-02T00:00:00Z'),
    maxRows: 50_000,
    isOpen: () => true,
    ...more,
  };
}

/** All rows, the header first. */
const rowsOf = (text: string, more: Partial<RowsAsked> = {}) =>
  readRows(asked(text, more), async ({ rows }) => {
    const all: string[][] = [];
    for await (const { cells } of rows) all.push(cells);
    return all;
  });
const faultOf = (text: string, more: Partial<RowsAsked> = {}) =>
  rowsOf(text, more).then(
    () => null,
    (error: unknown) => (error instanceof LabelDatabaseError ? { fault: error.fault, said: error.said } : error),
  );
const truths = async () => (await owner.query(`select count(*)::int as n from ${SCHEMA}.truth`)).rows[0].n;

test('gives names and texts, with and without $1', async () => {
  expect(await rowsOf(`select key, label, value from ${SCHEMA}.truth order by key;`)).toEqual([
    ['key', 'label', 'value'],
    ['a', 'true', '0.5'],
    ['b', 'false', '12'],
    ['c', '', ''],
  ]);
  expect(
    await rowsOf(`select key from ${SCHEMA}.truth where at > $1 - interval '1 hour' order by 1 -- the newest`),
  ).toEqual([['key'], ['b'], ['c']]);
  expect(await rowsOf('select $1 as since')).toEqual([['since'], [expect.stringMatching(/^2026-11-02 00:00:00/)]]);
  expect(await rowsOf('with a as (select 1 as n) select n from a where false')).toEqual([['n']]);
});

test('tells the database’s own time, and leaves nothing open', async () => {
  const before = Date.now();
  const at = await readRows(asked('select 1 as n'), async (found) => found.at);
  expect(at.getTime()).toBeGreaterThanOrEqual(before);
  expect(at.getTime()).toBeLessThanOrEqual(Date.now());
  await expect
    .poll(async () => {
      const { rows } = await owner.query(
        `select count(*)::int as n from pg_stat_activity where application_name = 'implanta'`,
      );
      return rows[0].n;
    })
    .toBe(0);
});

test('reads in portions, up to a number of rows and bytes', async () => {
  const series = (rows: number) => `select i::text as key, 'x' as label from generate_series(1, ${rows}) i`;
  expect(await rowsOf(series(2500))).toHaveLength(2501);
  expect(await rowsOf(series(50_000))).toHaveLength(50_001);
  expect(await faultOf(series(50_001))).toEqual({ fault: 'too_many_rows', said: null });
  const wide = "select repeat('x', 1000000) as key from generate_series(1, 3000)";
  expect(await faultOf(wide)).toEqual({ fault: 'too_large', said: null });
});

test.each([
  ['insert into SCHEMA.truth values (1) returning key', 'statement'],
  ['with w as (insert into SCHEMA.truth values (1) returning key) select * from w', 'read_only'],
  ['select SCHEMA.adds()', 'read_only'],
  ["select set_config('transaction_read_only', 'off', true), SCHEMA.adds()", 'statement'],
  ["select key from SCHEMA.truth; insert into SCHEMA.truth values ('y')", 'statement'],
  ["select 1; commit; insert into SCHEMA.truth values ('y')", 'statement'],
  ['commit', 'statement'],
  ['copy SCHEMA.truth to stdout', 'statement'],
  ['select $2', 'statement'],
  ['selec 1', 'statement'],
  ['', 'statement'],
])('%s changes nothing', async (text, fault) => {
  const before = await truths();
  expect(await faultOf(text.replaceAll('SCHEMA', SCHEMA))).toEqual({ fault, said: expect.any(String) });
  expect(await truths()).toBe(before);
});

test('says what the database said', async () => {
  expect(await faultOf('select nothing from nowhere')).toEqual({
    fault: 'statement',
    said: 'relation "nowhere" does not exist',
  });
  expect(await faultOf('selec 1')).toMatchObject({ said: expect.stringContaining('syntax error at or near "selec"') });
  const long = await faultOf(`select 1 as n from "${'x'.repeat(2000)}"`);
  expect(long).toMatchObject({ fault: 'statement' });
  expect(String((long as LabelDatabaseError).said).length).toBeLessThanOrEqual(300);
});

test('a password that is wrong, or that the database echoes, is not told', async () => {
  const wrong = await faultOf('select 1', { password: `wrong-${PASSWORD}` });
  expect(wrong).toEqual({ fault: 'login', said: expect.stringContaining('password authentication failed') });
  expect(JSON.stringify(wrong)).not.toContain(PASSWORD);
  expect(await faultOf('select 1', { password: null })).toMatchObject({ fault: 'login' });
  const echoed = await faultOf(`select '${PASSWORD}'::int`);
  expect(echoed).toEqual({ fault: 'statement', said: 'invalid input syntax for type integer: "…"' });
});

test('ends a statement at its time', async () => {
  expect(await faultOf('select pg_sleep(30)', { statementMs: 100 })).toEqual({
    fault: 'timeout',
    said: expect.stringContaining('statement timeout'),
  });
});

test('connects to addresses that are open, and to no other', async () => {
  const to = (host: string, more: object = {}) => ({ address: { ...asked('').address, host, ...more } });
  const seen: string[] = [];
  const isOpen = (address: string) => {
    seen.push(address);
    return false;
  };
  expect(await faultOf('select 1', { ...to('localhost'), isOpen })).toMatchObject({ fault: 'closed_address' });
  expect(await faultOf('select 1', { ...to('0x7f.1'), isOpen })).toMatchObject({ fault: 'closed_address' });
  expect(seen).toContain('127.0.0.1');
  expect(await faultOf('select 1', to('no-such-host.invalid'))).toMatchObject({ fault: 'no_address' });
  expect(await faultOf('select 1', to('127.0.0.1', { port: 1 }))).toMatchObject({ fault: 'unreachable' });
  expect(await faultOf('select 1', to('127.0.0.1', { tls: 'verified' }))).toEqual({
    fault: 'unreachable',
    said: expect.stringContaining('SSL'),
  });
});
