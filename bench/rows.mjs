// `npm run bench:rows`: rows per second in calls of 1,000 rows, as JSON and with binary tensors, beside FastAPI with JSON.
import { preparePeers, startFastApi, startImplanta } from './systems.mjs';
import { loads, makeBodies, median, show, startClient, withUndo } from './workload.mjs';

const ROWS = 1000;
const BODIES = 200;
// Short, because the log of a second takes several to come to the database, and the next system waits for that.
const SECONDS = 2;
const ROUNDS = 2;
// More callers than these would have to wait for more than the 2,048 rows that a version queues.
const CONNECTIONS = [1, 2];

await withUndo(async (undo) => {
  const python = preparePeers();
  const { bodies, binaries, wanted } = await makeBodies({ bodies: BODIES, rows: ROWS });
  const implanta = await startImplanta(undo);
  const binary = binaries();
  const systems = [
    { ...implanta, name: 'Implanta, JSON' },
    {
      ...implanta,
      name: 'Implanta, binary',
      bodies: binary.bodies,
      headers: { ...implanta.headers, ...binary.headers },
    },
    await startFastApi(undo, python, 1),
    await startFastApi(undo, python, 2),
  ];
  const ask = startClient(undo);
  const addresses = systems.map(({ port, path, headers, bodies: own }) => ({ port, path, headers, bodies: own }));
  await ask({ kind: 'prepare', systems: addresses, bodies, wanted });
  console.log(
    `Calls of ${show(ROWS, 0)} rows of 30 features, ${BODIES} different bodies, every answer checked; median of ${ROUNDS} rounds of ${SECONDS} s, the systems in turn. Load average before ${loads()}`,
  );
  const points = new Map();
  for (const index of systems.keys()) await ask({ kind: 'round', system: index, connections: 2, seconds: 2, from: 0 });
  for (let round = 1; round <= ROUNDS; round++)
    for (const connections of CONNECTIONS)
      for (const [index, system] of systems.entries()) {
        await system.settle();
        const result = await ask({ kind: 'round', system: index, connections, seconds: SECONDS, from: 0 });
        const point = `${connections} ${system.name}`;
        points.set(point, [...(points.get(point) ?? []), result]);
      }
  for (const connections of CONNECTIONS) {
    const of = (system, key) => points.get(`${connections} ${system.name}`).map((result) => result[key]);
    const rate = (system) => median(of(system, 'perSecond')) * ROWS;
    const peer = Math.max(...systems.slice(2).map(rate));
    for (const system of systems)
      console.log(
        `${connections} connections  ${system.name.padEnd(20)} ${show(rate(system), 0).padStart(10)} rows/s  p50 ${show(median(of(system, 'p50')), 2)} ms  p99 ${show(median(of(system, 'p99')), 2)} ms  ${show(rate(system) / peer, 2)} × the better FastAPI`,
      );
  }
});
process.exit();
