import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSegment, SpoolWriter } from '@/lib/engine/spool';
import { type Durability, GroupedSpool } from './grouped-spool';

let folder: string;
let writer: SpoolWriter;
let written = 0;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-grouped-'));
  written = 0;
});
afterEach(() => {
  writer.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function spool(durability: Durability, capBytes = 1e9) {
  writer = new SpoolWriter({ folder, segmentBytes: 1e9, capBytes, syncBefore: durability === 'machine' });
  return new GroupedSpool(writer, durability, () => {
    written += 1;
  });
}
const texts = () =>
  readSegment(folder, { segment: 1, offset: 0 }, { maxRecords: 1e6, maxBytes: 1e9 }).payloads.map(String);
const turn = () => new Promise((wake) => setImmediate(wake));

test('records of one turn are one write, in the order they came', async () => {
  const grouped = spool('process');
  const first = ['a', 'b', 'c'].map((text) => grouped.append(Buffer.from(text)));
  expect(texts()).toEqual([]);
  await Promise.all(first);
  expect([texts(), written]).toEqual([['a', 'b', 'c'], 1]);
  await grouped.append(Buffer.from('d'));
  expect([texts(), written]).toEqual([['a', 'b', 'c', 'd'], 2]);
});

test('acknowledges after the sync where it promises the machine’s death', async () => {
  const grouped = spool('machine');
  let isAcknowledged = false;
  const given = grouped.append(Buffer.from('a')).then(() => {
    isAcknowledged = true;
  });
  await turn();
  expect([texts(), isAcknowledged]).toEqual([['a'], false]);
  await given;
});

test('acknowledges when the drainer has passed the record where it promises the database', async () => {
  const grouped = spool('database');
  const done: string[] = [];
  const append = (text: string) => grouped.append(Buffer.from(text)).then(() => done.push(text));
  void append('a');
  await turn();
  const behindA = writer.position;
  void append('b');
  await turn();
  const behindB = writer.position;
  grouped.committed({ segment: 1, offset: behindA.offset - 1 });
  await turn();
  expect(done).toEqual([]);
  grouped.committed(behindA);
  await turn();
  expect(done).toEqual(['a']);
  grouped.committed({ segment: behindB.segment + 1, offset: 0 });
  await turn();
  expect([done, grouped.position]).toEqual([['a', 'b'], { segment: 2, offset: 0 }]);
});

test('tells every call of the group when the spool is full', async () => {
  const grouped = spool('process', 20);
  const results = await Promise.allSettled(
    ['0123456789', '0123456789'].map((text) => grouped.append(Buffer.from(text))),
  );
  for (const result of results)
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'unavailable', reason: 'log_full' } });
  expect([texts(), written]).toEqual([[], 0]);
  await grouped.append(Buffer.from('fits'));
  expect(texts()).toEqual(['fits']);
});
