// `npm run bench:comparison`: how long the page of two versions waits when both have answered the demo's flights of five months, each flight a
// call of its own. The two versions are the same file, so that nothing can be proven; what is read is as much. Flags: --calls N, --asks N.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import zlib from 'node:zlib';
import { CATEGORIES, NUMBERS } from './flights.mjs';
import { residentTreeMb } from './process-memory.mjs';
import { root, startImplanta, wait } from './systems.mjs';
import { show, withUndo } from './workload.mjs';

const { values: flags } = parseArgs({
  options: { calls: { type: 'string', default: '141193' }, asks: { type: 'string', default: '3' } },
});
const [calls, asks] = [Number(flags.calls), Number(flags.asks)];
if (!(calls >= 1 && asks >= 1)) throw new Error('npm run bench:comparison -- [--calls N] [--asks N]');
const MODEL = 'flight-delay';
const AT_ONCE = 16;
const LABELS_A_CALL = 10_000;
const LOOK_EVERY_MS = 100;

const folder = path.join(root, 'demo/flights');
const [header, ...lines] = zlib
  .gunzipSync(fs.readFileSync(path.join(folder, 'replay.csv.gz')))
  .toString()
  .trim()
  .split('\n');
const places = Object.fromEntries(header.split(',').map((name, place) => [name, place]));
const flights = lines.slice(0, calls).map((line) => {
  const cells = line.split(',');
  return {
    label: cells[places.label],
    row: {
      'context.time': cells[places.at],
      'context.entity': cells[places.entity],
      ...Object.fromEntries(CATEGORIES.map((name) => [name, cells[places[name]]])),
      ...Object.fromEntries(
        NUMBERS.map((name) => [name, cells[places[name]] === '' ? null : Number(cells[places[name]])]),
      ),
    },
  };
});

await withUndo(async (undo) => {
  const implanta = await startImplanta(undo);
  const ask = async (method, address, body) => {
    const isFile = body instanceof Uint8Array;
    const answer = await fetch(implanta.url + address, {
      method,
      headers: { ...implanta.headers, ...(isFile ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined || isFile ? body : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  // Predictions are answered before the pages are there.
  while ((await fetch(`${implanta.url}/api/models`, { headers: implanta.headers })).status === 503) await wait(200);
  const file = fs.readFileSync(path.join(folder, 'model.onnx'));
  await ask('PUT', `/api/models/${MODEL}/versions`, file);
  await ask('PUT', `/api/models/${MODEL}/deployment`, { newVersions: 'wait' });
  await ask('PUT', `/api/models/${MODEL}/versions`, file);
  await ask('PUT', `/api/models/${MODEL}/deployment`, { newVersions: 'wait', shadow: 2 });
  const labels = [];
  let next = 0;
  const send = async () => {
    for (let flight = flights[next++]; flight; flight = flights[next++]) {
      const { predictions } = await ask('POST', `/api/models/${MODEL}/predict`, { rows: [flight.row] });
      if (flight.label !== '') labels.push({ predictionId: predictions[0].id, value: flight.label });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  await implanta.settle();
  for (let from = 0; from < labels.length; from += LABELS_A_CALL)
    await ask('POST', '/api/labels', { labels: labels.slice(from, from + LABELS_A_CALL) });
  const before = residentTreeMb([implanta.pids()[0]]);
  let highest = before;
  for (let i = 0; i < asks; i += 1) {
    // Another end is another question, which nobody has asked before.
    const to = new Date().toISOString();
    const startedMs = performance.now();
    let isOver = false;
    const asked = ask('GET', `/api/models/${MODEL}/comparison?a=1&b=2&to=${to}`).finally(() => {
      isOver = true;
    });
    const health = [];
    while (!isOver) {
      const began = performance.now();
      await ask('GET', `/api/models/${MODEL}`);
      health.push(performance.now() - began);
      highest = Math.max(highest, residentTreeMb([implanta.pids()[0]]));
      await wait(LOOK_EVERY_MS);
    }
    const found = await asked;
    const tookMs = performance.now() - startedMs;
    const againMs = performance.now();
    await ask('GET', `/api/models/${MODEL}/comparison?a=1&b=2&to=${to}`);
    health.sort((a, b) => a - b);
    console.log(
      `${found.calls} calls, ${found.rows} rows, ${found.scores.n} with a label, ${found.isWhole ? 'all that there are' : 'cut'}: ${show(tookMs / 1000)} s; asked again ${show(performance.now() - againMs)} ms; another page meanwhile p50 ${show(health[Math.floor(health.length / 2)])} ms, longest ${show(health.at(-1))} ms (n = ${health.length})`,
    );
  }
  console.log(`Memory of all processes: ${show(before)} MB before, ${show(highest)} MB at its highest.`);
});
