import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PoolError, type PoolFault, type PoolResult, type VersionPool } from '@/lib/engine/runtime';
import { readSegment, SpoolWriter } from '@/lib/engine/spool';
import { AppError } from '@/lib/platform/errors';
import { readCases } from '@/lib/pure/onnx/fixtures/read-cases';
import { readOpenInference } from '@/lib/pure/protocols/open-inference';
import { readValues } from '@/lib/pure/protocols/read-values';
import { GroupedSpool } from './grouped-spool';
import { IdempotencyKeys } from './idempotency';
import { logFailure, type PredictCall, type PredictTools, predict } from './predict';
import { readRecord, type SpoolRecord } from './record';
import { newStats, type ServedVersion } from './served-version';

const { signature, cases } = readCases('iris_logreg_zipmap');
const one = cases.at(-1);
const request = readOpenInference(signature, { inputs: one?.inputs }, null);
const result: PoolResult = {
  outputs: signature.outputs.map((output, i) => ({
    ...output,
    shape: one?.outputs[i]?.shape ?? [],
    data: readValues(output.name, output.datatype, one?.outputs[i]?.data ?? [], false),
  })),
  runUs: 70,
  queueUs: 20,
  leads: true,
  batchRows: request.rows,
};

let folder: string;
let writer: SpoolWriter;
let tools: PredictTools;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-predict-'));
  writer = new SpoolWriter({ folder, segmentBytes: 1e9, capBytes: 1e6, syncBefore: false });
  tools = { spool: new GroupedSpool(writer, 'process', () => {}), keys: new IdempotencyKeys(), secret: 's' };
});
afterEach(() => {
  writer.close();
  fs.rmSync(folder, { recursive: true, force: true });
});
/** What nobody waits for has come to the spool. */
const settled = () => new Promise((wake) => setImmediate(wake));
const records = (): SpoolRecord[] =>
  readSegment(folder, { segment: 1, offset: 0 }, { maxRecords: 100, maxBytes: 1e9 }).payloads.map((bytes) =>
    readRecord(bytes),
  );

function call(infer: VersionPool['infer'], more: Partial<PredictCall> = {}): PredictCall {
  // Of a version, answering uses these parts; its pool is a fake that answers what the test wants.
  const version = {
    projectId: 'p',
    modelId: 'm',
    number: 3,
    signature,
    personal: new Map(),
    personalContext: {},
    stats: newStats(),
    pool: { infer },
  } as unknown as ServedVersion;
  return {
    version,
    route: 'champion',
    request,
    origin: 'api',
    protocol: 'v2',
    caller: 'key',
    requestId: 'trace',
    startedMs: performance.now(),
    log: 'kept',
    idempotency: null,
    shadow: null,
    ...more,
  };
}
const failing = (fault: PoolFault) => call(() => Promise.reject(new PoolError(fault)));
const render = () => ({ headers: { a: 'b' }, body: 'answer' });

test('answers when the record of the call and its answer is in the spool', async () => {
  const idempotency = { key: 'k', hash: 'h' };
  const made = call(() => Promise.resolve(result), { idempotency });
  const seen: unknown[] = [];
  const rendered = await predict(tools, made, (prediction) => {
    seen.push(prediction.log, prediction.rows, prediction.outcomes.length);
    expect(records()).toEqual([]);
    return render();
  });
  expect([rendered, seen]).toEqual([{ headers: { a: 'b' }, body: 'answer' }, ['process', request.rows, request.rows]]);
  const [record] = records();
  expect(record).toMatchObject({
    k: 'p',
    p: 'p',
    m: 'm',
    n: 3,
    rows: request.rows,
    q: 20,
    run: 70,
    o: one?.outputs[0]?.data.map(String),
    idem: { ...idempotency, headers: { a: 'b' }, body: Buffer.from('answer').toString('base64') },
  });
  if (record?.k === 'p') expect(record.inputs.X?.data).toEqual(one?.inputs[0]?.data.map((x) => Math.fround(Number(x))));
  expect(made.version.stats).toMatchObject({ calls: 1, rows: request.rows, failures: 0 });
});

