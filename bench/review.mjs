// `npm run bench:review`: how long lists of feedback and review take where there is much of both, and one review by its interface. The rows are
// generated and said so: verdicts and items of one model, a third of the items settled by two reviewers each, 60 days.
// At the end it goes through items by keys alone in Chromium. Flags: --feedback N, --items N, --asks N, --keys N (0 leaves Chromium out).
import { parseArgs } from 'node:util';
import pg from 'pg';
import { signIn, timeKeys } from './review-keys.mjs';
import { startImplanta, wait } from './systems.mjs';
import { makeBodies, percentile, show, withUndo } from './workload.mjs';

const { values: flags } = parseArgs({
  options: {
    feedback: { type: 'string', default: '100000' },
    items: { type: 'string', default: '50000' },
    asks: { type: 'string', default: '30' },
    keys: { type: 'string', default: '100' },
  },
});
const [feedback, items, asks, keys] = [flags.feedback, flags.items, flags.asks, flags.keys].map(Number);
/** Items that can be opened: rows that are in the log. */
const REAL = 200;

async function generate(client, queue) {
  const {
    rows: [of],
  } = await client.query('select project_id, model_id from review_queues where id = $1', [queue]);
  await client.query(
    `insert into feedback (id, project_id, model_id, prediction_id, "row", verdict, reason, given_by, giver_id, created_at)
     select gen_random_uuid(), $1, $2, gen_random_uuid(), 0, case when i % 4 = 0 then 'right' else 'wrong' end, 'generated', 'generated', 'p' || i % 500,
       now() - i * '52 seconds'::interval from generate_series(1, $3::int) i`,
    [of.project_id, of.model_id, feedback],
  );
  const { rows: known } = await client.query('select id from predictions where model_id = $1 limit $2', [
    of.model_id,
    REAL,
  ]);
  const ids = known.map(({ id }) => id);
  await client.query(
    `insert into review_items (id, project_id, queue_id, model_id, version_number, prediction_id, "row", reasons, inclusion_probability, priority, entity,
       entity_hash, destination, state, reviews_wanted, reviews_done, outcome, value, settled_at, created_at)
     select gen_random_uuid(), $1, $2, $3, 1, case when i <= $5 then ($6::uuid[])[i] else gen_random_uuid() end, 0, '{random}', 0.01,
       case when i <= $5 then 9 else random() end, 'entity ' || i / 4,
       md5((i / 4)::text), case when i % 2 = 0 then 'exam' else 'train' end, case when i > $5 and i % 3 = 0 then 'settled' else 'open' end, 2,
       case when i % 3 = 0 then 2 else 0 end, case when i > $5 and i % 3 = 0 then 'label' end, case when i > $5 and i % 3 = 0 then '0' end,
       case when i > $5 and i % 3 = 0 then now() - i * '52 seconds'::interval end, now() - i * '100 seconds'::interval
     from generate_series(1, $4::int) i`,
    [of.project_id, queue, of.model_id, items, ids.length, ids],
  );
  const { rows: made } = await client.query(
    `with made as (insert into people (id, email, name) select gen_random_uuid(), 'generated' || k || '@example.org', 'Generated ' || k
       from generate_series(1, 2) k returning id)
     insert into memberships (person_id, project_id, role) select id, $1, 'reviewer' from made returning person_id::text as id`,
    [of.project_id],
  );
  const people = made.map(({ id }) => id);
  await client.query(
    `insert into reviews (id, project_id, item_id, reviewer_id, reviewer_name, decision, value, note, is_blind, is_adjudication, took_ms, created_at)
     select gen_random_uuid(), project_id, id, ($2::text[])[k], 'Generated ' || k, 'label', case when random() < 0.1 then '1' else '0' end, '', true, false,
       5000 + (random() * 20000)::int, settled_at from review_items, generate_series(1, 2) k where queue_id = $1 and state = 'settled'`,
    [queue, people],
  );
  // All but those that are reviewed below are given to both of them.
  await client.query(
    `with given as (update review_items set assigned_to = $2 where queue_id = $1 and priority < 9 returning *)
     insert into review_assignments (id, project_id, queue_id, item_id, person_id, given_at)
     select gen_random_uuid(), project_id, queue_id, id, unnest(assigned_to), created_at from given`,
    [queue, people],
  );
  await client.query('analyze');
  return people[0];
}

