import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BlobStore, folderBlobStore, sha256OfFile } from './blob-store';

let folder: string;
let store: BlobStore;
const project = randomUUID();
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-blobs-'));
  store = folderBlobStore(path.join(folder, 'blobs'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
async function put(text: string, owner = project): Promise<string> {
  const temporary = store.temporary();
  fs.writeFileSync(temporary, text);
  await store.keep(owner, sha256(text), temporary);
  return store.file(owner, sha256(text));
}

test('keeps a file under its project and its sha256, once and whole', async () => {
  const file = await put('bytes');
  expect(file).toBe(path.join(folder, 'blobs', project, sha256('bytes')));
  expect(fs.readFileSync(file, 'utf8')).toBe('bytes');
  expect(await sha256OfFile(file)).toBe(sha256('bytes'));
  expect(await put('bytes')).toBe(file);
  expect(fs.readdirSync(path.dirname(file))).toHaveLength(1);
  expect(fs.readdirSync(path.join(folder, 'blobs', 'incoming'))).toEqual([]);
});

test('a file belongs to its project only', async () => {
  const other = randomUUID();
  await put('bytes');
  expect([await store.has(project, sha256('bytes')), await store.has(other, sha256('bytes'))]).toEqual([true, false]);
  await store.remove(other, sha256('bytes'));
  expect(await store.has(project, sha256('bytes'))).toBe(true);
  await store.remove(project, sha256('bytes'));
  await store.remove(project, sha256('bytes'));
  expect(await store.has(project, sha256('bytes'))).toBe(false);
});

test('others see nothing of the folders, and a kept file cannot be changed by accident', async () => {
  const file = await put('bytes');
  const mode = (at: string) => fs.statSync(at).mode & 0o777;
  expect([mode(path.join(folder, 'blobs')), mode(path.dirname(file)), mode(file)]).toEqual([0o700, 0o700, 0o444]);
});

test('no text of a user becomes a path', async () => {
  for (const [owner, name] of [
    ['..', sha256('a')],
    [`${project}/..`, sha256('a')],
    [project, '../../etc/passwd'],
    [project, sha256('a').toUpperCase()],
    [project, `${sha256('a')}\n`],
    [project, ''],
  ] as const) {
    expect(() => store.place(owner, name)).toThrow(RangeError);
    await expect(store.file(owner, name)).rejects.toThrow(RangeError);
    await expect(store.has(owner, name)).rejects.toThrow(RangeError);
    await expect(store.remove(owner, name)).rejects.toThrow(RangeError);
  }
});

test('gives every temporary file a name of its own and sweeps the old ones only', () => {
  const names = new Set(Array.from({ length: 100 }, () => store.temporary()));
  expect(names.size).toBe(100);
  const [old = '', fresh = ''] = [...names];
  for (const file of [old, fresh]) fs.writeFileSync(file, 'part');
  fs.utimesSync(old, 0, 0);
  expect(store.sweep(3_600_000, Date.now())).toBe(1);
  expect([fs.existsSync(old), fs.existsSync(fresh)]).toEqual([false, true]);
});

test('lists what is kept, and nothing else', async () => {
  await put('one');
  await put('two', randomUUID());
  fs.writeFileSync(path.join(folder, 'blobs', project, 'notes.txt'), 'no blob');
  fs.writeFileSync(store.temporary(), 'part');
  const listed: string[] = [];
  for await (const { sha256: name } of store.list()) listed.push(name);
  expect(listed.sort()).toEqual([sha256('one'), sha256('two')].sort());
});
