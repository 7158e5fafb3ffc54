import { readFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { parquetRows } from './parquet-rows';

const limits = { maxRows: 5000, maxColumns: 50, maxCells: 20_000 };
const file = (rows = 3, more: object = {}): ArrayBuffer =>
  parquetWriteBuffer({
    columnData: [
      {
        name: 'age',
        data: Array.from({ length: rows }, (_, i) => (i === 1 ? null : i + 0.5)),
        type: 'DOUBLE',
        nullable: true,
      },
      { name: 'sex', data: Array.from({ length: rows }, (_, i) => 'ab'[i % 2] ?? ''), type: 'STRING' },
    ],
    ...more,
  });

async function read(bytes: ArrayBuffer, with_ = limits) {
  const parts = [];
  for await (const part of parquetRows(bytes, with_)) parts.push(part);
  return { columns: parts[0]?.columns, rows: parts.flatMap(({ rows }) => rows), parts: parts.length };
}

/** The file with one change of its bytes. */
const forged = (change: (bytes: Uint8Array, view: DataView) => void, from = file()): ArrayBuffer => {
  const copy = from.slice(0);
  change(new Uint8Array(copy), new DataView(copy));
  return copy;
};

test('reads plain columns in parts, over row groups and codecs', async () => {
  expect(await read(file())).toEqual({
    columns: ['age', 'sex'],
    rows: [
      [0.5, 'a'],
      [null, 'b'],
      [2.5, 'a'],
    ],
    parts: 1,
  });
  const many = await read(file(2500, { rowGroupSize: 1200 }));
  expect([many.rows.length, many.parts, many.rows[2499]]).toEqual([2500, 5, [2499.5, 'b']]);
  expect((await read(file(10, { codec: 'UNCOMPRESSED' }))).rows).toHaveLength(10);
});

test('refuses what is more than its limits, from what the footer says', async () => {
  await expect(read(file(5001))).rejects.toThrow('there are 5001 rows; 5000 are the most');
  await expect(read(file(30), { ...limits, maxCells: 50 })).rejects.toThrow(
    'row group 0 has 30 rows of 2 columns; write smaller row groups',
  );
  await expect(read(file(3), { ...limits, maxColumns: 1 })).rejects.toThrow('there are 2 columns; 1 are the most');
});

test('refuses another file, a cut one and a footer that lies about its length', async () => {
  await expect(read(new TextEncoder().encode('a,b\n1,2\n plus more').buffer)).rejects.toThrow(
    'does not begin and end as a Parquet file',
  );
  await expect(read(file().slice(0, 200))).rejects.toThrow('does not begin and end');
  await expect(read(forged((_, view) => view.setUint32(view.byteLength - 8, 4_000_000_000, true)))).rejects.toThrow(
    'longer than the file',
  );
});

test('nested columns are refused by their name', async () => {
  const nested = parquetWriteBuffer({ columnData: [{ name: 'list', data: [[1, 2], [3]], type: 'JSON' }] });
  await expect(read(nested)).rejects.toThrow(/neither text, number|nested/);
});

test('reads delta encodings, with nulls, in both kinds of pages', async () => {
  const rows = 700;
  const of = <T>(value: (i: number) => T) => Array.from({ length: rows }, (_, i) => (i % 7 === 3 ? null : value(i)));
  const small = of((i) => ((i * 7919) % 2001) - 1000);
  const large = of((i) => BigInt(i) * 9_007_199_254_740_993n - (i % 2 ? 2n ** 62n : 0n));
  const text = of((i) => `flight-${Math.floor(i / 9)}-${'é'.repeat(i % 4)}`);
  const column = (name: string, data: unknown[], type: 'INT32' | 'INT64' | 'STRING', encoding: string) => ({
    name,
    data,
    type,
    nullable: true,
    encoding,
  });
  for (const codec of ['UNCOMPRESSED', 'SNAPPY'] as const) {
    const written = parquetWriteBuffer({
      codec,
      columnData: [
        column('small', small, 'INT32', 'DELTA_BINARY_PACKED'),
        column('large', large, 'INT64', 'DELTA_BINARY_PACKED'),
        column('lengths', text, 'STRING', 'DELTA_LENGTH_BYTE_ARRAY'),
        column('shared', text, 'STRING', 'DELTA_BYTE_ARRAY'),
      ] as Parameters<typeof parquetWriteBuffer>[0]['columnData'],
    });
    expect((await read(written)).rows).toEqual(small.map((_, i) => [small[i], large[i], text[i], text[i]]));
  }
});

test('reads what pyarrow writes in delta encodings', async () => {
  for (const version of ['v1', 'v2']) {
    const file = readFileSync(new URL(`./fixtures/delta-${version}.parquet`, import.meta.url));
    const { columns, rows } = await read(new Uint8Array(file).buffer);
    expect(columns).toEqual(['small', 'large', 'day', 'lengths', 'shared', 'empty', 'none']);
    expect(rows).toEqual(
      Array.from({ length: 40 }, (_, i) => {
        const isNull = i % 7 === 3;
        const text = isNull ? null : `flight-${Math.floor(i / 9)}-${'é'.repeat(i % 4)}`;
        return [
          isNull ? null : ((i * 37) % 101) - 50,
          isNull ? null : BigInt(i) * 9_007_199_254_740_993n - (i % 2 ? 2n ** 62n : 0n),
          new Date(i * 86_400_000 + 1_700_000_000_000),
          text,
          text,
          null,
          null,
        ];
      }),
    );
  }
});

test('a small file whose texts share a megabyte each is refused before they are made', async () => {
  const file = new Uint8Array(readFileSync(new URL('./fixtures/delta-bomb.parquet', import.meta.url)));
  expect(file.length).toBeLessThan(10_000);
  await expect(read(file.buffer)).rejects.toThrow('its row group unpacks to more than 201326592 bytes');
});