await withUndo(async (undo) => {
  const { bodies } = await makeBodies({ bodies: REAL, rows: 1 });
  const implanta = await startImplanta(undo);
  const ask = (path, init = {}) =>
    fetch(implanta.url + path, {
      ...init,
      headers: { ...implanta.headers, 'content-type': 'application/json', ...init.headers },
    });
  // Predictions are answered before the pages are there.
  while ((await ask('/api/models')).status === 503) await wait(200);
  for (const body of bodies) await ask(implanta.path, { method: 'POST', body });
  await implanta.settle();
  const made = await ask('/api/models/mlp/review-queues', {
    method: 'POST',
    body: JSON.stringify({ name: 'generated', rules: { complaints: false }, reviewsWanted: 2 }),
  });
  const queue = await made.json();
  if (!made.ok) throw new Error(JSON.stringify(queue));
  const client = new pg.Client(implanta.databaseUrl());
  await client.connect();
  undo.push(() => client.end());
  const person = keys > 0 ? await signIn({ implanta, client, queue: queue.id, undo }) : null;
  const reviewer = await generate(client, queue.id);
  console.log(`Generated: ${show(feedback, 0)} verdicts and ${show(items, 0)} items of one model.`);
  const time = async (name, work) => {
    const taken = [];
    let bytes = 0;
    for (let i = 0; i < asks + 2; i++) {
      const start = performance.now();
      bytes = await work();
      if (i >= 2) taken.push(performance.now() - start);
    }
    taken.sort((a, b) => a - b);
    console.log(
      `${name.padEnd(44)} p50 ${show(percentile(taken, 0.5), 0).padStart(6)} ms  p95 ${show(percentile(taken, 0.95), 0).padStart(6)} ms  ${show(bytes / 1024, 0)} KB  n = ${asks}`,
    );
  };
  const get = async (path, init) => {
    const answer = await ask(path, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
    return text;
  };
  const ofQueue = `/api/review-queues/${queue.id}`;
  const pages = [
    ['Feedback, first page', '/api/models/mlp/feedback'],
    ['Review queues with their counts', '/api/review-queues'],
    ['Items that wait, first page', `${ofQueue}/items`],
    ['Items that are settled, first page', `${ofQueue}/items?state=settled`],
    ['Agreement of 90 days', `${ofQueue}/agreement`],
    ['Burn-down of one person, 90 days', `${ofQueue}/burn-down?reviewer=${reviewer}`],
  ];
  for (const [name, path] of pages) await time(name, async () => (await get(path)).length);
  let after = '';
  for (let page = 0; page < 5; page++)
    after = `&cursor=${JSON.parse(await get(`${ofQueue}/items?limit=200${after}`)).nextCursor}`;
  const behind = `${ofQueue}/items?limit=50${after}`;
  await time('Items that wait, after 1,000', async () => (await get(behind)).length);
  await time('One review: saved, and the next item reserved', async () => {
    const { item } = JSON.parse(await get(`${ofQueue}/take`, { method: 'POST' }));
    if (!item) throw new Error('nothing waits');
    const body = JSON.stringify({
      decision: 'label',
      value: item.task === 'regression' ? 1 : (item.classes[0]?.label ?? 'x'),
    });
    return (await get(`/api/review-items/${item.id}/reviews`, { method: 'POST', body })).length;
  });
  if (person) {
    const taken = (await timeKeys({ implanta, ...person, queue: queue.id, items: keys + 2 })).slice(2);
    taken.sort((a, b) => a - b);
    console.log(
      `${'One item in Chromium by keys, until the next'.padEnd(44)} p50 ${show(percentile(taken, 0.5), 0).padStart(6)} ms  p95 ${show(percentile(taken, 0.95), 0).padStart(6)} ms  n = ${taken.length}`,
    );
  }
});
process.exit();
