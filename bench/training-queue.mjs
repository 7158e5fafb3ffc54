// `npm run bench:training-queue`: training runs of several models wait in one line, and their worker is killed at random times until all are
// over. Every run must finish exactly once: one version, one end in the audit trail. Flags: --runs N, --models N, --seed N.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startImplanta, wait } from './systems.mjs';
import { show, withUndo } from './workload.mjs';

const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    models: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const [runs, models] = [Number(flags.runs), Number(flags.models)];
const HELP = 'npm run bench:training-queue -- [--runs N] [--models N, of 20 runs at most each] [--seed N]';
if (!(runs >= 1) || !(models >= 1) || runs > 20 * models) throw new Error(HELP);

/** 0 to below 1, the same for the same words. */
const chance = (...words) =>
  createHash('sha256')
    .update([flags.seed, ...words].join(' '))
    .digest()
    .readUInt32BE(0) /
  2 ** 32;

const ROWS = 3000;
const csv = [
  'x,y,late',
  ...Array.from({ length: ROWS }, (_, i) => {
    const [x, y] = [chance('x', i), chance('y', i)];
    return `${x.toFixed(4)},${y.toFixed(4)},${x + y + chance('noise', i) > 1.5 ? 1 : 0}`;
  }),
].join('\n');

/** The worker among the processes that a process has started; 0 while there is none. */
function workerBelow(root) {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const found = line.match(/^\s*(\d+)\s+(\d+)\s+(.*)$/);
      return found ? [{ pid: Number(found[1]), parent: Number(found[2]), args: found[3] }] : [];
    });
  const below = (pid) => all.filter(({ parent }) => parent === pid).flatMap((one) => [one, ...below(one.pid)]);
  return below(root).find(({ args }) => args.includes('worker.mjs'))?.pid ?? 0;
}

await withUndo(async (undo) => {
  const implanta = await startImplanta(undo);
  const ask = async (method, address, body, type = 'application/json') => {
    const answer = await fetch(implanta.url + address, {
      method,
      headers: { ...implanta.headers, 'content-type': type },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  // Predictions are answered before the pages are there.
  while ((await fetch(`${implanta.url}/api/models`, { headers: implanta.headers })).status === 503) await wait(200);
  const upload = await ask('POST', '/api/dataset-uploads?filename=rows.csv', csv, 'text/csv');
  const saved = await ask('POST', '/api/datasets', {
    uploadId: upload.id,
    place: { name: 'rows' },
    columns: upload.columns.map(({ name, type }) => ({ name, type })),
    roles: { target: 'late', features: ['x', 'y'] },
  });
  const names = Array.from({ length: models }, (_, i) => `queue-${i}`);
  for (const name of names) {
    await implanta.load(name, path.resolve('bench/mlp.onnx'));
    await ask('PUT', `/api/models/${name}/training-recipe`, {
      datasetId: saved.version.datasetId,
      method: { algorithm: 'gradient-boosting', task: 'classification', rounds: 60 },
      folds: 3,
    });
  }
  const startedMs = performance.now();
  for (let i = 0; i < runs; i += 1) await ask('POST', `/api/models/${names[i % models]}/retrain`, {});
  const client = new pg.Client({ connectionString: implanta.databaseUrl() });
  await client.connect();
  undo.push(() => client.end());
  const count = async (sql) => Number((await client.query(sql)).rows[0].count);
  let killed = 0;
  for (let i = 0; ; i += 1) {
    await wait(4000 + 16_000 * chance('wait', i));
    if ((await count('select count(*) from training_runs where finished_at is null')) === 0) break;
    const worker = workerBelow(implanta.pids()[0]);
    // None while it is about to be started again.
    if (worker > 0) {
      process.kill(worker, 'SIGKILL');
      killed += 1;
    }
    console.log(
      `  ${show((performance.now() - startedMs) / 1000)} s: ${await count('select count(*) from training_runs where finished_at is not null')} runs are over, ${killed} workers were killed`,
    );
  }
  const facts = {
    runs: await count('select count(*) from training_runs'),
    finished: await count("select count(*) from training_runs where state = 'finished'"),
    versions: await count('select count(*) from versions where training_run_id is not null'),
    runsWithVersion: await count(
      'select count(distinct training_run_id) from versions where training_run_id is not null',
    ),
    ends: await count("select count(*) from audit_events where action = 'training-run.finish'"),
    againTaken: await count('select count(*) from training_runs where attempts > 1'),
    tries: await count('select sum(attempts) as count from training_runs'),
  };
  console.log(
    `\n${facts.runs} runs in ${show((performance.now() - startedMs) / 1000)} s, ${killed} workers killed: ${facts.finished} finished, ${facts.versions} versions of ${facts.runsWithVersion} runs, ${facts.ends} ends in the audit trail; ${facts.againTaken} runs were taken again, ${facts.tries} tries in all.`,
  );
  const isRight = [facts.finished, facts.versions, facts.runsWithVersion, facts.ends].every(
    (number) => number === runs,
  );
  if (!isRight) throw new Error('Not every run has finished exactly once.');
});
