// `npm run bench:estimated`: how good performance that is estimated without labels is on months that it was not learnt from. Replays the
// flights of the demo (August to December 2013) through a product of its own, a day in a second, waits for their labels, and prints what
// the page says of each measure: in how many weeks after the learning days the band of 90 % held, and how far the estimate was off beside
// always saying what the learning days had. Then the same for a regression over the same flights: minutes from scheduled departure to
// landing, answered by our own trees that were grown on August, sent as a model that is served elsewhere. About fifteen minutes.
// Flags: --learning-days N (28 to 120, of the classification), --only classes|numbers.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import zlib from 'node:zlib';
import { predictTrees, trainTrees } from '../lib/pure/trainers/gradient-boosting.ts';
import { CATEGORIES, NUMBERS } from './flights.mjs';
import { root, startImplanta, wait } from './systems.mjs';
import { show, withUndo } from './workload.mjs';

const { values: flags } = parseArgs({
  options: { 'learning-days': { type: 'string', default: '42' }, only: { type: 'string', default: '' } },
});
const MODEL = 'flight-delay';
const FASTEST = 86_400;
const DAY_MS = 86_400_000;

const REGRESSION = 'flight-minutes';
const ROWS_A_CALL = 20_000;

await withUndo(async (undo) => {
  const product = await startImplanta(undo);
  const ask = async (path, method = 'GET', body = undefined, type = 'application/json') => {
    const answer = await fetch(`${product.url}${path}`, {
      method,
      headers: { ...product.headers, ...(body ? { 'content-type': type } : {}) },
      ...(body ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  };
  const counted = async (model) => {
    await product.settle();
    while ((await ask(`/api/models/${model}/performance`)).labels.isPending) await wait(5000);
  };
  if (flags.only !== 'numbers') {
    await replayFlights(ask);
    await counted(MODEL);
    tell(await ask(`/api/models/${MODEL}/performance/estimated?learningDays=${flags['learning-days']}`));
  }
  if (flags.only !== 'classes') {
    const sent = await sendMinutes(ask);
    await counted(REGRESSION);
    // A worker rests after it has learnt, and then counts the days that came meanwhile.
    for (;;) {
      const estimated = await ask(`/api/models/${REGRESSION}/performance/estimated`);
      const looked = (estimated.measures[0]?.points ?? []).reduce((sum, { rows }) => sum + rows, 0);
      if (looked < sent) {
        await wait(5000);
        continue;
      }
      tell(estimated);
      break;
    }
  }
});
process.exit();

async function replayFlights(ask) {
  const replay = async () => (await ask('/api/demo')).replays.find(({ model }) => model === MODEL);
  await ask('/api/demo', 'POST');
  while (!(await replay())) await wait(1000);
  await ask('/api/demo', 'PATCH', { speed: FASTEST });
  for (let told = 0; ; await wait(5000)) {
    const { state, sent, total } = await replay();
    if (sent - told > total / 10) {
      told = sent;
      console.log(`${show(sent, 0)} of ${show(total, 0)} flights are sent.`);
    }
    if (state === 'finished') return;
  }
}

/** Flights that landed, in the order of their departure: what was known before, and the minutes until they had landed. */
function readFlights() {
  const text = zlib.gunzipSync(fs.readFileSync(path.join(root, 'demo/flights/replay.csv.gz'))).toString();
  const [header, ...lines] = text.trim().split('\n');
  const names = header.split(',');
  return lines
    .map((line) => Object.fromEntries(line.split(',').map((cell, k) => [names[k], cell])))
    .filter(({ label }) => label !== '')
    .map((row) => ({
      atMs: Date.parse(row.at),
      minutes: (Date.parse(row.label_at) - Date.parse(row.at)) / 60_000,
      inputs: Object.fromEntries([
        ...CATEGORIES.map((name) => [name, row[name]]),
        ...NUMBERS.map((name) => [name, row[name] === '' ? null : Number(row[name])]),
      ]),
    }));
}

async function sendMinutes(ask) {
  const flights = readFlights();
  const codes = Object.fromEntries(CATEGORIES.map((name) => [name, new Map()]));
  for (const { inputs } of flights)
    for (const name of CATEGORIES) if (!codes[name].has(inputs[name])) codes[name].set(inputs[name], codes[name].size);
  const columnsOf = (rows) => [
    ...CATEGORIES.map((name) => ({
      kind: 'category',
      values: Float64Array.from(rows, ({ inputs }) => codes[name].get(inputs[name])),
    })),
    ...NUMBERS.map((name) => ({
      kind: 'number',
      values: Float64Array.from(rows, ({ inputs }) => inputs[name] ?? Number.NaN),
    })),
  ];
  const august = flights.filter(({ atMs }) => atMs < Date.UTC(2013, 8, 1));
  const later = flights.slice(august.length);
  const trees = trainTrees(
    columnsOf(august),
    Float64Array.from(august, ({ minutes }) => minutes),
    {
      objective: 'squared',
      rounds: 150,
      learningRate: 0.1,
      leaves: 31,
      minRowsInLeaf: 20,
      l2: 0,
    },
  );
  const answers = predictTrees(trees, columnsOf(later));
  await ask('/api/models', 'POST', {
    name: REGRESSION,
    task: 'regression',
    unit: 'min',
    columns: [
      ...CATEGORIES.map((name) => ({ name, kind: 'category' })),
      ...NUMBERS.map((name) => ({ name, kind: 'number' })),
    ],
  });
  // What is sent may be 400 days old at most: whole weeks, so that the last flight was last week.
  const shiftMs = Math.floor((Date.now() - later.at(-1).atMs) / (7 * DAY_MS)) * 7 * DAY_MS;
  for (let from = 0; from < later.length; from += ROWS_A_CALL) {
    const lines = later.slice(from, from + ROWS_A_CALL).map(({ atMs, minutes, inputs }, k) =>
      JSON.stringify({
        ...inputs,
        id: String(from + k),
        time: new Date(atMs + shiftMs).toISOString(),
        prediction: answers[from + k],
        label: minutes,
      }),
    );
    await ask(`/api/ingest?model=${REGRESSION}`, 'POST', lines.join('\n'), 'application/x-ndjson');
    console.log(`${show(Math.min(later.length, from + ROWS_A_CALL), 0)} of ${show(later.length, 0)} answers are sent.`);
  }
  return later.length;
}

function tell({ missing, learning, measures, bucket, unit }) {
  if (missing) throw new Error(`there is no estimate: ${missing}`);
  console.log(
    `Learnt from ${learning.from} to ${learning.to}: ${learning.days} days, ${show(learning.labelledRows, 0)} labelled rows.`,
  );
  const of = unit ? ` ${unit}` : '';
  for (const { metric, trial, known, held, error } of measures) {
    if (trial)
      console.log(
        `${metric.padEnd(18)} on ${trial.days} learning days off by ${show(trial.estimate, 3)}${of}, always the mean of the weeks before by ${show(trial.constant, 3)}${of}: ${trial.isWon ? 'shown' : 'not shown'}`,
      );
    console.log(
      `${metric.padEnd(18)} band of 90 % held in ${held} of ${known} ${bucket}s; off by ${show(error.estimate, 3)}${of}, always the learning days' value by ${show(error.constant, 3)}${of}`,
    );
  }
}
