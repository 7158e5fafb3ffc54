// `npm run bench:log`: what a logged call of 30 floats takes in PostgreSQL and in the Parquet export, and what callers notice while days of
// the log are deleted by age. The floats are random between -3 and 3 and have four decimals, or N significant digits with --digits N (9 are
// all that a 32-bit float has). They stand in one text of JSON in the export, as those of a tensor do whose places nobody has named; with
// --named each has a column of 32-bit floats. Days of generated rows (said so) are dropped one after the other, as the worker does, and a project's old rows
// are deleted in its portions, at a constant rate of calls; before, and in turns, the same rate without.
// Flags: --rate, --seconds, --rounds, --days N, --rows N a day, --digits N, --named.
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startImplanta, wait } from './systems.mjs';
import { loads, makeBodies, median, show, startClient, withUndo } from './workload.mjs';

const { values: flags } = parseArgs({
  options: {
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    days: { type: 'string', default: '30' },
    rows: { type: 'string', default: '20000' },
    digits: { type: 'string' },
    named: { type: 'boolean', default: false },
  },
});
const [rate, seconds, rounds, days, rows] = [flags.rate, flags.seconds, flags.rounds, flags.days, flags.rows].map(
  Number,
);
const digits = flags.digits === undefined ? null : Number(flags.digits);
/** More than are sent before the log is measured: a row that comes twice would pack better than what is asked about. */
const BODIES = 150_000;
const CONNECTIONS = 16;
const DAY_MS = 86_400_000;
const FIRST_DAY = 40;
/** As in the worker's sweep, with its rests. */
const PORTION = 2000;
const REST_MS = 250;

/** Days of copies of logged calls, from 40 days ago back. */
async function generate(client) {
  const { rows: columns } = await client.query(
    "select attname from pg_attribute where attrelid = 'predictions'::regclass and attnum > 0 and not attisdropped and attname not in ('id', 'received_at')",
  );
  const keptFrom = new Date((Math.floor(Date.now() / DAY_MS) - FIRST_DAY + 1) * DAY_MS).toISOString().slice(0, 10);
  // What the round before did not come to.
  for (let day = true; day; )
    ({ day } = (await client.query('select drop_prediction_partition($1::date) as day', [keptFrom])).rows[0]);
  const others = columns.map(({ attname }) => `"${attname}"`).join(', ');
  for (let day = 0; day < days; day++) {
    const start = (Math.floor(Date.now() / DAY_MS) - FIRST_DAY - day) * DAY_MS;
    await client.query('select ensure_prediction_partition($1::date)', [new Date(start).toISOString().slice(0, 10)]);
    await client.query(
      `insert into predictions (id, received_at, ${others})
       select (lpad(to_hex($1::bigint + n * 4), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid,
         to_timestamp(($1::bigint + n * 4) / 1000.0), ${others}
       from (select *, row_number() over () as n from predictions where id >= uuid7_floor(now() - interval '1 day') limit $2) p`,
      [start, rows],
    );
  }
}

/** Deletes until it is told to stop or nothing is left: every second day as a whole, the others in portions. Returns how many of each. */
function sweep(url) {
  let isOver = false;
  const work = (async () => {
    const client = new pg.Client(url);
    await client.connect();
    await client.query("select set_config('app.system', 'on', false)");
    let [dropped, deleted] = [0, 0];
    for (let day = FIRST_DAY + days - 1; !isOver && day >= FIRST_DAY; day--) {
      const end = new Date((Math.floor(Date.now() / DAY_MS) - day + 1) * DAY_MS).toISOString();
      for (let isMore = day % 2 === 0; isMore && !isOver; ) {
        const { rowCount } = await client.query(
          'delete from predictions where id in (select id from predictions where id < uuid7_floor($1::timestamptz) limit $2)',
          [end, PORTION],
        );
        deleted += rowCount;
        isMore = rowCount === PORTION;
        await wait(REST_MS);
      }
      const { rows: found } = await client.query('select drop_prediction_partition($1::date) as day', [
        end.slice(0, 10),
      ]);
      if (found[0].day) dropped += 1;
      await wait(REST_MS);
    }
    await client.end();
    return { dropped, deleted };
  })();
  return () => {
    isOver = true;
    return work;
  };
}

