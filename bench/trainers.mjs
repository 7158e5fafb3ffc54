// `npm run bench:trainers`: the built-in trainers beside scikit-learn, on the same rows with the same settings: breast cancer, diabetes and wine
// (every fourth row is judged), and the demo's flights (August to October 2013 are learnt, November and December judged): late or not, and
// the minutes from scheduled departure to landing. Prints metric, relative difference, seconds of training, and how far the
// exported file is from the trainer's own answers in onnxruntime. scikit-learn gets one thread, as ours
// has. Flags: --rounds N, --threads N (of scikit-learn), --python FILE (one that has it).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import zlib from 'node:zlib';
import ort from 'onnxruntime-node';
import { scorePredictions } from '../lib/pure/trainers/score-predictions.ts';
import { trainModel } from '../lib/pure/trainers/train-model.ts';
import { CATEGORIES, NUMBERS } from './flights.mjs';
import { preparePython } from './python-environment.mjs';

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1' },
    python: { type: 'string', default: '' },
  },
});
const [rounds, threads] = [Number(flags.rounds), Number(flags.threads)];
if (!(rounds >= 1 && threads >= 1))
  throw new Error('npm run bench:trainers -- [--rounds N] [--threads N] [--python FILE]');
const root = path.resolve(import.meta.dirname, '..');
const peer = path.join(root, 'bench/peers/scikit-learn');
const python = flags.python || preparePython('scikit-learn', path.join(peer, 'requirements.txt'));

const FLIGHTS_JUDGED_FROM = Date.UTC(2013, 10, 1);

/** Rows of numbers, those that are learnt from first; a text is a code, from 0. */
function readSmall() {
  const file = path.join(root, 'lib/pure/trainers/fixtures/trainers-rows.json');
  return Object.entries(JSON.parse(fs.readFileSync(file, 'utf8'))).map(([name, { rows, target }]) => {
    const order = [...rows.keys()].sort((a, b) => Number(a % 4 === 3) - Number(b % 4 === 3) || a - b);
    return {
      name: name.replace('_', ' '),
      isText: rows[0].map(() => false),
      rows: order.map((row) => rows[row]),
      target: order.map((row) => target[row]),
      learnt: order.filter((row) => row % 4 !== 3).length,
    };
  });
}

function readFlights() {
  const text = zlib.gunzipSync(fs.readFileSync(path.join(root, 'demo/flights/replay.csv.gz'))).toString();
  const [header, ...lines] = text.trim().split('\n');
  const at = Object.fromEntries(header.split(',').map((name, place) => [name, place]));
  const flights = lines.map((line) => line.split(',')).filter((cells) => cells[at.label] !== '');
  const codes = CATEGORIES.map((name) => {
    const texts = [...new Set(flights.map((cells) => cells[at[name]]))].sort();
    return new Map(texts.map((value, code) => [value, code]));
  });
  const rows = flights.map((cells) => [
    ...CATEGORIES.map((name, k) => codes[k].get(cells[at[name]])),
    ...NUMBERS.map((name) => (cells[at[name]] === '' ? null : Number(cells[at[name]]))),
  ]);
  const whole = {
    isText: [...CATEGORIES.map(() => true), ...NUMBERS.map(() => false)],
    rows,
    learnt: flights.filter((cells) => Date.parse(cells[at.at]) < FLIGHTS_JUDGED_FROM).length,
  };
  const minutes = (cells) => (Date.parse(cells[at.label_at]) - Date.parse(cells[at.at])) / 60_000;
  return [
    { ...whole, name: 'flights late', target: flights.map((cells) => Number(cells[at.label])) },
    { ...whole, name: 'flight minutes', target: flights.map(minutes) },
  ];
}

function columnsOf({ rows, isText }, from, to) {
  const part = rows.slice(from, to);
  return isText.map((isOne, k) => ({
    name: `column_${k}`,
    values: isOne ? part.map((row) => `code ${row[k]}`) : Float64Array.from(part, (row) => row[k] ?? Number.NaN),
  }));
}

