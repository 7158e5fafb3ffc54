// `npm run bench:open-loop`: the highest constant rate of arrivals at which p99 stays under 10 ms, ours with the log on and FastAPI's.
// Flags: --model mlp, trees (a boosting of 500 trees), text (TF-IDF) or conv (a small network of convolutions), --quick for coarser steps.
import { parseArgs } from 'node:util';
import { MODELS } from './models/catalogue.mjs';
import { preparePeers, startFastApi, startImplanta } from './systems.mjs';
import { loads, makeBodies, show, startClient, withUndo } from './workload.mjs';

const { values } = parseArgs({
  options: { model: { type: 'string', default: 'mlp' }, quick: { type: 'boolean', default: false } },
});
const { model } = values;
if (!MODELS[model]) throw new Error(`npm run bench:open-loop -- [--model ${Object.keys(MODELS).join('|')}] [--quick]`);

const P99_MS = 10;
const CONNECTIONS = 64;
const SECONDS = values.quick ? 2 : 4;
const FIRST_RATE = MODELS[model].firstRate;
const STEP = values.quick ? 1.4 : 1.15;
/** A rate counts as missed when it was missed this often: one hiccup of the machine is not the system's limit. */
const TRIES = 3;
// An image of 28 × 28 is 5 KB of JSON: fewer bodies, so that their making is not most of the run.
const BODIES = model === 'conv' ? 2000 : 10_000;

await withUndo(async (undo) => {
  const python = preparePeers();
  const { bodies, wanted } = await makeBodies({ bodies: BODIES, rows: 1, model });
  const systems = [
    await startImplanta(undo, model),
    await startFastApi(undo, python, 1, model),
    await startFastApi(undo, python, 2, model),
  ];
  const ask = startClient(undo);
  await ask({
    kind: 'prepare',
    systems: systems.map(({ port, path, headers }) => ({ port, path, headers })),
    bodies,
    wanted,
  });
  console.log(
    `Model ${model}, open loop over ${CONNECTIONS} connections: requests are due at a constant rate, in ticks of 1 ms, and latency counts from when they were due. ${SECONDS} s per rate, rates in steps of ${STEP}, every answer checked. Load average before ${loads()}`,
  );
  const found = [];
  for (const [index, system] of systems.entries()) {
    await ask({ kind: 'round', system: index, connections: 16, seconds: 4, from: 0 });
    let best = null;
    for (let rate = FIRST_RATE; ; rate *= STEP) {
      let passed = null;
      for (let tries = 0; tries < TRIES && !passed; tries++) {
        await system.settle();
        const result = await ask({
          kind: 'open',
          system: index,
          connections: CONNECTIONS,
          seconds: SECONDS,
          rate,
          from: 0,
        });
        if (!result.gaveUp && result.p99 < P99_MS) passed = { ...result, rate };
      }
      if (!passed) break;
      best = passed;
      console.log(
        `  ${system.name}: ${show(rate, 0)}/s, p50 ${show(passed.p50, 2)} ms, p99 ${show(passed.p99, 2)} ms, n = ${show(passed.requests, 0)}`,
      );
    }
    found.push({ system, best });
  }
  console.log(`\nHighest rate with p99 under ${P99_MS} ms. Load average after: ${loads()}`);
  const peer = Math.max(...found.slice(1).map(({ best }) => best?.rate ?? 0));
  for (const { system, best } of found)
    console.log(
      best
        ? `${system.name.padEnd(20)} ${show(best.rate, 0).padStart(8)}/s  p50 ${show(best.p50, 2)} ms  p99 ${show(best.p99, 2)} ms  ${show(best.rate / peer, 2)} × the better FastAPI`
        : `${system.name.padEnd(20)} not at ${FIRST_RATE}/s`,
    );
});
process.exit();
