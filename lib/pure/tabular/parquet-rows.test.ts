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
