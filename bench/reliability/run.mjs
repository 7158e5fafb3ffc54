// `npm run reliability`: hazard models, bad inputs and mutants against a product of its own, through upload and prediction.
// Flags: --models N backend cases (0: all), --mutants N of each kind, --quick, --connections N, --only KIND, --match TEXT in a case's name. Ctrl-C ends early and reports what has run.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ask } from './answers.mjs';
import { INPUTS } from './inputs.mjs';
import { startProduct } from './product.mjs';
import { prepareCorpus } from './python.mjs';
import { binaryCall, difference, fitsJson, jsonCall, readAnswer } from './tensors.mjs';

const KINDS = ['hazard', 'backend', 'structure', 'bytes'];
const HELP =
  'npm run reliability -- [--quick] [--models N] [--mutants N] [--connections N] [--only hazard|backend|structure|bytes|inputs] [--match TEXT]';
/** Refusals for what the Node binding of onnxruntime can neither take nor give, and of models that take nothing at all. */
const UNSERVABLE =
  /has the type .* which cannot be (read|sent)|The model has no inputs|unreadable_(in|out)put|no_inputs/;
const MAX_LOAD_BYTES = 40_000_000;

function readFlags() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      models: { type: 'string' },
      mutants: { type: 'string' },
      connections: { type: 'string', default: '4' },
      only: { type: 'string' },
      match: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const flags = {
    models: Number(values.models ?? (values.quick ? 100 : 0)),
    mutants: Number(values.mutants ?? (values.quick ? 150 : 4000)),
    connections: Number(values.connections),
    only: values.only,
    match: values.match,
  };
  if (
    values.help ||
    !Object.values(flags)
      .slice(0, 3)
      .every((value) => Number.isInteger(value) && value >= 0) ||
    flags.connections < 1
  ) {
    console.log(HELP);
    process.exit(values.help ? 0 : 1);
  }
  return flags;
}

const results = [];
const note = (kind, id, stage, answer, more = {}) => {
  const { status, ms, faults, text } = answer;
  results.push({ kind, id, stage, status, ms: Math.round(ms), faults, text: text.slice(0, 400), ...more });
};

/** One file through the door that its number chooses: every third by the load of the repository, the others by PUT. */
async function upload(product, name, item, at) {
  const bytes = fs.readFileSync(item.file);
  const sent = (item.inputs ?? []).map((input) => input.name);
  if (at % 3 === 0 && bytes.length < MAX_LOAD_BYTES)
    return ask(product, 'POST', `/v2/repository/models/${name}/load`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ parameters: { config: '{}', 'file:1/model.onnx': bytes.toString('base64') } }),
      sent,
    });
  return ask(product, 'PUT', `/api/models/${name}/versions?filename=model.onnx`, { body: bytes, sent });
}

/** Whether a refusal says that the model was already answering rows. */
const ranBefore = (text) => /trial row/.test(text);

async function tryModel(product, item, name, at) {
  const answer = await upload(product, name, item, at);
  const isTaken = answer.status === 200 || answer.status === 201;
  const isValid = item.verdict === 'ok' && item.mayServe;
  note(item.kind, item.id, 'upload', answer, {
    verdict: item.verdict,
    reached: isTaken || ranBefore(answer.text),
    isRefusedValid: isValid && !isTaken,
    reason: answer.problem?.reason ?? answer.problem?.error?.slice(0, 90),
  });
  if (!isTaken) return;
  if (item.inputs) await tryCall(product, name, item, at);
  const removed = await ask(product, 'DELETE', `/api/models/${name}?name=${name}`);
  if (removed.status >= 400 || removed.status === 0) note(item.kind, item.id, 'delete', removed);
}

async function tryCall(product, name, item, at) {
  const call = at % 2 === 0 && fitsJson(item.inputs) ? jsonCall(item.inputs) : binaryCall(item.inputs);
  const answer = await ask(product, 'POST', `/v2/models/${name}/infer`, {
    ...call,
    sent: item.inputs.map((input) => input.name),
  });
  let changed = null;
  if (answer.status === 200 && item.verdict === 'ok' && item.outputs && item.stable)
    try {
      changed = difference(item.outputs, readAnswer(answer.headers, answer.bytes));
    } catch (error) {
      changed = `the answer cannot be read: ${error.message}`;
    }
  note(item.kind, item.id, 'predict', answer, {
    verdict: item.verdict,
    changed,
    compared: answer.status === 200 && item.verdict === 'ok' && item.outputs !== null && item.stable,
    isRefusedValid: item.verdict === 'ok' && answer.status !== 200,
    reason: answer.problem?.error?.slice(0, 90),
  });
}

