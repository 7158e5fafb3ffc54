import { expect, test } from 'vitest';
import { parquetRows } from './parquet-rows';
import { type ParquetColumn, ParquetPieces } from './parquet-write';

const COLUMNS: ParquetColumn[] = [
  { name: 'name', kind: 'text' },
  { name: 'at', kind: 'moment' },
  { name: 'version', kind: 'integer' },
  { name: 'code', kind: 'long' },
  { name: 'size', kind: 'float' },
  { name: 'exact', kind: 'double' },
  { name: 'isLate', kind: 'boolean' },
];

test('pieces make one file whose rows are read as they were', async () => {
  const pieces = new ParquetPieces(COLUMNS);
  const bytes = Buffer.concat([
    pieces.add([
      ['=1+1', '2026-03-01T12:00:00.000Z', 3, '9007199254740993', 16.1, 0.1, true],
      [null, null, null, null, null, null, null],
    ]),
    pieces.add([['ção', 'no moment', 2.5, 'x', 'Infinity', '', false]]),
    pieces.finish(),
  ]);
  const rows: unknown[][] = [];
  const limits = { maxRows: 10, maxColumns: 10, maxCells: 100 };
  for await (const part of parquetRows(new Uint8Array(bytes).buffer, limits)) rows.push(...part.rows);
  expect(rows).toEqual([
    ['=1+1', new Date('2026-03-01T12:00:00.000Z'), 3, 9007199254740993n, Math.fround(16.1), 0.1, true],
    [null, null, null, null, null, null, null],
    ['ção', null, null, null, Number.POSITIVE_INFINITY, null, false],
  ]);
});

test('a file without rows has its columns', async () => {
  const pieces = new ParquetPieces(COLUMNS);
  const bytes = new Uint8Array(Buffer.concat([pieces.add([]), pieces.finish()]));
  const rows: unknown[] = [];
  for await (const part of parquetRows(bytes.buffer, { maxRows: 1, maxColumns: 10, maxCells: 10 }))
    rows.push(...part.rows);
  expect(rows).toEqual([]);
});
