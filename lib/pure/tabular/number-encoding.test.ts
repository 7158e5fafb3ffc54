import { gzipSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { numberEncoding } from './number-encoding';
import { parquetRows } from './parquet-rows';
import { ParquetPieces } from './parquet-write';

const ROWS = 20_000;
const pack = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
/** Numbers that look random and are the same in every run. */
const noise = (seed: number) => {
  let state = seed;
  return Array.from({ length: ROWS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  });
};
const COLUMNS: Record<string, (number | null)[]> = {
  full: noise(1).map((value) => 6 * value - 3),
  decimals: noise(2).map((value) => Math.round(6e4 * value - 3e4) / 1e4),
  tenths: noise(3).map((value) => Math.round(300 * value) / 10),
  gaps: noise(4).map((value, at) => (at % 7 === 0 ? null : value)),
  whole: noise(5).map((value) => Math.floor(1e6 * value)),
  runs: noise(6).map((_, at) => Math.floor(at / 100) / 3),
  signs: noise(7).map((value) => (value < 0.5 ? -0 : 0)),
  edges: noise(8).map((value) => (value < 0.5 ? Number.POSITIVE_INFINITY : -1e-40)),
};

/** How large a column becomes in one encoding, as the library writes it. */
function sizeIn(data: (number | null)[], type: 'FLOAT' | 'DOUBLE', encoding?: ReturnType<typeof numberEncoding>) {
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    ...{ writer, codec: 'GZIP', compressors: { GZIP: pack } },
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'x', type, repetition_type: 'OPTIONAL' },
    ],
  });
  void file.write({ columnData: [{ name: 'x', data, ...(encoding ? { encoding } : {}) }], rowGroupSize: ROWS });
  void file.finish();
  return writer.offset;
}

test.each(['float', 'double'] as const)(
  'the encoding of a %s column is the smallest, and never larger than the library’s own',
  (kind) => {
    const type = kind === 'float' ? 'FLOAT' : 'DOUBLE';
    for (const [name, values] of Object.entries(COLUMNS)) {
      const size = sizeIn(values, type, numberEncoding(values, kind));
      const sizes = [undefined, 'PLAIN' as const, 'BYTE_STREAM_SPLIT' as const].map((one) => sizeIn(values, type, one));
      expect(size, name).toBeLessThanOrEqual(1.02 * Math.min(...(name === 'signs' ? sizes.slice(1) : sizes)));
    }
  },
);

test('full precision is split, few values become a dictionary, nothing stays as it is', () => {
  const { full = [], decimals = [], tenths = [], signs = [] } = COLUMNS;
  expect([full, tenths, signs, [null], []].map((values) => numberEncoding(values, 'float'))).toEqual([
    ...['BYTE_STREAM_SPLIT', 'RLE_DICTIONARY'],
    ...[expect.not.stringMatching('RLE_DICTIONARY'), 'PLAIN', 'PLAIN'],
  ]);
  expect(numberEncoding(decimals, 'double')).toBe('PLAIN');
});

test('what is written in any of them is read as it was', async () => {
  const names = Object.keys(COLUMNS);
  const kinds = ['float', 'double'] as const;
  const columns = kinds.flatMap((kind) => names.map((name) => ({ name: `${kind} ${name}`, kind })));
  const rows = Array.from({ length: ROWS }, (_, at) =>
    kinds.flatMap(() => names.map((name) => COLUMNS[name]?.[at] ?? null)),
  );
  const pieces = new ParquetPieces(columns);
  const bytes = Buffer.concat([pieces.add(rows.slice(0, 12_000)), pieces.add(rows.slice(12_000)), pieces.finish()]);
  const read: unknown[][] = [];
  const limits = { maxRows: ROWS, maxColumns: 20, maxCells: 400_000 };
  for await (const part of parquetRows(new Uint8Array(bytes).buffer, limits)) read.push(...part.rows);
  const asWritten = (value: number | null, at: number) =>
    value === null || at >= names.length ? value : Math.fround(value);
  expect(read).toEqual(rows.map((row) => row.map(asWritten)));
});