const ADDRESS = {
  v2: (model) => `/v2/models/${model}/infer`,
  v1: (model) => `/v1/models/${model}:predict`,
  rows: (model) => `/api/models/${model}/predict`,
};

async function tryInputs(product, items) {
  for (const [at, item] of items.entries()) {
    const answer = await upload(product, item.id, item, at);
    if (answer.status !== 200 && answer.status !== 201)
      note('inputs', item.id, 'upload', answer, { isRefusedValid: true, reason: answer.problem?.error });
  }
  for (const { model, what, body, headers, path: way = 'v2', gives, mayEnd } of INPUTS) {
    const answer = await ask(product, 'POST', ADDRESS[way](model), {
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    let changed = null;
    let isWrong = false;
    if (answer.status === 200) {
      const given = /"data":\[(.*?)\]/.exec(answer.bytes.toString())?.[1] ?? answer.bytes.toString().slice(0, 80);
      if (gives === undefined && !mayEnd) changed = `taken, and answered ${given.slice(0, 60)}`;
      else if (gives !== undefined && given !== gives && Number(given) !== Number(gives))
        changed = `${given}, not ${gives}`;
      else if (gives !== undefined && given !== gives && /^-?\d{16,}$/.test(gives)) changed = `${given}, not ${gives}`;
    } else {
      const allowed = mayEnd ? answer.status < 500 || [503, 504, 507].includes(answer.status) : answer.status < 500;
      isWrong = gives !== undefined || !allowed;
    }
    note('inputs', what, 'predict', answer, {
      changed,
      compared: gives !== undefined,
      isRefusedValid: isWrong && gives !== undefined,
      isWrong,
      reached: mayEnd,
      reason: answer.problem?.error?.slice(0, 90),
    });
  }
}

let isStopped = false;

/** All but the hazards, in turns of their kinds: what a run that is ended early has seen stands for the rest. */
function mixed(lists) {
  const places = lists
    .filter((list) => list[0]?.kind !== 'hazard')
    .flatMap((list) => list.map((item, at) => ({ item, place: at / list.length })));
  return places.sort((a, b) => a.place - b.place).map(({ item }) => item);
}

async function inParallel(items, connections, work) {
  let next = 0;
  const began = Date.now();
  const progress = setInterval(() => {
    const rate = next / ((Date.now() - began) / 1000);
    console.log(
      `  ${next} of ${items.length}, ${rate.toFixed(1)}/s, ${Math.round((items.length - next) / Math.max(rate, 0.01))} s left`,
    );
  }, 20_000);
  const lane = async () => {
    while (next < items.length && !isStopped) {
      const at = next++;
      await work(items[at], at);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  clearInterval(progress);
}

function count(list, key) {
  const counts = new Map();
  for (const one of list) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

const show = (title, list, wanted) => {
  console.log(
    `${list.length === 0 || wanted === undefined ? ' ' : '!'} ${title}: ${list.length}${wanted === undefined ? '' : ` (wanted ${wanted})`}`,
  );
  return list.length;
};

const examples = (list, limit = 12) => {
  for (const { id, stage, status, changed, reason, text } of list.slice(0, limit))
    console.log(`      ${id} · ${stage} ${status} · ${(changed ?? reason ?? text).slice(0, 140)}`);
  if (list.length > limit)
    console.log(`      and ${list.length - limit} more; all are in test-results/reliability.json`);
};

function report(verdict, seconds) {
  console.log('\nCases by kind, and how the uploads ended:');
  for (const kind of KINDS) {
    const uploads = results.filter((one) => one.kind === kind && one.stage === 'upload');
    if (uploads.length > 0)
      console.log(
        `  ${kind.padEnd(10)} ${String(uploads.length).padStart(5)}: ${count(uploads, (one) => one.status)
          .map(([status, n]) => `${status} × ${n}`)
          .join(', ')}`,
      );
  }
  const inputs = results.filter((one) => one.kind === 'inputs' && one.stage === 'predict');
  console.log(
    `  inputs     ${String(inputs.length).padStart(5)}: ${count(inputs, (one) => one.status)
      .map(([status, n]) => `${status} × ${n}`)
      .join(', ')}`,
  );
  console.log('');
  const models = results.filter((one) => one.stage === 'upload');
  const valid = models.filter((one) => one.verdict === 'ok');
  show(
    'reached session.run of a runner',
    [...models, ...inputs].filter((one) => one.reached),
  );
  show(
    'answers compared with onnxruntime for Python',
    results.filter((one) => one.compared),
  );
  show(
    'answers to calls that onnxruntime for Python refuses, dies of or does not end',
    results.filter((one) => one.stage === 'predict' && one.status === 200 && one.verdict && one.verdict !== 'ok'),
  );
  let faults = 0;
  const check = (title, list) => {
    faults += show(title, list, 0);
    examples(list);
  };
  check(
    'deaths of the server',
    verdict.deaths.map((args) => ({ id: args, stage: 'process', status: '', reason: 'died' })),
  );
  check(
    'errors in the log',
    verdict.errors.map((line) => ({ id: 'log', stage: '', status: '', reason: line })),
  );
  check(
    'unanswered',
    results.filter((one) => one.faults.includes('unanswered')),
  );
  check(
    'errors that are not JSON or give no reason',
    results.filter((one) => one.faults.includes('not JSON') || one.faults.includes('no reason')),
  );
  check(
    'leaked paths or library text',
    results.filter((one) => one.faults.includes('leak')),
  );
  check(
    'silently changed numbers',
    results.filter((one) => one.changed),
  );
  check(
    '5xx to an upload',
    models.filter((one) => one.status >= 500),
  );
  check(
    'bad inputs answered with a wrong code',
    inputs.filter((one) => one.isWrong),
  );
  const refused = models.filter((one) => one.isRefusedValid);
  check(
    'false refusals of valid models',
    refused.filter((one) => !UNSERVABLE.test(one.reason ?? '')),
  );
  show(
    'valid models refused for a type that the Node binding has not, or for having no inputs',
    refused.filter((one) => UNSERVABLE.test(one.reason ?? '')),
  );
  console.log(`  valid models in all: ${valid.length}`);
  for (const [reason, n] of count(refused, (one) => one.reason)) console.log(`      ${n} × ${reason}`);
  check(
    'valid calls of accepted models refused',
    results.filter((one) => one.stage === 'predict' && one.kind !== 'inputs' && one.isRefusedValid),
  );
  const times = models.map((one) => one.ms).sort((a, b) => a - b);
  const at = (q) => times[Math.floor(q * times.length)] ?? 0;
  console.log(
    `\nUpload: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${times.at(-1) ?? 0} ms. /api/health/live meanwhile: p99 ${verdict.healthP99Ms.toFixed(0)} ms. Gateway: ${verdict.peakMb} MB at most. ${seconds.toFixed(0)} s in all, load average ${os.loadavg()[0].toFixed(1)}.`,
  );
  const file = path.resolve(import.meta.dirname, '../../test-results/reliability.json');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, results.map((one) => JSON.stringify(one)).join('\n'));
  console.log(faults === 0 ? 'Every figure holds.' : `${faults} faults.`);
  return faults;
}

const flags = readFlags();
process.on('SIGINT', () => {
  isStopped = true;
});
const corpus = prepareCorpus(flags);
const product = await startProduct();
const began = Date.now();
let faults = 1;
try {
  console.log(`Running: ${product.kept().join(' | ')}`);
  if (!flags.only || flags.only === 'inputs')
    await tryInputs(
      product,
      corpus.filter(({ kind }) => kind === 'serving'),
    );
  const models = KINDS.filter((kind) => !flags.only || flags.only === kind).map((kind) =>
    corpus.filter((item) => item.kind === kind && item.id.includes(flags.match)),
  );
  for (const items of [models.filter((list) => list[0]?.kind === 'hazard').flat(), mixed(models)]) {
    const isHeavy = items[0]?.kind === 'hazard';
    console.log(`${isHeavy ? 'Hazards' : 'Cases and mutants'}: ${items.length}`);
    await inParallel(items, isHeavy ? Math.min(2, flags.connections) : flags.connections, (item, at) =>
      tryModel(product, item, `${isHeavy ? 'h' : 'm'}-${at}`, at),
    );
  }
  faults = report(await product.verdict(), (Date.now() - began) / 1000);
} finally {
  await product.stop();
}
process.exit(faults === 0 ? 0 : 1);
