// `npm run bench:soak`: ten minutes of load without a pause, with PostgreSQL on the same cores: rate, lag of the log and memory, minute by
// minute, beside the rate that FastAPI keeps up for a minute before and after. Flags: --minutes N, --connections N, --peer-seconds N.
import { parseArgs } from 'node:util';
import { residentMb, residentTreeMb } from './process-memory.mjs';
import { preparePeers, startFastApi, startImplanta } from './systems.mjs';
import { loads, makeBodies, show, startClient, withUndo } from './workload.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    connections: { type: 'string', default: '64' },
    'peer-seconds': { type: 'string', default: '60' },
  },
});
const [minutes, connections, peerSeconds] = [values.minutes, values.connections, values['peer-seconds']].map(Number);
if (!(minutes > 0 && connections > 0 && peerSeconds > 0))
  throw new Error('npm run bench:soak -- [--minutes N] [--connections N] [--peer-seconds N]');

const SLICE_S = 10;

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
    for (const index of peers.keys()) rates.push((await run(index + 1, peerSeconds)).perSecond);
    return Math.max(...rates);
  };
  console.log(
    `${connections} connections for ${minutes} minutes, every answer checked. Load average before ${loads()}`,
  );
  for (const index of peers.keys()) await run(index + 1, SLICE_S);
  const before = await peerRate();
  await run(0, SLICE_S);
  await implanta.settle();
  const memory = () => ({ gatewayMb: residentMb(implanta.gatewayPid()), allMb: residentTreeMb(implanta.pids()) });
  const first = memory();
  console.log(
    `  FastAPI, the better of 1 and 2 workers, ${peerSeconds} s each: ${show(before, 0)}/s. Memory before: gateway ${show(first.gatewayMb, 0)} MB, all processes ${show(first.allMb, 0)} MB`,
  );
  let total = 0;
  let seconds = 0;
  let highestMb = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    let requests = 0;
    let elapsedS = 0;
    let p99 = 0;
    let lagS = 0;
    let lagRows = 0;
    let now = first;
    for (let slice = 0; slice < 60 / SLICE_S; slice++) {
      const result = await run(0, SLICE_S);
      const { spool } = await implanta.health();
      requests += result.requests;
      elapsedS += result.elapsedS;
      p99 = Math.max(p99, result.p99);
      lagS = Math.max(lagS, spool.lagSeconds);
      lagRows = Math.max(lagRows, spool.pendingRows);
      now = memory();
      highestMb = Math.max(highestMb, now.gatewayMb);
    }
    total += requests;
    seconds += elapsedS;
    console.log(
      `  minute ${minute}: ${show(requests / elapsedS, 0)}/s, largest p99 of ${SLICE_S} s ${show(p99, 2)} ms, log at most ${show(lagS, 1)} s and ${show(lagRows, 0)} rows behind, gateway ${show(now.gatewayMb, 0)} MB, all processes ${show(now.allMb, 0)} MB, ${show(requests / elapsedS / before, 2)} × FastAPI before`,
    );
  }
  const caughtUp = performance.now();
  await implanta.settle();
  const settledS = (performance.now() - caughtUp) / 1000;
  const last = memory();
  const after = await peerRate();
  const peer = Math.max(before, after);
  // With the time that the log took to catch up: what could go on for ever.
  const sustained = total / (seconds + settledS);
  console.log(
    `Implanta ${show(total / seconds, 0)}/s over ${show(seconds, 0)} s (n = ${show(total, 0)}), the log complete ${show(settledS, 1)} s after the end: ${show(sustained, 0)}/s with its log`,
  );
  console.log(
    `FastAPI, the better of 1 and 2 workers, ${show(before, 0)}/s before and ${show(after, 0)}/s after. Implanta to its better rate: ${show(total / seconds / peer, 2)} × answered, ${show(sustained / peer, 2)} × with the log complete`,
  );
  console.log(
    `Gateway's memory: ${show(first.gatewayMb, 0)} MB before, ${show(highestMb, 0)} MB at the highest, ${show(last.gatewayMb, 0)} MB when the log was complete; all processes ${show(first.allMb, 0)} MB and ${show(last.allMb, 0)} MB. Load average after: ${loads()}`,
  );
});
process.exit();
