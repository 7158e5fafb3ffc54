import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { exportTraffic, exportTrafficParquet, getParts, getTraffic } from '@/lib/domain/monitoring';
import type { TrafficParts } from '@/lib/domain/monitoring/schema';
import { commitBatch, foldRollups, newDrainState, recountDays } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import type { ErrorRecord, PredictionRecord, SpoolRecord } from '@/lib/domain/serving';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { database } from '@/lib/platform/database';
import { parquetRows } from '@/lib/pure/tabular/parquet-rows';
import { idAt, logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let project: TestProject;
let model: Model;
let of: { projectId: string; modelId: string };
let spool: string;
let drained = 0;
beforeAll(async () => {
  project = await createTestProject();
});
beforeEach(async () => {
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  of = { projectId: project.id, modelId: model.id };
  spool = randomUUID();
  drained = 0;
});

const system = () => systemCtxOfTest();
const scientist = () => project.as('scientist');
const drain = (records: SpoolRecord[], state = newDrainState(spool)) => {
  drained += 1;
  return commitBatch(database().pool, state, records, { segment: 1, offset: drained });
};

const failure = (more: Partial<ErrorRecord> = {}): ErrorRecord => {
  const t = more.t ?? Date.now();
  const plain = { code: 'malformed', message: 'age: it must be a number', origin: 'api', protocol: 'v2' } as const;
  return {
    ...{ k: 'e', id: idAt(t), p: project.id, m: model.id, n: 1, t, route: 'champion', status: 400, ...plain },
    ...{ caller: null, req: null, lat: 300 },
    ...more,
  };
};

const chooseColumns = () =>
  system().db.sliceSettings.create({
    data: {
      ...of,
      updatedAt: new Date(),
      columns: [
        { id: randomUUID(), from: 'input', name: 'age', cut: { kind: 'bands', edges: [30, 50] } },
        { id: randomUUID(), from: 'context', name: 'site', cut: { kind: 'values', values: ['north', 'south'] } },
      ].map((column) => ({ ...column, isFairness: false, cutBy: 'rows' })),
    },
  });

const since = (ms: number) => ({ from: new Date(ms).toISOString() });
const partsBy = (by: string, range: { from?: string; to?: string } = {}, ctx = scientist()) =>
  getParts(ctx, { model: model.name, by, ...range });
const table = ({ parts }: TrafficParts) =>
  Object.fromEntries(
    parts.map(({ name, calls, rows, errors }) => [
      name.kind === 'caller' ? name.id : name.kind === 'value' ? name.value : JSON.stringify(name),
      [calls, rows, errors],
    ]),
  );

/** What the raw log says by SQL. */
const sqlByCaller = async () => {
  const { rows } = await asSystem<{ caller: string | null; calls: number; rows: number; errors: number }>(
    `select caller, sum(calls)::int as calls, sum(rows)::int as rows, sum(errors)::int as errors from (
       select caller_id::text as caller, 1 as calls, rows, 0 as errors from predictions where model_id = $1 and route <> 'shadow' and origin <> 'try'
       union all select caller, 0, 0, 1 from prediction_errors where model_id = $1
     ) c group by 1`,
  );
  return Object.fromEntries(
    rows.map(({ caller, calls, rows: n, errors }) => [caller ?? '{"kind":"nobody"}', [calls, n, errors]]),
  );
};
const sqlBySite = async () => {
  const { rows } = await asSystem<{ site: string | null; calls: number; rows: number }>(
    `select c ->> 'site' as site, count(distinct p.id)::int as calls, count(*)::int as rows
     from predictions p cross join lateral jsonb_array_elements(p.context) c where p.model_id = $1 and origin <> 'try' group by 1`,
  );
  return Object.fromEntries(
    rows.map(({ site, calls, rows: n }) => [
      site === 'east' ? '{"kind":"other"}' : (site ?? '{"kind":"null"}'),
      [calls, n, null],
    ]),
  );
};
async function asSystem<R extends object>(text: string): Promise<{ rows: R[] }> {
  const client = await database().pool.connect();
  try {
    await client.query("begin; select set_config('app.system', 'on', true)");
    return await client.query<R>(text, [model.id]);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const people = () => [project.people.scientist.id, project.people.reviewer.id, null];
/** Calls over some hours from a moment on, each with rows of several ages and sites. */
const calls = (fromMs: number, count: number): PredictionRecord[] =>
  Array.from({ length: count }, (_, i) =>
    logRecord(of, {
      t: fromMs + i * 17 * MINUTE,
      ages: Array.from({ length: 1 + (i % 3) }, (_, row) => 20 + ((i * 7 + row * 13) % 50)),
      ctx: Array.from({ length: 1 + (i % 3) }, (_, row) => {
        const site = ['north', 'south', 'east', null][(i + row) % 4];
        return site ? { site } : ({} as Record<string, string>);
      }),
      caller: people()[i % 3] ?? null,
      lat: 1000 + i * 100,
    }),
  );

test('tells who called and with what values, as the raw log says, before folding and after', async () => {
  await chooseColumns();
  const old = Math.floor(Date.now() / DAY) * DAY - 5 * DAY;
  const log = [...calls(old, 30), ...calls(Date.now() - 8 * HOUR, 25)];
  await drain([...log, failure({ caller: project.people.scientist.id }), failure({ t: old + HOUR })]);
  await drain([logRecord(of, { origin: 'try', caller: project.people.scientist.id })]);
  const range = since(old);
  const check = async () => {
    const byKey = await partsBy('key', range);
    expect(table(byKey)).toEqual(await sqlByCaller());
    expect(byKey.totals).toEqual({ calls: 55, rows: log.reduce((sum, { rows }) => sum + rows, 0), errors: 2 });
    expect(byKey.parts.find(({ name }) => name.kind === 'caller')?.name).toMatchObject({ caller: { kind: 'person' } });
    expect(table(await partsBy('context:site', range))).toEqual(await sqlBySite());
    const byAge = await partsBy('input:age', range);
    const ages = log.flatMap(({ inputs }) => Array.from(inputs.age?.data ?? [], Number));
    expect(byAge.parts.map(({ name, rows, share }) => [name, rows, share])).toEqual(
      [
        { kind: 'band', low: null, high: 30 },
        { kind: 'band', low: 30, high: 50 },
        { kind: 'band', low: 50, high: null },
      ]
        .map((band) => {
          const rows = ages.filter((age) => age > (band.low ?? 0) && age <= (band.high ?? 999)).length;
          return [band, rows, rows / ages.length] as const;
        })
        .sort((a, b) => b[1] - a[1]),
    );
    // All rows above 50 are answered with one class, and only they.
    expect(byAge.parts.find(({ name }) => name.kind === 'band' && name.low === 50)?.classes).toEqual([
      { label: 'fast', rows: ages.filter((age) => age > 50).length },
    ]);
    const mine = log.filter(({ caller }) => caller === null).map(({ lat }) => Number(lat) / 1000);
    const half = byKey.parts.find(({ name }) => name.kind === 'nobody')?.latencyMs.p50 ?? 0;
    const exact = mine.sort((a, b) => a - b)[Math.floor((mine.length - 1) / 2)] ?? 0;
    expect(Math.abs(half / exact - 1)).toBeLessThan(0.01);
  };
  await check();
  for (let i = 0; i < 3; i++) await foldRollups(system(), 1000);
  const days = await system().db.predictionRollup.findMany({ where: { modelId: model.id, grain: 'day' } });
  expect(days.filter(({ parts }) => Object.keys(parts as object).length > 0)).not.toEqual([]);
  await check();
  expect(table(await partsBy('key', since(Date.now() - 9 * HOUR)))).not.toEqual(await sqlByCaller());
});

test('calls that sampling leaves out count for their caller, and callers beyond fifty share a line', async () => {
  await chooseColumns();
  const t = Date.now();
  const sampled: Extract<SpoolRecord, { k: 'c' }> = {
    ...{ k: 'c', p: project.id, m: model.id, n: 1, t, rows: 2, route: 'champion', origin: 'api', lat: 900 },
    caller: project.people.reviewer.id,
  };
  await drain([sampled, logRecord(of, { ages: [40], caller: project.people.reviewer.id, ctx: [{ site: 'north' }] })]);
  expect(table(await partsBy('key'))).toEqual({ [project.people.reviewer.id]: [2, 3, 0] });
  expect(table(await partsBy('context:site'))).toEqual({ '{"kind":"unread"}': [1, 2, null], north: [1, 1, null] });
  await drain(Array.from({ length: 60 }, () => logRecord(of, { t, caller: randomUUID() })));
  const { parts, totals } = await partsBy('key');
  expect(parts).toHaveLength(51);
  expect(parts.at(-1)).toMatchObject({ name: { kind: 'other' }, rows: 11 });
  expect(parts.reduce((sum, { calls: n }) => sum + n, 0)).toBe(totals.calls);
  expect(parts.some(({ name }) => name.kind === 'caller' && name.caller === null)).toBe(true);
});

test('a column that is chosen later says how many rows came before it, and unknown ones are refused', async () => {
  await drain(calls(Date.now() - 8 * HOUR, 5));
  await chooseColumns();
  await drain([logRecord(of, { ctx: [{ site: 'north' }] })]);
  const { totals, countedRows } = await partsBy('context:site');
  expect([totals.rows - countedRows, countedRows]).toEqual([9, 1]);
  await expect(partsBy('context:colour')).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(partsBy('key', {}, project.as('user'))).rejects.toMatchObject({ code: 'forbidden' });
});

test('exports the counts of a window, as the raw log has them', async () => {
  const start = Math.floor((Date.now() - 7 * HOUR) / HOUR) * HOUR;
  await drain([...calls(start, 20), failure({ t: start })]);
  const input = { model: model.name, grain: 'hour' as const, ...since(start) };
  let text = '';
  for await (const piece of exportTraffic(scientist(), input)) text += piece;
  const [head = '', ...lines] = text.trimEnd().split('\r\n');
  const names = head.split(',');
  const at = (line: string, name: string) => line.split(',')[names.indexOf(name)];
  const { rows } = await asSystem<{ at: Date; calls: number; rows: number }>(
    `select date_trunc('hour', received_at, 'UTC') as at, count(*)::int as calls, sum(rows)::int as rows
     from predictions where model_id = $1 group by 1 order by 1`,
  );
  expect(lines.map((line) => [at(line, 'at'), Number(at(line, 'calls')), Number(at(line, 'rows'))])).toEqual(
    rows.map((row) => [row.at.toISOString(), row.calls, row.rows]),
  );
  expect(lines.map((line) => Number(at(line, 'errors')))).toEqual([1, ...rows.slice(1).map(() => 0)]);
  const pieces: Uint8Array[] = [];
  for await (const piece of exportTrafficParquet(scientist(), { ...input, grain: 'day' })) pieces.push(piece);
  let inParquet = 0;
  const limits = { maxRows: 100, maxColumns: 50, maxCells: 10_000 };
  for await (const part of parquetRows(new Uint8Array(Buffer.concat(pieces)).buffer, limits)) {
    expect(part.columns).toEqual(names);
    for (const cells of part.rows) inParquet += Number(cells[names.indexOf('calls')]);
  }
  expect(inParquet).toBe(20);
});

const recount = async (ctx: Ctx, more: { evenLess?: boolean } = {}) => {
  const days = [];
  const range = { fromMs: Date.now() - 6 * DAY, toMs: null, evenLess: false };
  for await (const day of recountDays(ctx, { ...of, ...range, ...more })) days.push(day);
  return days;
};
const dayStart = () => Math.floor(Date.now() / DAY) * DAY - 3 * DAY;
const stored = () =>
  system().db.predictionRollup.findMany({ where: { modelId: model.id }, orderBy: [{ grain: 'asc' }, { at: 'asc' }] });

test('counts a past day anew from the log, and again without a change, beside what comes late', async () => {
  const t = dayStart();
  const state = newDrainState(spool);
  await drain([...calls(t + HOUR, 40), failure({ t: t + HOUR, caller: project.people.reviewer.id })], state);
  const range = { from: new Date(t).toISOString(), to: new Date(t + DAY).toISOString() };
  const traffic = async () => {
    const { totals, outcomes, errorsByStatus } = await getTraffic(scientist(), { model: model.name, ...range });
    return { totals, outcomes: outcomes?.kind === 'classes' ? outcomes.classes : null, errorsByStatus };
  };
  const right = await traffic();
  await system().db.predictionRollup.updateMany({
    where: { modelId: model.id, calls: { gt: 0 } },
    data: { calls: 1, rows: 0, outputs: { classes: {}, bins: {} }, parts: {} },
  });
  expect(await traffic()).not.toEqual(right);
  await chooseColumns();
  expect(await recount(system())).toMatchObject([{ isReplaced: true, lacks: [], logged: { calls: 40, errors: 1 } }]);
  expect(await traffic()).toEqual(right);
  // Columns that were chosen after the day count in it now.
  expect(table(await partsBy('key', range))).toEqual(await sqlByCaller());
  expect(table(await partsBy('context:site', range))).toEqual(await sqlBySite());
  const once = await stored();
  expect(new Set(once.map((row) => row.spool))).toEqual(new Set(['00000000-0000-0000-0000-000000000002']));
  await recount(system());
  expect(await stored()).toEqual(once);
  await drain([logRecord(of, { t: t + 2 * HOUR })], state);
  expect((await traffic()).totals.calls).toBe(41);
  await recount(system());
  expect((await traffic()).totals.calls).toBe(41);
});

test('a recount that dies leaves the day as it was', async () => {
  const t = dayStart();
  await drain(calls(t + HOUR, 10));
  const before = await stored();
  const dying: Ctx = {
    ...system(),
    begin: (work, options) =>
      system().begin(async (db) => {
        const done = await work(db);
        if (done === null) return done;
        // Inside the transaction everything is replaced by now.
        expect(await db.predictionRollup.count({ where: { modelId: model.id, spool } })).toBe(0);
        throw new Error('killed');
      }, options),
  };
  await expect(recount(dying)).rejects.toThrow('killed');
  expect(await stored()).toEqual(before);
});

test('a drainer that writes during a recount is counted once', async () => {
  const t = dayStart();
  await drain(calls(t + HOUR, 10));
  let isFirst = true;
  const disturbed: Ctx = {
    ...system(),
    begin: (work, options) =>
      inTransaction(
        system(),
        async (tx) => {
          // The snapshot is taken, then a late call is brought into a bucket that the recount is about to replace.
          await tx.db.prediction.count({ where: { modelId: model.id, id: idAt(t) } });
          if (isFirst) await drain([logRecord(of, { t: t + HOUR })]);
          isFirst = false;
          return work(tx.db);
        },
        options,
      ),
  };
  expect(await recount(disturbed)).toMatchObject([{ isReplaced: true, logged: { calls: 11 } }]);
  const range = { from: new Date(t).toISOString(), to: new Date(t + DAY).toISOString() };
  expect((await getTraffic(scientist(), { model: model.name, ...range })).totals.calls).toBe(11);
});

test('a day of which the log has less than was counted is left, unless that is wanted', async () => {
  const t = dayStart();
  const place = { p: project.id, m: model.id, n: 1, rows: 1, route: 'champion', origin: 'api' } as const;
  await drain([...calls(t + HOUR, 3), { k: 'c', ...place, t: t + HOUR, lat: 900, caller: null }]);
  const before = await stored();
  expect(await recount(system())).toMatchObject([{ isReplaced: false, lacks: ['calls'] }]);
  expect(await stored()).toEqual(before);
  expect(await recount(system(), { evenLess: true })).toMatchObject([{ isReplaced: true, lacks: ['calls'] }]);
});
