import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BlobStore } from './blob-store';
import { bucketBlobStore } from './bucket-blob-store';
import { type S3Server, startS3Server } from './fixtures/s3-server';
import { readBlobUrl } from './read-blob-url';

let work: string;
let server: S3Server;
const project = randomUUID();
beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'somebody');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  work = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-bucket-'));
  server = await startS3Server();
});
afterEach(async () => {
  await server.close();
  vi.unstubAllEnvs();
  fs.rmSync(work, { recursive: true, force: true });
});

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const storeOf = (machine: string) => bucketBlobStore(path.join(work, machine), readBlobUrl(server.blobUrl));
async function put(store: BlobStore, bytes: string | Buffer): Promise<string> {
  const temporary = store.temporary();
  fs.writeFileSync(temporary, bytes);
  await store.keep(project, sha256(bytes), temporary);
  return sha256(bytes);
}

test('what one machine keeps, another reads, and has from then on without the bucket', async () => {
  const [one, other] = [storeOf('one'), storeOf('other')];
  const name = await put(one, 'bytes');
  expect([...server.objects]).toEqual([[`prod/${project}/${name}`, Buffer.from('bytes')]]);
  const [first, second] = await Promise.all([other.file(project, name), other.file(project, name)]);
  expect([fs.readFileSync(first, 'utf8'), second, fs.statSync(first).mode & 0o777]).toEqual(['bytes', first, 0o444]);
  expect(server.asked.filter(({ line }) => line.startsWith('GET'))).toHaveLength(1);
  expect(server.asked.every(({ isSigned }) => isSigned)).toBe(true);
  server.isAway = true;
  expect(await other.file(project, name)).toBe(first);
  expect(await one.file(project, name)).toBe(one.place(project, name));
});

test('a large file goes in parts and comes back whole', async () => {
  const bytes = Buffer.alloc(40 * 1024 * 1024, 'a model ');
  const name = await put(storeOf('one'), bytes);
  expect(server.asked.filter(({ line }) => line.endsWith('partNumber,uploadId,x-id'))).toHaveLength(3);
  expect(sha256(fs.readFileSync(await storeOf('other').file(project, name)))).toBe(name);
});

test('an object with other bytes than its name says is refused, and leaves nothing', async () => {
  const name = await put(storeOf('one'), 'bytes');
  server.objects.set(`prod/${project}/${name}`, Buffer.from('other bytes'));
  const other = storeOf('other');
  await expect(other.file(project, name)).rejects.toThrow(/has other bytes/);
  expect(fs.existsSync(other.place(project, name))).toBe(false);
  expect(fs.readdirSync(path.join(work, 'other', 'incoming'))).toEqual([]);
});

test('a blob that is removed is gone from the bucket, and listed by machines that still have it', async () => {
  const [one, other] = [storeOf('one'), storeOf('other')];
  const names = [await put(one, 'first'), await put(one, 'second'), await put(one, 'third')];
  const [first = ''] = names;
  await other.file(project, first);
  expect([await one.has(project, first), await one.has(randomUUID(), first)]).toEqual([true, false]);
  await one.remove(project, first);
  expect([await other.has(project, first), fs.existsSync(one.place(project, first))]).toEqual([false, false]);
  server.pageSize = 1;
  server.objects.set('prod/README.txt', Buffer.from('of somebody else'));
  const listed: string[] = [];
  for await (const { sha256: name } of other.list()) listed.push(name);
  expect(listed.sort()).toEqual(names.toSorted());
});

test('without its bucket nothing is kept here alone, and a file that was never here is an error', async () => {
  const one = storeOf('one');
  server.isAway = true;
  await expect(put(one, 'bytes')).rejects.toThrow();
  expect(fs.existsSync(one.place(project, sha256('bytes')))).toBe(false);
  server.isAway = false;
  await expect(one.file(project, sha256('never'))).rejects.toThrow();
});

test('an address of a bucket', () => {
  expect(readBlobUrl('s3://models')).toEqual({ bucket: 'models', prefix: '' });
  expect(readBlobUrl('s3://models/prod/a/?region=sa-east-1')).toEqual({
    bucket: 'models',
    prefix: 'prod/a/',
    region: 'sa-east-1',
  });
  expect(readBlobUrl('s3://models?endpoint=https://s3.example.com&region=auto')).toEqual({
    bucket: 'models',
    prefix: '',
    endpoint: 'https://s3.example.com',
    forcePathStyle: true,
    region: 'auto',
  });
  for (const text of [
    'models',
    'https://s3.example.com/models',
    's3://',
    's3://name:secret@models',
    's3://models:9000',
    's3://models?endpoint=ftp://x',
    's3://models?key=secret',
  ])
    expect(() => readBlobUrl(text), text).toThrow(/it is an address such as s3:/);
});
