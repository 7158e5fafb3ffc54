// `npm run bench:soak`: ten minutes of load without a pause, with PostgreSQL on the same cores: rate, lag of the log and memory, minute by
// minute, and FastAPI's rate before and after. Flags: --minutes N, --connections N.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { preparePeers, startFastApi, startImplanta } from './systems.mjs';
import { loads, makeBodies, show, startClient, withUndo } from './workload.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    connections: { type: 'string', default: '64' },
  },
});
const minutes = Number(values.minutes);
const connections = Number(values.connections);
if (!(minutes > 0 && connections > 0)) throw new Error('npm run bench:soak -- [--minutes N] [--connections N]');

const SLICE_S = 10;
const MEGABYTE = 1024;
const memoryMb = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / MEGABYTE;

await withUndo(async (undo) => {
  const python = preparePeers();
  const { bodies, wanted } = await makeBodies({ bodies: 10_000, rows: 1 });
  const implanta = await startImplanta(undo);
  const peers = [await startFastApi(undo, python, 1), await startFastApi(undo, python, 2)];
  const systems = [implanta, ...peers];
  const ask = startClient(undo);
  await ask({
    kind: 'prepare',
    systems: systems.map(({ port, path, headers }) => ({ port, path, headers })),
    bodies,
    wanted,
  });
  let from = 0;
  const run = async (system, seconds) => {
    const result = await ask({ kind: 'round', system, connections, seconds, from });
    from = result.next;
    return result;
  };
  const peerRate = async () => {
    const rates = [];
    for (const index of peers.keys()) rates.push((await run(index + 1, SLICE_S)).perSecond);
    return Math.max(...rates);
  };
  console.log(
    `${connections} connections for ${minutes} minutes, every answer checked. Load average before ${loads()}`,
  );
  await peerRate();
  const before = await peerRate();
  await run(0, SLICE_S);
  let total = 0;
  let seconds = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    let requests = 0;
    let elapsedS = 0;
    let p99 = 0;
    let lagS = 0;
    let lagRows = 0;
    for (let slice = 0; slice < 60 / SLICE_S; slice++) {
      const result = await run(0, SLICE_S);
      const { spool } = await implanta.health();
      requests += result.requests;
      elapsedS += result.elapsedS;
      p99 = Math.max(p99, result.p99);
      lagS = Math.max(lagS, spool.lagSeconds);
      lagRows = Math.max(lagRows, spool.pendingRows);
    }
    total += requests;
    seconds += elapsedS;
    console.log(
      `  minute ${minute}: ${show(requests / elapsedS, 0)}/s, largest p99 of ${SLICE_S} s ${show(p99, 2)} ms, log at most ${show(lagS, 1)} s and ${show(lagRows, 0)} rows behind, gateway ${show(memoryMb(implanta.gatewayPid()), 0)} MB`,
    );
  }
  const caughtUp = performance.now();
  await implanta.settle();
  const settledS = (performance.now() - caughtUp) / 1000;
  const after = await peerRate();
  const peer = Math.max(before, after);
  console.log(
    `Implanta ${show(total / seconds, 0)}/s over ${show(seconds, 0)} s (n = ${show(total, 0)}), the log complete ${show(settledS, 1)} s after the end; the better FastAPI ${show(before, 0)}/s before and ${show(after, 0)}/s after: ${show(total / seconds / peer, 2)} × its better rate. Load average after: ${loads()}`,
  );
});
process.exit();
