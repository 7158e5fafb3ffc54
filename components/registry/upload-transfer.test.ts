import { afterEach, expect, test, vi } from 'vitest';
import type { Upload } from '@/lib/domain/registry/schema';
import { ConnectionLost, PART_BYTES, sendParts, type TransferStep } from './upload-transfer';

const ID = '01a20c70-5c18-75fc-adc4-2f202368a729';
const SIZE = PART_BYTES * 2 + 5;

/** A server that keeps the bytes it gets; `fail` may refuse a call by its number. */
function fakeServer(fail: (call: number) => 'drop' | 'lose-answer' | number | null = () => null) {
  let received = 0;
  let calls = 0;
  const ranges: string[] = [];
  const upload = (): Upload => ({
    id: ID,
    modelName: 'iris',
    filename: 'iris.onnx',
    sizeBytes: SIZE,
    receivedBytes: received,
    state: received === SIZE ? 'checking' : 'receiving',
    stage: received === SIZE ? 'read' : 'receive',
    problem: null,
    versionNumber: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  });
  const problem = (status: number, reason?: string) => Response.json({ status, reason, detail: 'no' }, { status });
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    if (init.method !== 'PUT') return Response.json(upload());
    calls += 1;
    const failure = fail(calls);
    if (failure === 'drop') throw new TypeError('fetch failed');
    if (typeof failure === 'number') return problem(failure);
    const range = new Headers(init.headers).get('content-range') ?? '';
    const [, from, to] = /^bytes (\d+)-(\d+)\//.exec(range) ?? [];
    if (Number(from) !== received) return problem(409, 'wrong_offset');
    ranges.push(range);
    received = Number(to) + 1;
    if (failure === 'lose-answer') throw new TypeError('fetch failed');
    return Response.json(upload());
  });
  return { upload, ranges };
}

function transfer(steps: TransferStep[], waits: number[] = []) {
  let clock = 0;
  return {
    project: 'desk',
    file: new Blob([new Uint8Array(SIZE)]),
    signal: new AbortController().signal,
    now: () => {
      clock += 500;
      return clock;
    },
    wait: async (ms: number) => {
      waits.push(ms);
    },
    onStep: (step: TransferStep) => {
      steps.push(step);
    },
  };
}

afterEach(() => vi.unstubAllGlobals());

test('sends the parts in order and tells bytes and rate', async () => {
  const server = fakeServer();
  const steps: TransferStep[] = [];
  const done = await sendParts(server.upload(), transfer(steps));
  expect(done.state).toBe('checking');
  expect(server.ranges).toEqual([
    `bytes 0-${PART_BYTES - 1}/${SIZE}`,
    `bytes ${PART_BYTES}-${PART_BYTES * 2 - 1}/${SIZE}`,
    `bytes ${PART_BYTES * 2}-${SIZE - 1}/${SIZE}`,
  ]);
  expect(steps.map((step) => step.sentBytes)).toEqual([0, PART_BYTES, PART_BYTES * 2, SIZE]);
  expect(steps[0]?.bytesPerSecond).toBeUndefined();
  expect(steps[1]?.bytesPerSecond).toBeGreaterThan(0);
});

test('goes on where the server is, also when only the answer was lost', async () => {
  const server = fakeServer((call) => (call === 1 ? 'lose-answer' : call === 2 ? 'drop' : null));
  const waits: number[] = [];
  const done = await sendParts(server.upload(), transfer([], waits));
  expect(done.receivedBytes).toBe(SIZE);
  expect(server.ranges).toHaveLength(3);
  expect(waits).toEqual([1000, 2000]);
});

test('gives up after some tries and says how far it came', async () => {
  const server = fakeServer((call) => (call === 1 ? null : 'drop'));
  const waits: number[] = [];
  const lost = await sendParts(server.upload(), transfer([], waits)).catch((error: unknown) => error);
  expect(lost).toBeInstanceOf(ConnectionLost);
  expect(lost).toMatchObject({ sentBytes: PART_BYTES, totalBytes: SIZE });
  expect(waits).toEqual([1000, 2000, 4000, 8000]);
});

test('does not try again what the server refuses for good', async () => {
  const server = fakeServer(() => 403);
  const waits: number[] = [];
  await expect(sendParts(server.upload(), transfer([], waits))).rejects.toMatchObject({ problem: { status: 403 } });
  expect(waits).toEqual([]);
});

test('sends nothing for an upload that is complete', async () => {
  const server = fakeServer();
  const done = await sendParts({ ...server.upload(), state: 'ready', receivedBytes: SIZE }, transfer([]));
  expect(done.state).toBe('ready');
  expect(server.ranges).toEqual([]);
});
