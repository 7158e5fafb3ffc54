// The load generator, a process of its own and the same for every system: keep-alive connections that each send the next body as soon
// as they have their answer. Written over node:net because autocannon counts latency in whole milliseconds and parses answers in
// JavaScript while it measures; here a request is a ready buffer, an answer is kept as it came, and all are checked when the clock is off.
import net from 'node:net';

const DEADLINE_MS = 30_000;

/** Requests as they go over the wire. */
function prepare({ port, path, headers, bodies }) {
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    'content-type': 'application/json',
    accept: 'application/json',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return bodies.map((body) =>
    Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
  );
}

/** One connection. Calls `answered(latencyMs, status, body)` and sends what `next()` gives until that is null. */
function connect(port, next, answered) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    let held = null;
    let sentAt = 0;
    let current = -1;
    const send = () => {
      const request = next();
      if (request === null) {
        socket.end();
        return;
      }
      current = request.index;
      sentAt = performance.now();
      socket.write(request.bytes);
    };
    socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error('no answer')));
    socket.once('connect', send);
    socket.once('error', reject);
    socket.once('close', resolve);
    socket.on('data', (chunk) => {
      held = held === null ? chunk : Buffer.concat([held, chunk]);
      const end = held.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = held.latin1Slice(0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      if (length === undefined) {
        socket.destroy(new Error(`an answer without content-length: ${head}`));
        return;
      }
      if (held.length < end + 4 + Number(length)) return;
      answered(performance.now() - sentAt, Number(head.slice(9, 12)), held.subarray(end + 4), current);
      held = null;
      send();
    });
  });
}

/** Whether an answer holds what onnxruntime gave; the reason if not. */
function complain(status, body, wanted) {
  const text = body.toString();
  if (status !== 200) return `status ${status}: ${text.slice(0, 300)}`;
  let data;
  try {
    data = JSON.parse(text).outputs[0].data;
  } catch {
    return `no answer: ${text.slice(0, 300)}`;
  }
  const isRight = data.length === wanted.length && wanted.every((value, i) => Math.abs(data[i] - value) <= 1e-5);
  return isRight ? null : `answered ${JSON.stringify(data)} instead of ${JSON.stringify(wanted)}`;
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;

async function round(system, wanted, { connections, seconds, from }) {
  const { port, requests } = system;
  const began = performance.now();
  const cpu = process.cpuUsage();
  const end = began + seconds * 1000;
  const latencies = [];
  const answers = [];
  let index = from;
  const next = () => {
    if (performance.now() >= end) return null;
    const at = index++ % requests.length;
    return { index: at, bytes: requests[at] };
  };
  const answered = (latencyMs, status, body, at) => {
    latencies.push(latencyMs);
    answers.push(status, body, at);
  };
  await Promise.all(Array.from({ length: connections }, () => connect(port, next, answered)));
  const elapsedS = (performance.now() - began) / 1000;
  const used = process.cpuUsage(cpu);
  for (let i = 0; i < answers.length; i += 3) {
    const fault = complain(answers[i], answers[i + 1], wanted[answers[i + 2]]);
    if (fault) throw new Error(`body ${answers[i + 2]}: ${fault}`);
  }
  const sorted = Float64Array.from(latencies).sort();
  return {
    requests: sorted.length,
    perSecond: sorted.length / elapsedS,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    elapsedS,
    clientCpuS: (used.user + used.system) / 1e6,
    next: index,
  };
}

let systems;
let wanted;
process.on('message', async (message) => {
  try {
    if (message.kind === 'prepare') {
      wanted = message.wanted;
      systems = message.systems.map((system) => ({
        port: system.port,
        requests: prepare({ ...system, bodies: message.bodies }),
      }));
      process.send({ ok: {} });
    } else process.send({ ok: await round(systems[message.system], wanted, message) });
  } catch (error) {
    process.send({ error: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
