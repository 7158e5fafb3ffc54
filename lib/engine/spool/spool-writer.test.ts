import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { frameRecords } from './record';
import { listSegments, segmentFile } from './segments';
import { readSegment, SpoolFull, type SpoolSettings, SpoolWriter } from './spool-writer';

const LIMITS = { maxRecords: 1e6, maxBytes: 64 * 1024 * 1024 };
const HUGE = 1024 * 1024 * 1024;

let folder: string;
const open: SpoolWriter[] = [];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-spool-'));
});
afterEach(() => {
  for (const writer of open.splice(0)) writer.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function writer(settings: Partial<SpoolSettings> = {}): SpoolWriter {
  const made = new SpoolWriter({ folder, segmentBytes: HUGE, capBytes: HUGE, syncBefore: false, ...settings });
  open.push(made);
  return made;
}
const buffers = (...texts: string[]) => texts.map((text) => Buffer.from(text));
const segmentTexts = (segment: number) => readSegment(folder, { segment, offset: 0 }, LIMITS).payloads.map(String);
const allTexts = () => listSegments(folder).flatMap(segmentTexts);

test('appends in order and counts; nothing is appended for nothing', () => {
  const spool = writer();
  expect(spool.append(buffers('a', 'b'))).toBeUndefined();
  expect(spool.append([])).toBeUndefined();
  void spool.append(buffers('c'));
  expect(allTexts()).toEqual(['a', 'b', 'c']);
  expect([spool.appended, spool.position]).toEqual([3, { segment: 1, offset: 27 }]);
  expect(readSegment(folder, { segment: 1, offset: 18 }, LIMITS).payloads.map(String)).toEqual(['c']);
});

test('begins a new segment where a record no longer fits, and never splits a group', () => {
  const spool = writer({ segmentBytes: 30 });
  for (const text of ['first', 'second', 'third']) void spool.append(buffers(text));
  void spool.append(buffers('a group that is', 'larger than', 'one segment'));
  void spool.append(buffers('last'));
  expect(listSegments(folder)).toEqual([1, 2, 3, 4]);
  expect([1, 2, 3, 4].map(segmentTexts)).toEqual([
    ['first', 'second'],
    ['third'],
    ['a group that is', 'larger than', 'one segment'],
    ['last'],
  ]);
});

test('takes nothing at the cap and keeps nothing of it; goes on once the drainer has made room', () => {
  const spool = writer({ segmentBytes: 30, capBytes: 60 });
  for (const text of ['123456', '123456', '123456', '123456']) void spool.append(buffers(text));
  expect(listSegments(folder)).toEqual([1, 2]);
  const before = [spool.position, spool.appended, allTexts()];
  expect(() => spool.append(buffers('123456'))).toThrow(SpoolFull);
  expect(() => spool.append(buffers('123456', '123456'))).toThrow(SpoolFull);
  expect([{ segment: 3, offset: 0 }, spool.appended, allTexts()]).toEqual([spool.position, ...before.slice(1)]);
  fs.rmSync(segmentFile(folder, 1));
  void spool.append(buffers('again'));
  expect(allTexts().at(-1)).toBe('again');
});

test('a disk that takes only a part of a record keeps nothing of it', () => {
  const spool = writer();
  void spool.append(buffers('kept'));
  const whole = fs.writeSync;
  // The one thing that a test cannot have for real without a file system of its own: a full disk.
  fs.writeSync = ((fd: number, bytes: Buffer) => whole(fd, bytes.subarray(0, 5))) as typeof fs.writeSync;
  try {
    expect(() => spool.append(buffers('lost'))).toThrow(SpoolFull);
  } finally {
    fs.writeSync = whole;
  }
  void spool.append(buffers('next'));
  expect(allTexts()).toEqual(['kept', 'next']);
  expect(spool.appended).toBe(2);
});

test('acknowledges after the sync where the machine’s death must not matter', async () => {
  const order: string[] = [];
  const sync = fs.fdatasync;
  fs.fdatasync = ((fd: number, done: fs.NoParamCallback) =>
    sync(fd, (error) => {
      order.push('synced');
      done(error);
    })) as typeof fs.fdatasync;
  try {
    const spool = writer({ syncBefore: true });
    await spool.append(buffers('a'))?.then(() => order.push('acknowledged'));
    expect(order).toEqual(['synced', 'acknowledged']);
    await Promise.all(Array.from({ length: 50 }, (_, i) => spool.append(buffers(`b${i}`))));
    // Those that came while a sync ran share the next one.
    expect(order.length).toBeLessThan(10);
    expect(allTexts()).toHaveLength(51);
  } finally {
    fs.fdatasync = sync;
  }
});

test('acknowledges across the border of two segments', async () => {
  const spool = writer({ syncBefore: true, segmentBytes: 40 });
  await Promise.all(Array.from({ length: 30 }, (_, i) => spool.append(buffers(`record ${i}`))));
  expect(allTexts()).toEqual(Array.from({ length: 30 }, (_, i) => `record ${i}`));
});

test('closing syncs and answers everything that still waits', async () => {
  const spool = writer({ syncBefore: true });
  const acknowledged = [spool.append(buffers('a')), spool.append(buffers('b')), spool.append(buffers('c'))];
  spool.close();
  await Promise.all(acknowledged);
  expect(allTexts()).toEqual(['a', 'b', 'c']);
});

test('a new start begins a new segment and leaves the torn one as it is', () => {
  void writer().append(buffers('whole'));
  fs.appendFileSync(segmentFile(folder, 1), frameRecords([Buffer.from('torn')]).subarray(0, 9));
  const spool = writer();
  expect(spool.position).toEqual({ segment: 2, offset: 0 });
  void spool.append(buffers('after'));
  expect(readSegment(folder, { segment: 1, offset: 0 }, LIMITS)).toMatchObject({ consumed: 13, end: 'torn' });
  expect(allTexts()).toEqual(['whole', 'after']);
});

test('reads a record that is larger than the window, and a missing segment as empty', () => {
  const spool = writer();
  void spool.append([Buffer.alloc(3 * 1024 * 1024, 'x')]);
  const read = readSegment(folder, { segment: 1, offset: 0 }, { maxRecords: 1, maxBytes: 10 });
  expect([read.payloads.length, read.payloads[0]?.length]).toEqual([1, 3 * 1024 * 1024]);
  expect(readSegment(folder, { segment: 7, offset: 0 }, LIMITS)).toMatchObject({ payloads: [], end: 'missing' });
  fs.writeFileSync(path.join(folder, 'gateway.pid'), '1');
  expect(listSegments(folder)).toEqual([1]);
});

test.each([false, true])(
  'a kill -9 in the middle loses no acknowledged record (sync before: %s)',
  async (syncBefore) => {
    const program = path.join(folder, 'appender.mjs');
    await build({
      stdin: {
        contents: `
        import fs from 'node:fs';
        import { SpoolWriter } from './spool-writer';
        const spool = new SpoolWriter({ folder: process.argv[2], segmentBytes: 20000, capBytes: 1e9, syncBefore: ${syncBefore} });
        let next = 0;
        async function work() {
          for (;;) {
            const first = next;
            const group = Array.from({ length: 1 + (first % 7) }, () => Buffer.from(next++ + ':' + 'x'.repeat(next % 300)));
            await spool.append(group);
            fs.writeSync(1, next - 1 + '\\n');
          }
        }
        void work();`,
        resolveDir: import.meta.dirname,
        loader: 'ts',
      },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      alias: { 'server-only': path.resolve('.config/empty.ts') },
      logLevel: 'error',
    });
    const spoolFolder = path.join(folder, 'spool');
    for (let round = 0; round < 3; round++) {
      const before = round === 0 ? 0 : listSegments(spoolFolder).length;
      const child = spawn(process.execPath, [program, spoolFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (said.length > 3000 * (round + 1)) child.kill('SIGKILL');
        });
        child.once('close', () => resolve());
      });
      const acknowledged = Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));
      const segments = listSegments(spoolFolder).slice(before);
      const numbers = segments.flatMap((segment) =>
        readSegment(spoolFolder, { segment, offset: 0 }, LIMITS).payloads.map((bytes) =>
          Number.parseInt(String(bytes), 10),
        ),
      );
      expect(acknowledged).toBeGreaterThan(100);
      expect(segments.length).toBeGreaterThan(1);
      expect(numbers).toEqual(numbers.map((_, i) => i));
      expect(numbers.length).toBeGreaterThan(acknowledged);
    }
  },
  60_000,
);