test('a dry run is answered and not logged, and says so', async () => {
  await predict(
    tools,
    call(() => Promise.resolve(result), { log: 'nowhere' }),
    (prediction) => {
      expect(prediction.log).toBe('none');
      return render();
    },
  );
  expect(records()).toEqual([]);
});

test('a call that sampling leaves out is counted, and says that it is not kept', async () => {
  const made = call(() => Promise.resolve(result), { log: 'counted', route: 'canary' });
  await predict(tools, made, (prediction) => {
    expect([prediction.log, prediction.route]).toEqual(['none', 'canary']);
    return render();
  });
  await settled();
  expect(records()).toEqual([
    {
      k: 'c',
      p: 'p',
      m: 'm',
      n: 3,
      t: expect.any(Number),
      rows: request.rows,
      route: 'canary',
      origin: 'api',
      caller: 'key',
      lat: expect.any(Number),
    },
  ]);
  expect(made.version.stats.calls).toBe(1);
});

/** A version that answers as a shadow, with the answers and the state that the test wants. */
function shadowOf(pool: { infer: () => Promise<PoolResult>; queuedRows?: number; state?: string }) {
  const { version } = call(pool.infer);
  return {
    ...version,
    number: 4,
    stats: newStats(),
    pool: { queuedRows: 0, state: 'ready', ...pool },
  } as unknown as ServedVersion;
}

test('a shadow answers beside, is logged with what agrees, and nobody waits for it', async () => {
  let release = (_: PoolResult) => {};
  const version = shadowOf({
    infer: () =>
      new Promise((resolve) => {
        release = resolve;
      }),
  });
  const made = call(() => Promise.resolve(result), { shadow: { version, request: () => request } });
  let id = '';
  const rendered = await predict(tools, made, (prediction) => {
    id = prediction.id;
    return render();
  });
  expect([rendered.body, records().length]).toEqual(['answer', 1]);
  const [first] = result.outputs;
  if (!(first?.data instanceof BigInt64Array)) throw new Error('the case has labels');
  const other = BigInt64Array.from(first.data, (label, row) => (row === 0 ? (label + 1n) % 3n : label));
  release({ ...result, outputs: [{ ...first, data: other }] });
  await settled();
  const beside = records()[1];
  if (beside?.k !== 'p') throw new Error('no record of the shadow');
  expect(beside).toMatchObject({ route: 'shadow', n: 4, of: { id, agreeing: request.rows - 1 }, idem: null });
  expect(beside.id).not.toBe(id);
  expect(version.stats).toMatchObject({ compared: request.rows, agreeing: request.rows - 1, calls: 0, leftOut: 0 });
});

test('a shadow that fails or is behind disturbs nobody', async () => {
  const failingShadow = shadowOf({ infer: () => Promise.reject(new PoolError({ kind: 'died', reason: 'x' })) });
  await predict(
    tools,
    call(() => Promise.resolve(result), { shadow: { version: failingShadow, request: () => request } }),
    render,
  );
  await settled();
  expect(records().map((record) => [record.k, record.route])).toEqual([
    ['p', 'champion'],
    ['e', 'shadow'],
  ]);
  expect(failingShadow.stats.failures).toBe(1);
  for (const more of [{ queuedRows: 512 }, { state: 'broken' }]) {
    const late = shadowOf({ infer: () => Promise.resolve(result), ...more });
    await predict(
      tools,
      call(() => Promise.resolve(result), { shadow: { version: late, request: () => request } }),
      render,
    );
    await settled();
    expect(late.stats).toMatchObject({ leftOut: 1, compared: 0 });
  }
  const unkept = shadowOf({ infer: () => Promise.reject(new Error('it must not be asked')) });
  const made = call(() => Promise.resolve(result), {
    log: 'counted',
    shadow: { version: unkept, request: () => request },
  });
  await predict(tools, made, render);
  await settled();
  expect(unkept.stats).toMatchObject({ failures: 0, leftOut: 0 });
});

