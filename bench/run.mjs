// `npm run bench`: requests per second and latency of the gateway with its log on, beside FastAPI on the same model and machine.
// Flags: --seconds N and --rounds N per point, --warm-up N seconds, --connections 1,16,64, --quick for one minute in all.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import ort from 'onnxruntime-node';
import { processCpuS } from './process-cpu.mjs';
import { preparePeers, startFastApi, startImplanta } from './systems.mjs';
import { loads, makeBodies, median, show, startClient, withUndo } from './workload.mjs';

const BODIES = 10_000;
const HELP = `npm run bench -- [--quick] [--seconds N] [--rounds N] [--warm-up N] [--connections 1,16,64]`;

function readFlags() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      'warm-up': { type: 'string' },
      connections: { type: 'string', default: '1,16,64' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const number = (name, quick, full) => Number(values[name] ?? (values.quick ? quick : full));
  const flags = {
    seconds: number('seconds', 1.5, 6),
    rounds: number('rounds', 2, 5),
    warmUp: number('warm-up', 0.5, 1),
    connections: values.connections.split(',').map(Number),
  };
  if (![flags.seconds, flags.rounds, flags.warmUp, ...flags.connections].every((value) => value > 0))
    throw new Error(HELP);
  return flags;
}

async function measure(ask, systems, flags) {
  const points = new Map();
  let from = 0;
  // Once in full before the first round: compilers and caches are warm in all systems.
  for (const [index, system] of systems.entries()) {
    await ask({ kind: 'round', system: index, connections: 16, seconds: 4 * flags.warmUp, from });
    await system.settle();
  }
  for (let round = 1; round <= flags.rounds; round++)
    for (const connections of flags.connections)
      for (const [index, system] of systems.entries()) {
        const once = async (seconds) => {
          const result = await ask({ kind: 'round', system: index, connections, seconds, from });
          from = result.next;
          return result;
        };
        await once(flags.warmUp);
        const before = processCpuS(system.pids());
        const result = await once(flags.seconds);
        const cpuS = before === null ? null : processCpuS(system.pids()) - before;
        const behind = await system.settle();
        const point = points.get(`${connections} ${index}`) ?? [];
        points.set(`${connections} ${index}`, [...point, { ...result, cpuS, behind }]);
        console.log(
          `  round ${round}, ${connections} connections, ${system.name}: ${show(result.perSecond, 0)}/s, p50 ${show(result.p50, 2)} ms, p99 ${show(result.p99, 2)} ms${behind > 0 ? `, log ${behind} rows behind at the end` : ''}`,
        );
      }
  return points;
}

function report(points, systems, flags) {
  const table = [
    [
      'connections',
      'system',
      'requests/s',
      '(lowest–highest)',
      'p50 ms',
      'p99 ms',
      'n',
      'CPU ms/request',
      'client CPU',
      'to better FastAPI',
    ],
  ];
  for (const connections of flags.connections) {
    const of = (index, key) => points.get(`${connections} ${index}`).map((result) => result[key]);
    const rate = (index) => median(of(index, 'perSecond'));
    // Paired by round, because a machine that others use too is faster in one round than in the next.
    const better = of(1, 'perSecond').map((_, round) =>
      Math.max(...systems.slice(1).map((_, peer) => of(peer + 1, 'perSecond')[round])),
    );
    const ratio = (index) => median(of(index, 'perSecond').map((value, round) => value / better[round]));
    for (const [index, system] of systems.entries()) {
      const rounds = points.get(`${connections} ${index}`);
      const n = rounds.reduce((sum, result) => sum + result.requests, 0);
      const cpu = rounds.every((result) => result.cpuS !== null)
        ? show((1000 * rounds.reduce((sum, result) => sum + result.cpuS, 0)) / n, 3)
        : '–';
      const client = median(rounds.map((result) => result.clientCpuS / result.elapsedS));
      table.push([
        String(connections),
        system.name,
        show(rate(index), 0),
        `${show(Math.min(...of(index, 'perSecond')), 0)}–${show(Math.max(...of(index, 'perSecond')), 0)}`,
        show(median(of(index, 'p50')), 2),
        show(median(of(index, 'p99')), 2),
        show(n, 0),
        cpu,
        `${show(client * 100, 0)} %`,
        `${show(ratio(index), 2)} ×`,
      ]);
    }
  }
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  for (const line of table)
    console.log(line.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '));
}

function introduce(python, flags) {
  const cpus = os.cpus();
  const { version } = JSON.parse(fs.readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const pins = Object.fromEntries(
    fs
      .readFileSync(new URL('peers/requirements.txt', import.meta.url), 'utf8')
      .split('\n')
      .map((line) => line.split('==')),
  );
  const pythonVersion = execFileSync(python, ['--version'], { encoding: 'utf8' }).trim();
  console.log(
    `Machine: ${cpus.length} × ${cpus[0]?.model.trim()}, ${show(os.totalmem() / 2 ** 30, 0)} GB, ${os.type()} ${os.release()}, load average before ${loads()}`,
  );
  console.log(
    `Versions: Implanta ${version}, Node ${process.versions.node}, onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}; ${pythonVersion}, fastapi ${pins.fastapi}, uvicorn ${pins.uvicorn}, orjson ${pins.orjson}, onnxruntime ${pins.onnxruntime}`,
  );
  console.log(
    `Each point: median of ${flags.rounds} rounds of ${flags.seconds} s after ${flags.warmUp} s of warm-up, the systems in turn; ${show(BODIES, 0)} different bodies, every answer compared with onnxruntime's own within 1e-5.`,
  );
  console.log(
    'Implanta logs every prediction (x-log: process) and brings it to PostgreSQL meanwhile; FastAPI logs nothing. The load generator shares the cores with each system alike.\n',
  );
}

async function main() {
  const flags = readFlags();
  await withUndo(async (undo) => {
    const python = preparePeers();
    introduce(python, flags);
    const { bodies, wanted } = await makeBodies({ bodies: BODIES, rows: 1 });
    const systems = [
      await startImplanta(undo),
      await startFastApi(undo, python, 1),
      await startFastApi(undo, python, 2),
    ];
    const ask = startClient(undo);
    const addresses = systems.map(({ port, path, headers }) => ({ port, path, headers }));
    await ask({ kind: 'prepare', systems: addresses, bodies, wanted });
    const points = await measure(ask, systems, flags);
    console.log(`\nLoad average after: ${loads()}\n`);
    report(points, systems, flags);
    console.log(
      '\nMedians over the rounds; the last column is the median of the ratios to the better FastAPI of each round.',
    );
  });
}

await main();
process.exit();
