import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { endlessLoopModel, identityModel, integerDivisionModel } from '@/lib/pure/onnx/hazard-models';
import { encodeModel, type ValueSpec } from '@/lib/pure/onnx/write';
import type { Tensor } from '@/lib/pure/protocols/datatype';
import { runnerDefaults } from './defaults';
import { PoolError } from './pool-error';
import type { RunnerSpec } from './runner';
import { allowedSandboxes } from './sandbox';
import { type PoolSettings, VersionPool } from './version-pool';

let folder: string;
const pools: VersionPool[] = [];
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-pool-test-'));
});
afterEach(() => {
  for (const pool of pools.splice(0)) pool.stop();
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

let files = 0;
function pool(
  model: Uint8Array,
  more: { spec?: Partial<RunnerSpec>; settings?: Partial<PoolSettings>; now?: () => number } = {},
): VersionPool {
  const modelFile = path.join(folder, `${files++}.onnx`);
  fs.writeFileSync(modelFile, model, { mode: 0o444 });
  const made = new VersionPool(
    {
      modelFile,
      modelBytes: model.length,
      inputs: [{ name: 'x', datatype: 'FP32' }],
      outputs: [{ name: 'y', datatype: 'FP32' }],
      optimise: true,
      rowByRow: false,
      ...runnerDefaults(),
      ...more.spec,
    },
    {
      loadTimeoutMs: 15_000,
      runTimeoutMs: 5000,
      batches: true,
      maxBatchRows: 256,
      maxQueueRows: 2048,
      maxQueueBytes: 1e6,
      runners: { min: 1, max: 1 },
      ...more.settings,
    },
    more.now,
  );
  pools.push(made);
  return made;
}

const floats = (shape: number[], ...values: number[]): Tensor[] => [
  { name: 'x', datatype: 'FP32', shape, data: new Float32Array(values) },
];
const send = (to: VersionPool, tensors: Tensor[], hash = 'h') =>
  to.infer(tensors, tensors[0]?.shape[0] ?? 1, () => hash);
const valuesOf = async (answer: ReturnType<typeof send>) => Array.from((await answer).outputs[0]?.data ?? [], Number);
const faultOf = (answer: Promise<unknown>) =>
  answer.then(
    () => null,
    (error: unknown) => (error instanceof PoolError ? error.fault : error),
  );

const division = (more: { settings?: Partial<PoolSettings>; now?: () => number } = {}) =>
  pool(integerDivisionModel(), {
    ...more,
    spec: {
      inputs: [
        { name: 'a', datatype: 'INT32' },
        { name: 'b', datatype: 'INT32' },
      ],
      outputs: [{ name: 'y', datatype: 'INT32' }],
    },
  });
const divide = (to: VersionPool, a: number, b: number, hash = `${a}/${b}`) =>
  send(
    to,
    [
      { name: 'a', datatype: 'INT32', shape: [1], data: new Int32Array([a]) },
      { name: 'b', datatype: 'INT32', shape: [1], data: new Int32Array([b]) },
    ],
    hash,
  );
const LOWEST = -2_147_483_648;
/** Kills the runner that divides it. Each number counts as an input of its own. */
const kill = (to: VersionPool, number: number) => divide(to, LOWEST, -1, `killer ${number}`);

/** y = table[x]: an index outside the table is refused by the graph. */
const tableModel = () => {
  const value = (name: string, type: ValueSpec['type']): ValueSpec => ({ name, type, shape: [-1] });
  return encodeModel({
    graph: {
      nodes: [{ op: 'Gather', inputs: ['table', 'x'], outputs: ['y'] }],
      inputs: [value('x', 'INT64')],
      outputs: [value('y', 'FP32')],
      initializers: [{ name: 'table', type: 'FP32', dims: [3], data: [10, 11, 12] }],
    },
  });
};
const index = (...values: number[]): Tensor[] => [
  { name: 'x', datatype: 'INT64', shape: [values.length], data: BigInt64Array.from(values.map(BigInt)) },
];

test('calls that wait are joined to one run and each gets its own rows back', async () => {
  const joined = pool(identityModel());
  const answers = Array.from({ length: 40 }, (_, i) => {
    const rows = 1 + (i % 3);
    return send(joined, floats([rows, 2], ...Array.from({ length: rows * 2 }, (_, at) => i * 10 + at)));
  });
  for (const [i, answer] of answers.entries()) {
    const rows = 1 + (i % 3);
    expect(await valuesOf(answer)).toEqual(Array.from({ length: rows * 2 }, (_, at) => i * 10 + at));
    const { batchRows, outputs, queueUs } = await answer;
    expect([batchRows, outputs[0]?.shape, queueUs > 0]).toEqual([79, [rows, 2], true]);
  }
  expect(joined.queuedRows).toBe(0);
});

test('a run takes no more rows than its limit, and a larger call goes alone', async () => {
  const joined = pool(identityModel(), { settings: { maxBatchRows: 3 } });
  const answers = [2, 1, 2, 5].map((rows) => send(joined, floats([rows, 2], ...new Array(rows * 2).fill(rows))));
  expect((await Promise.all(answers)).map((answer) => answer.batchRows)).toEqual([3, 3, 2, 5]);
});

test('calls of other row shapes are not joined, nor any where the answer depends on the batch', async () => {
  const free = { name: 'x', type: 'FP32' as const, shape: [-1, -1] };
  const model = encodeModel({
    graph: {
      nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
      inputs: [free],
      outputs: [{ ...free, name: 'y' }],
    },
  });
  const joined = pool(model);
  const answers = [
    send(joined, floats([1, 2], 1, 2)),
    send(joined, floats([1, 3], 3, 4, 5)),
    send(joined, floats([1, 2], 6, 7)),
  ];
  expect(await Promise.all(answers.map(valuesOf))).toEqual([
    [1, 2],
    [3, 4, 5],
    [6, 7],
  ]);
  expect((await Promise.all(answers)).map((answer) => answer.batchRows)).toEqual([2, 1, 2]);
  const alone = pool(identityModel(), { settings: { batches: false } });
  const each = await Promise.all([1, 2].map((i) => send(alone, floats([1, 2], i, i))));
  expect(each.map((answer) => answer.batchRows)).toEqual([1, 1]);
});

test('a file that answers per batch is found out and asked once per call', async () => {
  const model = encodeModel({
    graph: {
      nodes: [
        {
          op: 'ReduceMean',
          inputs: ['x'],
          outputs: ['y'],
          attributes: [
            { name: 'axes', ints: [0] },
            { name: 'keepdims', int: 1 },
          ],
        },
      ],
      inputs: [{ name: 'x', type: 'FP32', shape: [-1, 2] }],
      outputs: [{ name: 'y', type: 'FP32', shape: [-1, 2] }],
    },
  });
  const joined = pool(model);
  const answers = [1, 2, 3].map((i) => send(joined, floats([1, 2], i, -i)));
  expect(await Promise.all(answers.map(valuesOf))).toEqual([
    [1, -1],
    [2, -2],
    [3, -3],
  ]);
});

test('one bad row does not fail its neighbours', async () => {
  const joined = pool(tableModel(), { spec: { inputs: [{ name: 'x', datatype: 'INT64' }] } });
  const answers = [[0, 1], [7], [2], [0]].map((values) => send(joined, index(...values)));
  const [good, bad, ...others] = answers;
  if (!good || !bad) throw new Error('no answers');
  expect(await faultOf(bad)).toMatchObject({ kind: 'refused' });
  expect([await valuesOf(good), ...(await Promise.all(others.map(valuesOf)))]).toEqual([[10, 11], [12], [10]]);
  expect([joined.restarts, joined.queuedRows]).toEqual([0, 0]);
});

test('rows of a file for one row are answered together', async () => {
  const value = (name: string): ValueSpec => ({ name, type: 'FP32', shape: [1, 2] });
  const model = encodeModel({
    graph: { nodes: [{ op: 'Neg', inputs: ['x'], outputs: ['y'] }], inputs: [value('x')], outputs: [value('y')] },
  });
  const single = pool(model, { spec: { rowByRow: true }, settings: { batches: false } });
  expect(await valuesOf(send(single, floats([3, 2], 1, 2, 3, 4, 5, 6)))).toEqual([-1, -2, -3, -4, -5, -6]);
});

test('answers again after kill -9', async () => {
  const killed = pool(identityModel());
  await killed.start();
  const [pid] = killed.pids;
  expect(killed.state).toBe('ready');
  if (pid) process.kill(pid, 'SIGKILL');
  for (;;) {
    // The first call may still meet the dying process.
    const answer = await send(killed, floats([1, 2], 1, 2)).then(
      (result) => result,
      () => null,
    );
    if (answer && killed.pids[0] !== pid) break;
  }
  expect(killed.restarts).toBe(1);
});

test('an input is not to blame where something from outside killed the process that holds the model', async () => {
  const { program, hidden, sandbox } = runnerDefaults();
  const below = (pid: number): number => {
    const [child] = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return child ? below(Number(child)) : pid;
  };
  for (const one of [sandbox, ...allowedSandboxes(program, [path.resolve('node_modules')], hidden)]) {
    const killed = pool(endlessLoopModel(), { spec: { sandbox: one }, settings: { runTimeoutMs: 500 } });
    await killed.start();
    const first = faultOf(send(killed, floats([1, 2], 1, 2)));
    if (process.platform === 'linux') process.kill(below(killed.pids[0] ?? 0), 'SIGKILL');
    else process.kill(killed.pids[0] ?? 0, 'SIGKILL');
    expect([one.mode, await first]).toEqual([one.mode, { kind: 'died', reason: 'SIGKILL' }]);
    // It is asked again, and only now found to hang.
    expect(await faultOf(send(killed, floats([1, 2], 1, 2)))).toEqual({ kind: 'timeout' });
    killed.stop();
  }
});

test('an input that killed the runner is refused from then on, others are answered', async () => {
  const divided = division();
  const crashes: string[] = [];
  divided.onCrash = (reason) => crashes.push(reason);
  expect(await faultOf(kill(divided, 1))).toMatchObject({ kind: 'died' });
  expect(await faultOf(kill(divided, 1))).toEqual({ kind: 'poison' });
  expect(await valuesOf(divide(divided, 7, 2))).toEqual([3]);
  expect([divided.restarts, crashes.length]).toEqual([1, 1]);
});

test('a killing input takes its neighbours in the run down once, and then only itself', async () => {
  const divided = division();
  const killer = kill(divided, 1);
  const neighbours = [divide(divided, 8, 2), divide(divided, 9, 3)];
  expect(await faultOf(killer)).toMatchObject({ kind: 'died' });
  expect(await Promise.all(neighbours.map(valuesOf))).toEqual([[4], [3]]);
});

test('three crashes within a minute open the breaker for a minute', async () => {
  let clock = 1_000_000;
  const divided = division({ now: () => clock });
  for (const number of [1, 2, 3]) {
    expect(await faultOf(kill(divided, number))).toMatchObject({ kind: 'died' });
    clock += 1000;
  }
  expect(divided.state).toBe('broken');
  expect(await faultOf(divide(divided, 4, 2))).toEqual({ kind: 'breaker', retryAfterSeconds: 59 });
  clock += 58_000;
  expect(await faultOf(divide(divided, 4, 2))).toEqual({ kind: 'breaker', retryAfterSeconds: 1 });
  clock += 1000;
  expect(divided.state).toBe('starting');
});

test('crashes further apart than a minute do not open the breaker', async () => {
  let clock = 0;
  const divided = division({ now: () => clock });
  for (const number of [1, 2, 3, 4]) {
    expect(await faultOf(kill(divided, number))).toMatchObject({ kind: 'died' });
    clock += 30_001;
  }
  expect(await valuesOf(divide(divided, 4, 2))).toEqual([2]);
});

test('calls that were joined when the breaker opened are told so at once', async () => {
  const divided = division();
  for (const number of [1, 2]) await faultOf(kill(divided, number));
  const faults = await Promise.all([kill(divided, 3), divide(divided, 4, 2)].map(faultOf));
  expect(faults).toEqual([
    { kind: 'breaker', retryAfterSeconds: 60 },
    { kind: 'breaker', retryAfterSeconds: 60 },
  ]);
  expect(divided.queuedRows).toBe(0);
});

test('a model that hangs is killed at its time, its input refused, and its neighbours wait no longer', async () => {
  const hanging = pool(endlessLoopModel(), { settings: { runTimeoutMs: 300 } });
  const other = pool(identityModel());
  expect(await faultOf(send(hanging, floats([1, 2], 1, 2)))).toEqual({ kind: 'timeout' });
  expect(await faultOf(send(hanging, floats([1, 2], 1, 2)))).toEqual({ kind: 'poison' });
  expect(await valuesOf(send(other, floats([1, 2], 1, 2)))).toEqual([1, 2]);
});

test('takes no more rows or bytes than its queue holds, but always one call', async () => {
  const small = pool(identityModel(), { settings: { maxQueueRows: 5, maxQueueBytes: 1000 } });
  const first = send(small, floats([6, 2], ...new Array(12).fill(1)));
  expect(await faultOf(send(small, floats([1, 2], 1, 2)))).toEqual({ kind: 'full' });
  await first;
  const taken = [3, 2].map((rows) => send(small, floats([rows, 2], ...new Array(rows * 2).fill(rows))));
  // The first of them is running; the queue counts those behind it.
  const answers = await Promise.allSettled([
    ...taken,
    ...[1, 2, 2].map((rows) => send(small, floats([rows, 2], ...new Array(rows * 2).fill(0)))),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
  expect(small.queuedRows).toBe(0);
  const bytes = pool(identityModel(), { settings: { maxQueueBytes: 100 } });
  const large = send(bytes, floats([12, 2], ...new Array(24).fill(1)));
  expect(await faultOf(send(bytes, floats([1, 2], 1, 2)))).toEqual({ kind: 'full' });
  await large;
});

test('a file that cannot be loaded is told to those who wait and to those who come', async () => {
  const broken = pool(new TextEncoder().encode('no model'));
  expect(await faultOf(send(broken, floats([1, 2], 1, 2)))).toMatchObject({ kind: 'load' });
  expect(await faultOf(send(broken, floats([1, 2], 1, 2)))).toMatchObject({ kind: 'load' });
  expect([broken.state, broken.restarts]).toEqual(['broken', 0]);
});

test('stopping answers everything, also what runs', async () => {
  const hanging = pool(endlessLoopModel());
  const joined = [1, 2].map((i) => faultOf(send(hanging, floats([1, 2], i, i))));
  await hanging.start();
  await new Promise((wake) => setTimeout(wake, 50));
  const waiting = faultOf(send(hanging, floats([1, 2], 3, 3)));
  hanging.stop();
  const stopped = { kind: 'stopped' };
  expect(await Promise.all([...joined, waiting, faultOf(send(hanging, floats([1, 2], 4, 4)))])).toEqual([
    stopped,
    stopped,
    stopped,
    stopped,
  ]);
});

test('an idle runner rests and the next call wakes another; a busy one does not rest', async () => {
  const resting = pool(identityModel());
  await resting.start();
  const [first] = resting.pids;
  expect(resting.rest()).toBe(true);
  expect([resting.state, resting.rest(), resting.restarts]).toEqual(['cold', false, 0]);
  const answer = send(resting, floats([1, 2], 1, 2));
  expect(resting.rest()).toBe(false);
  expect(await valuesOf(answer)).toEqual([1, 2]);
  expect([resting.state, resting.pids[0] === first]).toEqual(['ready', false]);
});

/** Runs for some milliseconds per call: a chain of matrix products. */
const slowModel = () => {
  const nodes = Array.from({ length: 40 }, (_, i) => ({
    op: 'MatMul',
    inputs: [i === 0 ? 'x' : `h${i}`, 'w'],
    outputs: [i === 39 ? 'y' : `h${i + 1}`],
  }));
  return encodeModel({
    graph: {
      nodes,
      inputs: [{ name: 'x', type: 'FP32', shape: [-1, 256] }],
      outputs: [{ name: 'y', type: 'FP32', shape: [-1, 256] }],
      initializers: [
        {
          name: 'w',
          type: 'FP32',
          dims: [256, 256],
          data: Array.from({ length: 65_536 }, (_, i) => (i % 257 === 0 ? 1 : 0)),
        },
      ],
    },
  });
};
const wide = (rows: number, value: number) => floats([rows, 256], ...new Array(rows * 256).fill(value));

test('several runners share one queue, and one that dies leaves the others at work', async () => {
  const shared = pool(slowModel(), { settings: { batches: false, runners: { min: 2, max: 2 } } });
  await shared.start();
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => send(shared, wide(8, i))));
  expect(answers.map(({ outputs }) => outputs[0]?.data[0])).toEqual(Array.from({ length: 60 }, (_, i) => i));
  const [first, second] = shared.pids;
  expect(shared.size).toBe(2);
  if (second) process.kill(second, 'SIGKILL');
  expect(await valuesOf(send(shared, wide(1, 5)))).toEqual(new Array(256).fill(5));
  expect(shared.pids).toContain(first);
});

test('runners are added while calls wait, up to the limit, and go when the load is over', async () => {
  let clock = 0;
  const grown = pool(slowModel(), { settings: { batches: false, runners: { min: 1, max: 2 } }, now: () => clock });
  await grown.start();
  expect(grown.size).toBe(1);
  const answers = Array.from({ length: 40 }, async (_, i) => {
    await send(grown, wide(8, i));
    clock += 5;
  });
  await Promise.all(answers);
  expect(grown.size).toBe(2);
  grown.shrink();
  expect(grown.size).toBe(2);
  clock += 31_000;
  grown.shrink();
  expect([grown.size, grown.restarts, grown.state]).toEqual([1, 0, 'ready']);
});

test('a pool takes another number of runners while it works', async () => {
  const changed = pool(identityModel());
  await changed.start();
  changed.resize({ min: 3, max: 3 });
  expect(changed.size).toBe(3);
  changed.resize({ min: 1, max: 1 });
  expect([changed.size, changed.state]).toEqual([1, 'ready']);
  expect(await valuesOf(send(changed, floats([1, 2], 1, 2)))).toEqual([1, 2]);
});
