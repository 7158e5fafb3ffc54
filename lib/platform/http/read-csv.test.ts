import { expect, test } from 'vitest';
import { readCsv } from './read-csv';

async function* bytes(...chunks: (string | Uint8Array)[]) {
  for (const chunk of chunks) yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
}

const fault = async (...chunks: (string | Uint8Array)[]) => {
  const error: unknown = await readCsv(bytes(...chunks), 100).catch((thrown: unknown) => thrown);
  return error instanceof Error ? error.message : 'read without a fault';
};

test('reads quotes, a byte order mark and chunks that cut a character', async () => {
  const whole = new TextEncoder().encode('\ufeffname,"a ""b"""\r\n"x\ny",é\n');
  const cut = whole.length - 2;
  const table = await readCsv(bytes(whole.subarray(0, cut), whole.subarray(cut)), 10);
  expect(table.header).toEqual(['name', 'a "b"']);
  expect(table.rows.map(({ cells }) => cells)).toEqual([['x\ny', 'é']]);
});

test('finds semicolons and tabs by the header', async () => {
  expect((await readCsv(bytes('a;b\n1,5;2\n'), 10)).rows[0]?.cells).toEqual(['1,5', '2']);
  expect((await readCsv(bytes('a\tb\n1\t2\n'), 10)).rows[0]?.cells).toEqual(['1', '2']);
});

test('names line and column of every fault', async () => {
  expect(await fault('')).toBe('Line 1: the file is empty.');
  expect(await fault('a,b\n')).toBe('Line 2: there are no rows under the header.');
  expect(await fault('a,b\n1,2\n3\n')).toBe('Line 3: there are 1 fields, and the header has 2.');
  expect(await fault('a,a\n1,2\n')).toBe('Line 1, column "a": this name stands twice in the header.');
  expect(await fault('a,__proto__\n1,2\n')).toBe(
    'Line 1, column "__proto__": this name is reserved; rename the column.',
  );
  expect(await fault('a,b\n1,"2\n')).toMatch(/^Line \d: a quote that was opened is never closed\.$/);
  expect(await fault('a,b\n1,2\n3,\0\n')).toMatch(/^Line 3: there is a NUL byte/);
  expect(await fault(new Uint8Array([0xff, 0xfe, 0x61, 0]))).toMatch(/^Line 1: the file is UTF-16/);
  expect(await fault('a,b\n1,', new Uint8Array([0xe9, 0x0a]))).toMatch(
    /^Line 1: from here on the file is not UTF-8|^Line 2/,
  );
  expect(await fault(`${Array.from({ length: 2001 }, (_, i) => `c${i}`).join(',')}\n`)).toBe(
    'Line 1: there are 2001 columns; 2000 are the most.',
  );
});
