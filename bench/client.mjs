// The load generator, a process of its own and the same for every system: keep-alive connections that each send the next body as soon
// as they have their answer. Written over node:net because autocannon counts latency in whole milliseconds and parses answers in
// JavaScript while it measures; here a request is a ready buffer, an answer is kept as it came, and all are checked when the clock is off.
import net from 'node:net';

const DEADLINE_MS = 30_000;
const RECONNECT_MS = 100;

/** Requests as they go over the wire. */
function prepare({ port, path, headers, bodies }) {
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    'content-type': 'application/json',
    accept: 'application/json',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return bodies.map((body) =>
    Buffer.concat([
      Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n`),
      Buffer.from(body),
    ]),
  );
}

/**
 * One connection. Calls `answered(latencyMs, answer, index)` and sends what `next(send)` gives until that is null. `next` may keep `send`
 * and return undefined, and call it later with a request, or with null to end.
 */
function connect(port, next, answered) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    let held = null;
    let sentAt = 0;
    let current = -1;
    const write = (request) => {
      if (request === null) {
        socket.end();
        return;
      }
      current = request.index;
      sentAt = request.dueAt ?? performance.now();
      socket.write(request.bytes);
    };
    const send = () => {
      const request = next(write);
      if (request !== undefined) write(request);
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
      const headBytes = /\r\ninference-header-content-length: *(\d+)/i.exec(head)?.[1];
      const answer = {
        status: Number(head.slice(9, 12)),
        body: held.subarray(end + 4),
        headBytes: Number(headBytes ?? 0),
      };
      answered(performance.now() - sentAt, answer, current);
      held = null;
      send();
    });
  });
}

/** The values of an answer, by the shape that a system gives it. */
const READERS = {
  v2: ({ outputs }) => (outputs.find(({ name }) => name === 'probabilities') ?? outputs[0]).data.flat(),
  predictions: ({ predictions }) => predictions.flat(),
  list: (answer) => answer.flat(),
};

/** Whether an answer holds what onnxruntime gave; the reason if not. */
function complain({ status, body, headBytes }, wanted, { reader, tolerance }) {
  if (status !== 200) return `status ${status}: ${body.toString().slice(0, 300)}`;
  let data;
  try {
    data =
      headBytes > 0
        ? Array.from({ length: (body.length - headBytes) / 4 }, (_, i) => body.readFloatLE(headBytes + 4 * i))
        : READERS[reader](JSON.parse(body.toString()));
  } catch {
    return `no answer: ${body.toString().slice(0, 300)}`;
  }
  const isRight = data.length === wanted.length && wanted.every((value, i) => Math.abs(data[i] - value) <= tolerance);
  return isRight
    ? null
    : `answered ${JSON.stringify(data).slice(0, 300)} instead of ${JSON.stringify(wanted).slice(0, 300)}`;
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;

/**
 * Keeps every answer while the clock runs, and checks them all when it is off. A wrong one throws, or where failures are `counted`, is one
 * of `failures`, with the first reason.
 */
function collect(wanted, system, isCounted = false) {
  let failures = 0;
  let reason = null;
  const fail = (why) => {
    if (!isCounted) throw new Error(why);
    failures++;
    reason ??= why;
  };
  const latencies = [];
  const answers = [];
  const began = performance.now();
  const cpu = process.cpuUsage();
  return {
    answered(latencyMs, answer, at) {
      latencies.push(latencyMs);
      answers.push(answer, at);
    },
    fail,
    result(next) {
      const elapsedS = (performance.now() - began) / 1000;
      const used = process.cpuUsage(cpu);
      for (let i = 0; i < answers.length; i += 2) {
        const fault = complain(answers[i], wanted[answers[i + 1]], system);
        if (fault) fail(`body ${answers[i + 1]}: ${fault}`);
      }
      const sorted = Float64Array.from(latencies).sort();
      return {
        requests: sorted.length,
        perSecond: sorted.length / elapsedS,
        p50: quantile(sorted, 0.5),
        p95: quantile(sorted, 0.95),
        p99: quantile(sorted, 0.99),
        elapsedS,
        clientCpuS: (used.user + used.system) / 1e6,
        failures,
        reason,
        next,
      };
    },
  };
}

/** Closed loop: each connection sends its next request when it has its answer. */
async function round(system, wanted, { connections, seconds, from }) {
  const { port, requests } = system;
  const collected = collect(wanted, system);
  const end = performance.now() + seconds * 1000;
  let index = from;
  const next = () => {
    if (performance.now() >= end) return null;
    const at = index++ % requests.length;
    return { index: at, bytes: requests[at] };
  };
  await Promise.all(Array.from({ length: connections }, () => connect(port, next, collected.answered)));
  return collected.result(index);
}

/**
 * Open loop: requests are due at a constant rate, in ticks of a millisecond, whether or not earlier ones were answered. One that finds no
 * free connection waits, and its latency counts from when it was due. Gives up when more than a second's requests wait. With `isCounted`
 * wrong answers and broken connections are counted instead of ending the run.
 */
async function open(system, wanted, { connections, seconds, rate, from, isCounted }) {
  const { port, requests } = system;
  const collected = collect(wanted, system, isCounted);
  const free = [];
  const waiting = [];
  let index = from;
  let isOver = false;
  let gaveUp = false;
  const next = (send) => {
    const due = waiting.shift();
    if (due) return due;
    if (isOver) return null;
    free.push(send);
    return undefined;
  };
  const began = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const due = Math.floor((Math.min(now - began, seconds * 1000) / 1000) * rate);
    for (; sent < due; sent++) {
      const at = index++ % requests.length;
      const request = { index: at, bytes: requests[at], dueAt: began + ((sent + 1) / rate) * 1000 };
      const send = free.pop();
      if (send) send(request);
      else waiting.push(request);
    }
    gaveUp ||= waiting.length > rate;
    if (now - began < seconds * 1000 && !gaveUp) return;
    clearInterval(timer);
    isOver = true;
    if (gaveUp) waiting.length = 0;
    for (const send of free.splice(0)) send(null);
  }, 1);
  const keepConnected = async () => {
    for (;;) {
      try {
        await connect(port, next, collected.answered);
        if (isOver) return;
        collected.fail('a connection was closed');
      } catch (error) {
        collected.fail(error.message);
        if (isOver) return;
        await new Promise((wake) => setTimeout(wake, RECONNECT_MS));
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, keepConnected));
  return { ...collected.result(index), gaveUp };
}

let systems;
let wanted;
process.on('message', async (message) => {
  try {
    if (message.kind === 'prepare') {
      wanted = message.wanted;
      systems = message.systems.map((system) => ({
        port: system.port,
        reader: system.reader ?? 'v2',
        tolerance: system.tolerance ?? 1e-5,
        requests: prepare({ ...system, bodies: system.bodies ?? message.bodies }),
      }));
      process.send({ ok: {} });
    } else {
      const run = message.kind === 'open' ? open : round;
      process.send({ ok: await run(systems[message.system], wanted, message) });
    }
  } catch (error) {
    process.send({ error: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
