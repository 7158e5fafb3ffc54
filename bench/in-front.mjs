// `npm run bench:in-front`: what the gateway adds to the latency of a running service that it stands in front of, log on.
// The same calls at a constant rate straight to the service, through the gateway, and through a proxy that does nothing, in turns: on a
// machine with other work, what the last one adds is the machine's. Flags: --rate, --seconds, --rounds.
import { fork } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, startImplanta } from './systems.mjs';
import { loads, median, show, startClient, withUndo } from './workload.mjs';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
  },
});
const [rate, seconds, rounds] = [values.rate, values.seconds, values.rounds].map(Number);
const CONNECTIONS = 8;
const BODIES = 500;
const COLUMNS = 14;
const MODEL = 'in-front';
const GOAL_MS = 1;

/** Sums of eighths are exact, so that every answer can be compared. */
function makeRows() {
  return Array.from({ length: BODIES }, (_, at) =>
    Object.fromEntries(Array.from({ length: COLUMNS }, (_, i) => [`column_${i}`, ((at * 31 + i * 17) % 800) / 8])),
  );
}

function startBeside(undo, file, ...words) {
  const child = fork(path.join(root, 'bench', file), words);
  undo.push(() => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`${file} ended`)));
  });
}

await withUndo(async (undo) => {
  const servicePort = await startBeside(undo, 'linear-service.mjs');
  const barePort = await startBeside(undo, 'bare-proxy.mjs', String(servicePort));
  const implanta = await startImplanta(undo);
  const made = await fetch(`${implanta.url}/api/upstreams`, {
    method: 'POST',
    headers: { ...implanta.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name: MODEL, url: `http://127.0.0.1:${servicePort}/predict` }),
  });
  if (!made.ok) throw new Error(`the gateway was not put in front: ${made.status} ${await made.text()}`);
  const rows = makeRows();
  const systems = [
    { name: 'straight', port: servicePort, path: '/predict', headers: {} },
    { name: 'through', port: implanta.port, path: `/m/${MODEL}/proxy`, headers: implanta.headers },
    { name: 'bare proxy', port: barePort, path: '/predict', headers: {} },
  ];
  const ask = startClient(undo);
  await ask({
    kind: 'prepare',
    systems: systems.map((system) => ({ ...system, reader: 'predictions', tolerance: 0 })),
    bodies: rows.map((row) => JSON.stringify({ rows: [row] })),
    wanted: rows.map((row) => [Object.values(row).reduce((sum, value) => sum + value, 0)]),
  });
  const run = (system, time) => ask({ kind: 'open', system, connections: CONNECTIONS, seconds: time, rate, from: 0 });
  // Closed loop, as fast as it goes: compiled code and open connections are what is measured.
  for (const system of [0, 1, 2]) await ask({ kind: 'round', system, connections: CONNECTIONS, seconds: 8, from: 0 });
  await implanta.settle();
  console.log(
    `One row of ${COLUMNS} numbers a call, ${rate} calls a second over ${CONNECTIONS} connections, ${seconds} s a run, in turns; every answer compared. Load average before ${loads()}`,
  );
  const added = [1, 2].map(() => ({ p50: [], p95: [], p99: [] }));
  for (let round = 1; round <= rounds; round++) {
    const results = [];
    for (const system of round % 2 ? [0, 1, 2] : [2, 1, 0]) {
      results[system] = await run(system, seconds);
      if (system === 1) await implanta.settle();
    }
    const line = ['p50', 'p95', 'p99'].map((name) => {
      const [straight, through, bare] = results.map((result) => result[name]);
      added[0][name].push(through - straight);
      added[1][name].push(bare - straight);
      return `${name} ${show(straight, 3)} → ${show(through, 3)} (bare ${show(bare, 3)}) ms`;
    });
    console.log(`round ${round}: ${line.join('   ')}   load ${loads()}`);
  }
  const health = await implanta.health();
  const told = (of) =>
    Object.entries(of)
      .map(([name, list]) => `${name} ${show(median(list), 3)} ms`)
      .join(', ');
  console.log(
    `Added, median of ${rounds} rounds: by the gateway ${told(added[0])}; by a bare proxy ${told(added[1])}. Goal: p95 under ${GOAL_MS} ms. Rows that wait for the log: ${health.spool.pendingRows}.`,
  );
  if (median(added[0].p95) >= GOAL_MS) process.exitCode = 1;
});
