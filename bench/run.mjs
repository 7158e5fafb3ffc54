// `npm run bench`: requests per second and latency of the gateway, beside FastAPI or other systems on the same model and machine.
// Flags: --seconds N and --rounds N per point, --warm-up N seconds, --connections 1,16,64, --quick for one minute in all, --peers all or a
// list of names, --log off to measure calls that are answered and not logged too, --durability process|machine|database for the level of the
// log, --processes N for so many gateway processes.
import fs from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import ort from 'onnxruntime-node';
import { PEERS, pinsOf } from './peers.mjs';
import { processCpuS } from './process-cpu.mjs';
import { startImplanta, withoutLog } from './systems.mjs';
import { loads, makeBodies, median, show, startClient, withUndo } from './workload.mjs';

const BODIES = 10_000;
const NAMES = Object.keys(PEERS);
const HELP = `npm run bench -- [--quick] [--seconds N] [--rounds N] [--warm-up N] [--connections 1,16,64] [--peers all|${NAMES.join('|')}, or several with commas] [--log on|off] [--durability process|machine|database] [--processes N]`;

function readFlags() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      'warm-up': { type: 'string' },
      connections: { type: 'string', default: '1,16,64' },
      peers: { type: 'string', default: 'fastapi' },
      log: { type: 'string', default: 'on' },
      durability: { type: 'string', default: 'process' },
      processes: { type: 'string', default: '1' },
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
    peers: values.peers === 'all' ? NAMES : values.peers.split(','),
    isLogOff: values.log === 'off',
    settings: { LOG_DURABILITY: values.durability, GATEWAY_PROCESSES: values.processes },
  };
  if (!flags.peers.every((name) => NAMES.includes(name)) || !['on', 'off'].includes(values.log)) throw new Error(HELP);
  if (!['process', 'machine', 'database'].includes(values.durability) || !(Number(values.processes) >= 1))
    throw new Error(HELP);
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
    ],
  ];
  const ratios = [];
  for (const connections of flags.connections) {
    const of = (index, key) => points.get(`${connections} ${index}`).map((result) => result[key]);
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
        show(median(of(index, 'perSecond')), 0),
        `${show(Math.min(...of(index, 'perSecond')), 0)}–${show(Math.max(...of(index, 'perSecond')), 0)}`,
        show(median(of(index, 'p50')), 2),
        show(median(of(index, 'p99')), 2),
        show(n, 0),
        cpu,
        `${show(client * 100, 0)} %`,
      ]);
    }
    // Paired by round, because a machine that others use too is faster in one round than in the next.
    const indices = [...systems.keys()];
    for (const own of indices.filter((index) => !systems[index].peer))
      for (const peer of new Set(systems.flatMap((system) => system.peer ?? []))) {
        const best = of(own, 'perSecond').map((_, round) =>
          Math.max(...indices.filter((i) => systems[i].peer === peer).map((i) => of(i, 'perSecond')[round])),
        );
        const ratio = median(of(own, 'perSecond').map((value, round) => value / best[round]));
        ratios.push([`${connections} connections`, systems[own].name, 'to', peer, `${show(ratio, 2)} ×`]);
      }
  }
  print(table);
  console.log(
    '\nMedians over the rounds. Ours to each system, to the better of its settings in each round, median of the ratios:\n',
  );
  print(ratios);
}

function print(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  for (const line of table)
    console.log(line.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '));
}

function introduce(flags) {
  const cpus = os.cpus();
  const { version } = JSON.parse(fs.readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  console.log(
    `Machine: ${cpus.length} × ${cpus[0]?.model.trim()}, ${show(os.totalmem() / 2 ** 30, 0)} GB, ${os.type()} ${os.release()}, load average before ${loads()}`,
  );
  console.log(
    `Versions: Implanta ${version}, Node ${process.versions.node}, onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}; ${flags.peers.map(pinsOf).join('; ')}`,
  );
  console.log(
    `Each point: median of ${flags.rounds} rounds of ${flags.seconds} s after ${flags.warmUp} s of warm-up, the systems in turn; ${show(BODIES, 0)} different bodies, every answer compared with onnxruntime's own within 1e-5.`,
  );
  console.log(
    `Implanta logs every prediction (x-log: ${flags.settings.LOG_DURABILITY}, gateway processes: ${flags.settings.GATEWAY_PROCESSES}) and brings it to PostgreSQL meanwhile; the others log nothing. The load generator shares the cores with each system alike.\n`,
  );
}

async function main() {
  const flags = readFlags();
  await withUndo(async (undo) => {
    introduce(flags);
    const { bodies, wanted, inputs } = await makeBodies({ bodies: BODIES, rows: 1 });
    const implanta = await startImplanta(undo, 'mlp', flags.settings);
    const systems = [implanta];
    if (flags.isLogOff) systems.push(await withoutLog(implanta));
    for (const name of flags.peers) systems.push(...(await PEERS[name](undo, inputs)));
    const ask = startClient(undo);
    const addresses = systems.map(({ port, path, headers, bodies: own, reader }) => ({
      port,
      path,
      headers,
      bodies: own,
      reader,
    }));
    await ask({ kind: 'prepare', systems: addresses, bodies, wanted });
    const points = await measure(ask, systems, flags);
    console.log(`\nLoad average after: ${loads()}\n`);
    report(points, systems, flags);
  });
}

await main();
process.exit();
