// `npm run bench:pages`: how long the addresses behind the pages take beside a large log. The rows are generated and said so: a model with
// 10 million calls in its rollups (a year of days, 35 days of hours, 26 hours of minutes; columns per hour for 50 hours, then per day) and a
// million raw rows, among 1,000 models.
// Flags: --models N, --rows N raw rows, --asks N. "first" is the first ask of all, for which nothing is kept yet.
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startImplanta, wait } from './systems.mjs';
import { makeBodies, percentile, show, withUndo } from './workload.mjs';

const { values: flags } = parseArgs({
  options: {
    models: { type: 'string', default: '1000' },
    rows: { type: 'string', default: '1000000' },
    asks: { type: 'string', default: '100' },
  },
});
const [models, rows, asks] = [flags.models, flags.rows, flags.asks].map(Number);
const CALLS = 10_000_000;
const MINUTES = 26 * 60;
const HOURS = 35 * 24;
const DAYS = 365;
const DAY_MS = 86_400_000;

/** A rollup as the drainer wrote it, once for every bucket of the grain. */
const COPY = `insert into prediction_rollups (spool, model_id, version_number, route, origin, grain, at, project_id, calls, rows, errors, latency, features, outputs, compared, agreeing)
  select spool, $2::uuid, version_number, route, origin, $3, date_trunc($4, now(), 'UTC') - step * ('1 ' || $4)::interval, project_id, $6, $6, errors, latency, $7::jsonb, outputs, 0, 0
  from prediction_rollups, generate_series($8::int, $5::int) as step where model_id = $1 and grain = 'minute' and at = $9 on conflict do nothing`;
/** Hours whose columns are not folded into days yet. */
const COLUMN_HOURS = 50;

async function generate(client, model, names) {
  const { rows: found } = await client.query(
    "select at from prediction_rollups where model_id = $1 and grain = 'minute' order by calls desc limit 1",
    [model],
  );
  const { rows: hours } = await client.query(
    "select features from prediction_rollups where model_id = $1 and grain = 'hour' order by at desc limit 1",
    [model],
  );
  const [{ at }] = found;
  const [{ features }] = hours;
  const each = Math.round(CALLS / (MINUTES + HOURS + DAYS));
  const copy = (to, grain, unit, until, calls, what, from = 1) =>
    client.query(COPY, [model, to, grain, unit, until, calls, JSON.stringify(what), from, at]);
  await copy(model, 'minute', 'minute', MINUTES, each, {});
  await copy(model, 'hour', 'hour', COLUMN_HOURS, each, features);
  await copy(model, 'hour', 'hour', HOURS, each, {}, COLUMN_HOURS + 1);
  await copy(model, 'day', 'day', DAYS, each, features, 3);
  await copy(model, 'traffic-day', 'day', 7, 24 * each, {});
  for (const name of names) {
    const { rows: made } = await client.query(
      `insert into models select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'name', $2::text))).* from models m where id = $1 returning id`,
      [model, name],
    );
    await copy(made[0].id, 'hour', 'hour', 7 * 24, 60, {}, 26);
    await copy(made[0].id, 'minute', 'minute', MINUTES / 10, 1, {});
    await copy(made[0].id, 'traffic-day', 'day', 7, 1440, {});
  }
  const { rows: sample } = await client.query('select id from predictions where model_id = $1 limit 1', [model]);
  const days = 30;
  for (let day = 0; day < days; day++) {
    const start = Math.floor(Date.now() / DAY_MS - day) * DAY_MS;
    await client.query('select ensure_prediction_partition($1::date)', [new Date(start).toISOString().slice(0, 10)]);
    await client.query(
      `insert into predictions select (jsonb_populate_record(p, jsonb_build_object('id', (lpad(to_hex($2::bigint + step), 12, '0') || '7' || lpad(to_hex(step % 4096), 3, '0') || '8' || lpad(to_hex(step), 15, '0'))::uuid, 'received_at', to_timestamp(($2::bigint + step) / 1000.0)))).* from predictions p, generate_series(1, $3::int) step where p.id = $1`,
      [sample[0].id, start, Math.round(rows / days)],
    );
  }
  await client.query('analyze');
}

await withUndo(async (undo) => {
  const { bodies, inputs } = await makeBodies({ bodies: 300, rows: 1 });
  const implanta = await startImplanta(undo);
  const ask = (path, init = {}) =>
    fetch(implanta.url + path, { ...init, headers: { ...implanta.headers, ...init.headers } });
  // Predictions are answered before the pages are there.
  while ((await ask('/api/models')).status === 503) await wait(200);
  const csv = [inputs[0].map((_, i) => `x_${i}`).join(','), ...inputs.map((values) => values.join(','))].join('\n');
  const reference = await ask('/api/models/mlp/versions/1/reference', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: csv,
  });
  if (!reference.ok) throw new Error(await reference.text());
  // A reference counts from ten seconds after it was made.
  await wait(11_000);
  for (const body of bodies)
    await ask(implanta.path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await implanta.settle();
  const client = new pg.Client(implanta.databaseUrl());
  await client.connect();
  undo.push(() => client.end());
  const began = performance.now();
  const { rows: found } = await client.query("select id from models where name = 'mlp'");
  await generate(
    client,
    found[0].id,
    Array.from({ length: models - 1 }, (_, i) => `model-${i + 1}`),
  );
  console.log(
    `Generated in ${show((performance.now() - began) / 1000, 0)} s: rollups of ${show(CALLS, 0)} calls of 30 features and ${show(rows, 0)} raw rows of one model, rollups of ${show(models - 1, 0)} more.`,
  );
  const from = (ms) => `from=${encodeURIComponent(new Date(Date.now() - ms).toISOString())}`;
  const ranges = [
    ['1 h', DAY_MS / 24],
    ['24 h', DAY_MS],
    ['7 d', 7 * DAY_MS],
    ['28 d', 28 * DAY_MS],
    ['365 d', 365 * DAY_MS],
  ];
  const pages = [
    [`Overview: 7 days of ${models} models`, '/api/traffic'],
    [`List of ${models} models`, '/api/models'],
    ...ranges.map(([name, ms]) => [`Monitoring, ${name}`, () => `/api/models/mlp/traffic?${from(ms)}`]),
    ...ranges.map(([name, ms]) => [`Drift, ${name}`, () => `/api/models/mlp/drift?${from(ms)}`]),
    ['Drift day by day', '/api/models/mlp/drift/days'],
    ['Predictions, first page', '/api/models/mlp/predictions'],
  ];
  for (const [name, path] of pages) {
    const taken = [];
    let [bytes, first] = [0, 0];
    for (let i = 0; i < asks + 2; i++) {
      const start = performance.now();
      const answer = await ask(typeof path === 'function' ? path() : path);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${text.slice(0, 300)}`);
      bytes = text.length;
      if (i === 0) first = performance.now() - start;
      if (i >= 2) taken.push(performance.now() - start);
    }
    taken.sort((a, b) => a - b);
    console.log(
      `${name.padEnd(34)} p50 ${show(percentile(taken, 0.5), 0).padStart(6)} ms  p95 ${show(percentile(taken, 0.95), 0).padStart(6)} ms  first ${show(first, 0).padStart(6)} ms  ${show(bytes / 1024, 0)} KB  n = ${asks}`,
    );
  }
});
process.exit();