/** Gives the places of the tensor the names that an owner is proposed, so that each has a column. */
async function nameColumns({ url, headers }) {
  const overlay = `${url}/api/models/mlp/versions/1/overlay`;
  // Predictions are answered before the pages are there.
  while ((await fetch(overlay, { headers })).status === 503) await wait(200);
  const { plain } = await (await fetch(overlay, { headers })).json();
  const saved = await fetch(overlay, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ columns: plain }),
  });
  if (!saved.ok) throw new Error(`the columns were not named: ${saved.status} ${await saved.text()}`);
}

await withUndo(async (undo) => {
  const { bodies, wanted } = await makeBodies({
    bodies: BODIES,
    rows: 1,
    ...(digits === null ? {} : { value: (random) => Number((random() * 6 - 3).toPrecision(digits)) }),
  });
  const implanta = await startImplanta(undo);
  if (flags.named) await nameColumns(implanta);
  const ask = startClient(undo);
  const { port, path, headers } = implanta;
  await ask({ kind: 'prepare', systems: [{ port, path, headers }], bodies, wanted });
  const once = () => ask({ kind: 'open', system: 0, connections: CONNECTIONS, rate, from: 0, seconds });
  await ask({ kind: 'round', system: 0, connections: CONNECTIONS, seconds: 8, from: 0 });
  await implanta.settle();
  const client = new pg.Client(implanta.databaseUrl());
  await client.connect();
  undo.push(() => client.end());
  await client.query("select set_config('app.system', 'on', false)");
  await client.query('analyze predictions');
  const { rows: today } = await client.query(
    'select sum(bytes)::float8 as bytes, (select count(*)::int from predictions) as calls from prediction_partitions()',
  );
  const [{ bytes, calls }] = today;
  const { rows: parts } = await client.query(
    `select coalesce(of_index.relname, 'heap') as name, sum(pg_relation_size(part.oid))::float8 as bytes
     from pg_partition_tree('predictions') tree join pg_class of_day on of_day.oid = tree.relid and tree.isleaf
     join pg_class part on part.oid = of_day.oid or part.oid in (select indexrelid from pg_index where indrelid = of_day.oid)
     left join pg_inherits i on i.inhrelid = part.oid and part.relkind = 'i' left join pg_class of_index on of_index.oid = i.inhparent
     group by 1 order by 2 desc`,
  );
  const began = performance.now();
  const exported = await fetch(`${implanta.url}/api/models/mlp/predictions/export?format=parquet`, { headers });
  const parquet = (await exported.arrayBuffer()).byteLength;
  const exportS = (performance.now() - began) / 1000;
  if (!exported.ok) throw new Error(`the export was refused: ${exported.status}`);
  if (calls > BODIES) throw new Error(`${calls} calls have bodies that came twice`);
  const what = `30 random 32-bit floats of ${digits === null ? 'four decimals' : `${digits} significant digits`}`;
  console.log(
    `A call of one row of ${what} takes ${show(bytes / calls, 0)} bytes in PostgreSQL, indexes among it, and ${show(parquet / calls, 0)} bytes in Parquet, ${flags.named ? 'each float in its column' : 'all floats in one text'} (n = ${show(calls, 0)} calls, exported in ${show(exportS, 1)} s; 120 bytes are the floats themselves).`,
  );
  console.log(`Of it: ${parts.map((part) => `${part.name} ${show(part.bytes / calls, 0)}`).join(', ')}.`);
  const results = { without: [], during: [] };
  for (let round = 1; round <= rounds; round++) {
    await generate(client);
    await implanta.settle();
    const without = await once();
    await implanta.settle();
    const stop = sweep(implanta.databaseUrl());
    const during = await once();
    const { dropped, deleted } = await stop();
    results.without.push(without);
    results.during.push(during);
    console.log(
      `round ${round}: ${show(rate, 0)} calls/s, ${show(days * rows, 0)} generated rows of ${days} days: p50 ${show(without.p50, 2)} → ${show(during.p50, 2)} ms, p99 ${show(without.p99, 2)} → ${show(during.p99, 2)} ms while ${dropped} days were dropped and ${show(deleted, 0)} rows deleted; failures ${without.failures + during.failures}; load ${loads()}`,
    );
  }
  const of = (list, name) => median(list.map((result) => result[name]));
  console.log(
    `Medians of ${rounds} rounds: p99 ${show(of(results.without, 'p99'), 2)} ms without and ${show(of(results.during, 'p99'), 2)} ms while the log is deleted by age.`,
  );
});
process.exit();
