// `npm run bench:images`: calls with a binary tensor of 10 MB each, and what the gateway needs for them: rate, latency, memory.
// Flags: --seconds N, --connections N.
import { parseArgs } from 'node:util';
import ort from 'onnxruntime-node';
import { prepareModel } from './models/catalogue.mjs';
import { highestMb, residentMb } from './process-memory.mjs';
import { inferPath, startImplanta } from './systems.mjs';
import { binaryHead, loads, show, startClient, withUndo } from './workload.mjs';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, connections: { type: 'string', default: '4' } },
});
const seconds = Number(values.seconds);
const connections = Number(values.connections);
if (!(seconds > 0 && connections > 0)) throw new Error('npm run bench:images -- [--seconds N] [--connections N]');

/** Three channels of 912 × 912 floats are 9.98 MB. */
const SHAPE = [1, 3, 912, 912];
const BODIES = 8;
/** A sum of a million values depends on how threads divide it: in 32 bits, in the fifth digit. */
const MEAN_TOLERANCE = 0.5;

/** Images of whole numbers from 0 to 255, and the mean of each channel as onnxruntime itself gives it. */
async function makeImages() {
  const { head, headers } = binaryHead(SHAPE);
  const session = await ort.InferenceSession.create(prepareModel('pool'));
  const bodies = [];
  const wanted = [];
  for (let image = 0; image < BODIES; image++) {
    const pixels = new Float32Array(SHAPE.reduce((product, dim) => product * dim, 1));
    // A product with a large odd number spreads the values.
    for (let i = 0; i < pixels.length; i++) pixels[i] = Math.imul(i + image * 7919, 2_654_435_761) >>> 24;
    bodies.push(Buffer.concat([head, Buffer.from(pixels.buffer)]));
    const { means } = await session.run({ x: new ort.Tensor('float32', pixels, SHAPE) });
    wanted.push(Array.from(means.data));
  }
  return { bodies, headers, wanted };
}

await withUndo(async (undo) => {
  const { bodies, headers, wanted } = await makeImages();
  const implanta = await startImplanta(undo);
  await implanta.load('pool', prepareModel('pool'));
  const ask = startClient(undo);
  const { port } = implanta;
  await ask({
    kind: 'prepare',
    systems: [
      { port, path: inferPath('pool'), headers: { ...implanta.headers, ...headers }, tolerance: MEAN_TOLERANCE },
    ],
    bodies,
    wanted,
  });
  console.log(
    `Images of ${show(bodies[0].length / 1e6, 2)} MB, ${BODIES} different ones, ${connections} connections, every answer checked. Load average before ${loads()}`,
  );
  const gateway = implanta.gatewayPid();
  const startMb = residentMb(gateway);
  await ask({ kind: 'round', system: 0, connections, seconds: 2, from: 0 });
  const result = await ask({ kind: 'round', system: 0, connections, seconds, from: 0 });
  const endMb = residentMb(gateway);
  await implanta.settle();
  console.log(
    `${show(result.perSecond, 1)} calls/s (${show((result.perSecond * bodies[0].length) / 1e6, 0)} MB/s), p50 ${show(result.p50, 1)} ms, p99 ${show(result.p99, 1)} ms, n = ${show(result.requests, 0)}`,
  );
  console.log(
    `Gateway's resident memory: ${show(startMb, 0)} MB at the start, ${show(highestMb(gateway), 0)} MB at the highest, ${show(endMb, 0)} MB at the end, ${show(residentMb(gateway), 0)} MB when the log is complete. Load average after: ${loads()}`,
  );
  if (implanta.gatewayPid() !== gateway) throw new Error('the gateway was restarted meanwhile');
});
process.exit();