test('personal values of the context are hidden before the log has them, of a shadow too', async () => {
  const context = [{ mail: 'a@b.c', name: 'Ana', site: 'north' }];
  const hiding = { ...request, rows: 1, context };
  const shadow = shadowOf({ infer: () => Promise.resolve(result) });
  const made = call(() => Promise.resolve(result), {
    request: hiding,
    shadow: { version: shadow, request: () => hiding },
  });
  for (const version of [made.version, shadow]) version.personalContext = { mail: 'hash', name: 'drop' };
  await predict(tools, made, render);
  await settled();
  const kept = records().map((record) => record.k === 'p' && record.ctx);
  expect(kept).toEqual([1, 2].map(() => [{ mail: expect.stringMatching(/^hash:[0-9a-f]{16}$/), site: 'north' }]));
});

test('nothing is answered that cannot be kept', async () => {
  const huge = { ...request, context: [{ note: 'x'.repeat(1_000_001) }] };
  await expect(
    predict(
      tools,
      call(() => Promise.resolve(result), { request: huge }),
      render,
    ),
  ).rejects.toMatchObject({
    code: 'unavailable',
    reason: 'log_full',
    retryAfter: 10,
  });
  expect(records()).toEqual([]);
});

test.each<[PoolFault, string, string, number | undefined]>([
  [{ kind: 'full' }, 'limit_exceeded', 'queue_full', 1],
  [{ kind: 'breaker', retryAfterSeconds: 42 }, 'unavailable', 'model_crashing', 42],
  [{ kind: 'poison' }, 'malformed', 'model_crashed', undefined],
  [{ kind: 'refused', reason: 'RAW /lib/path' }, 'malformed', 'model_refused', undefined],
  [{ kind: 'died', reason: 'RAW SIGSEGV' }, 'unavailable', 'model_crashed', 1],
  [{ kind: 'timeout' }, 'timeout', 'model_timeout', undefined],
  [{ kind: 'load', reason: 'RAW /lib/path' }, 'unavailable', 'artifact_corrupt', 60],
  [{ kind: 'stopped' }, 'unavailable', 'not_serving', 5],
])('%o becomes an error in words, without text of the library', async (fault, code, reason, retryAfter) => {
  const made = failing(fault);
  const error = await predict(tools, made, render).then(
    () => null,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code, reason, retryAfter });
  expect((error as AppError).message).not.toContain('RAW');
  expect(records()).toEqual([]);
});

test('the hash of the inputs tells apart names, shapes, values and texts', async () => {
  const hashes = new Set<string>();
  const hashOf = (tensors: typeof request.tensors) =>
    predict(
      tools,
      call(
        (_, __, inputHash) => {
          hashes.add(inputHash());
          return Promise.reject(new PoolError({ kind: 'full' }));
        },
        { request: { tensors, rows: 1, context: null } },
      ),
      render,
    ).catch(() => {});
  const x = { name: 'x', datatype: 'FP32' as const, shape: [1, 2], data: new Float32Array([1, 2]) };
  const text = { name: 'x', datatype: 'BYTES' as const, shape: [2], data: ['a', 'bc'] };
  for (const tensor of [x, { ...x, name: 'y' }, { ...x, shape: [2, 1] }, { ...x, data: new Float32Array([1, 3]) }])
    await hashOf([tensor]);
  for (const data of [
    ['a', 'bc'],
    ['ab', 'c'],
  ])
    await hashOf([{ ...text, data }]);
  await hashOf([x]);
  expect(hashes.size).toBe(6);
});

test('a failed call leaves a record of its own, and a full log does not fail it again', async () => {
  const failure = {
    p: 'p',
    m: 'm',
    n: 3,
    route: 'champion' as const,
    status: 400,
    code: 'malformed',
    message: 'X: it is missing',
    origin: 'api' as const,
    protocol: 'v2' as const,
    caller: 'key',
    req: null,
    lat: 5,
  };
  logFailure(tools, failure);
  logFailure(tools, { ...failure, message: 'x'.repeat(2_000_000) });
  await new Promise((wake) => setTimeout(wake, 20));
  logFailure(tools, failure);
  await new Promise((wake) => setTimeout(wake, 20));
  expect(records().map((record) => [record.k, record.k === 'e' && record.status])).toEqual([['e', 400]]);
});
