// `npm run bench:neighbour`: what a model's callers notice while its neighbours crash: p99 at a constant rate alone, then beside models that
// are crashed in a loop. Flags: --seconds N per phase, --rate N, --models N hostile models.
import { parseArgs } from 'node:util';
import { prepareModel } from './models/catalogue.mjs';
import { inferPath, startImplanta } from './systems.mjs';
import { loads, makeBodies, show, startClient, withUndo } from './workload.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    rate: { type: 'string', default: '500' },
    models: { type: 'string', default: '1' },
  },
});
const [seconds, rate, models] = [values.seconds, values.rate, values.models].map(Number);
if (!(seconds > 0 && rate > 0 && models > 0))
  throw new Error('npm run bench:neighbour -- [--seconds N] [--rate N] [--models N]');

const CONNECTIONS = 16;
/** Between two calls of a model that rests after three crashes in a minute. */
const REST_MS = 50;
const LOWEST_INT32 = -2_147_483_648;

/** The lowest whole number divided by -1 ends the runner. Each body is another: one that crashed a model before is refused without running. */
function deadlyBody(number) {
  const tensor = (name, data) => ({ name, datatype: 'INT32', shape: [2], data });
  return JSON.stringify({ inputs: [tensor('a', [LOWEST_INT32, number]), tensor('b', [-1, 1])] });
}

/** Calls a hostile model one call after the other until it is told to end; counts the answers by their status. */
function attack(implanta, name, answers) {
  let isOver = false;
  const loop = (async () => {
    for (let number = 1; !isOver; number++) {
      const answer = await fetch(implanta.url + inferPath(name), {
        method: 'POST',
        headers: { ...implanta.headers, 'content-type': 'application/json' },
        body: deadlyBody(number),
      }).catch((error) => ({ status: 0, text: async () => String(error.cause ?? error) }));
      const text = (await answer.text()).slice(0, 200);
      const kind = `${answer.status} ${text}`;
      answers.set(kind, (answers.get(kind) ?? 0) + 1);
      if (/rests for a while/.test(text)) await new Promise((wake) => setTimeout(wake, REST_MS));
    }
  })();
  return async () => {
    isOver = true;
    await loop;
  };
}

await withUndo(async (undo) => {
  const { bodies, wanted } = await makeBodies({ bodies: 10_000, rows: 1 });
  const implanta = await startImplanta(undo);
  // One that crashed three times within a minute rests for a minute; several crash more often.
  const names = Array.from({ length: models }, (_, i) => `hostile-${i + 1}`);
  for (const name of names) await implanta.load(name, prepareModel('crash'));
  const ask = startClient(undo);
  const { port, path, headers } = implanta;
  await ask({ kind: 'prepare', systems: [{ port, path, headers }], bodies, wanted });
  const once = (length) =>
    ask({ kind: 'open', system: 0, connections: CONNECTIONS, rate, from: 0, isCounted: true, seconds: length });
  console.log(
    `Model B at ${show(rate, 0)} calls/s over ${CONNECTIONS} connections, ${seconds} s alone and ${seconds} s beside ${models === 1 ? 'a model that ends its runner' : `${models} models that end their runners`} at every call, every answer checked. Load average before ${loads()}`,
  );
  await once(Math.min(seconds, 5));
  const gateway = implanta.gatewayPid();
  await implanta.settle();
  const alone = await once(seconds);
  await implanta.settle();
  const answers = new Map();
  // Measuring begins first: the crashes are at the beginning, as long as nothing rests.
  const measured = once(seconds);
  const stops = names.map((name) => attack(implanta, name, answers));
  const beside = await measured;
  await Promise.all(stops.map((stop) => stop()));
  for (const [what, { p50, p99, requests, failures, reason, gaveUp }] of [
    ['alone', alone],
    ['beside', beside],
  ])
    console.log(
      `  ${what.padEnd(6)} p50 ${show(p50, 2)} ms, p99 ${show(p99, 2)} ms, n = ${show(requests, 0)}, ${failures} failed${reason ? ` (first: ${reason})` : ''}${gaveUp ? ', and gave up: more than a second of calls waited' : ''}`,
    );
  console.log('  what the hostile models answered:');
  for (const [kind, count] of answers) console.log(`    ${show(count, 0)} × ${kind}`);
  console.log(
    `p99 beside to alone: ${show(beside.p99 / alone.p99, 2)} ×; ${beside.failures} of B's calls failed. Load average after: ${loads()}`,
  );
  if (implanta.gatewayPid() !== gateway) throw new Error('the gateway was restarted meanwhile');
});
process.exit();