async function trainOurs({ data, algorithm, task }) {
  const { learnt, target } = data;
  const table = { columns: columnsOf(data, 0, learnt), target: Float64Array.from(target.slice(0, learnt)) };
  const seconds = [];
  const cpuSeconds = [];
  let model;
  for (let round = 0; round <= rounds; round += 1) {
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    model = await trainModel(table, { algorithm, task, seed: 1 });
    seconds.push((performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(cpu);
    cpuSeconds.push((user + system) / 1e6);
  }
  const judged = columnsOf(data, learnt, data.rows.length);
  const said = model.predict(judged);
  const { rmse, logLoss } = scorePredictions(said, {
    values: Float64Array.from(target.slice(learnt), (value) =>
      model.classes ? model.classes.labels.indexOf(String(value)) : value,
    ),
  });
  return {
    metric: rmse ?? logLoss,
    seconds: middleOf(seconds),
    cpuSeconds: middleOf(cpuSeconds),
    bytes: model.onnx.length,
    difference: await differenceOf(model, judged, said),
  };
}

/** The median without the first, which warms up. */
function middleOf(seconds) {
  const sorted = seconds.slice(1).sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** The largest difference between the file's answers and the trainer's own, of numbers above 1 as a part of them. */
async function differenceOf(model, columns, said) {
  const session = await ort.InferenceSession.create(model.onnx);
  const feeds = Object.fromEntries(
    columns.map(({ name, values }) => [
      name,
      values instanceof Float64Array
        ? new ort.Tensor('float32', Float32Array.from(values), [values.length, 1])
        : new ort.Tensor('string', values, [values.length, 1]),
    ]),
  );
  const answers = await session.run(feeds);
  const own = said.kind === 'numbers' ? said.values : said.probabilities;
  const { data } = said.kind === 'numbers' ? answers.variable : answers.probabilities;
  let most = 0;
  for (let i = 0; i < own.length; i += 1)
    most = Math.max(most, Math.abs(data[i] - own[i]) / Math.max(1, Math.abs(own[i])));
  return most;
}

const sets = [...readSmall(), ...readFlights()];
const jobs = sets.flatMap((data) => {
  const isNumber = ['diabetes', 'flight minutes'].includes(data.name);
  const task = isNumber ? 'regression' : 'classification';
  return ['gradient-boosting', isNumber ? 'ridge' : 'logistic'].map((algorithm) => ({ data, algorithm, task }));
});
const folder = fs.mkdtempSync(path.join(tmpdir(), 'trainers-'));
try {
  const file = path.join(folder, 'jobs.json');
  fs.writeFileSync(file, JSON.stringify(jobs));
  const { status, stdout } = spawnSync(
    python,
    [path.join(peer, 'trainers.py'), file, String(rounds), String(threads)],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (status !== 0) throw new Error('scikit-learn did not finish.');
  const theirs = JSON.parse(stdout);
  console.log(
    '| data | rows learnt, judged | trainer | metric | ours | scikit-learn | difference | seconds (CPU) ours | scikit-learn | file off by | file KB |',
  );
  console.log(`|${' --- |'.repeat(11)}`);
  for (const [k, job] of jobs.entries()) {
    const { data, algorithm, task } = job;
    const ours = await trainOurs(job);
    const other = theirs[k];
    const cells = [
      data.name,
      `${data.learnt}, ${data.rows.length - data.learnt}`,
      algorithm,
      task === 'regression' ? 'RMSE' : 'log loss',
      ours.metric.toFixed(5),
      other.metric.toFixed(5),
      `${((ours.metric / other.metric - 1) * 100).toFixed(3)} %`,
      ...[ours, other].map((of) => `${of.seconds.toFixed(2)} (${of.cpuSeconds.toFixed(2)})`),
      ours.difference.toExponential(1),
      (ours.bytes / 1024).toFixed(0),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
