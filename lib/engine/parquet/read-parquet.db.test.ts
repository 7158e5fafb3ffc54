import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { readParquet } from './read-parquet';

const limits = { maxRows: 5000, maxColumns: 50, maxCells: 20_000 };
const file = () =>
  new Uint8Array(
    parquetWriteBuffer({
      codec: 'UNCOMPRESSED',
      columnData: [
        {
          name: 'sex',
          data: Array.from({ length: 40 }, (_, i) => (i === 1 ? null : 'ab'[i % 2])),
          type: 'STRING',
          nullable: true,
        },
      ],
    }),
  );

async function read(bytes: Uint8Array) {
  const rows = [];
  for await (const part of readParquet(bytes, limits)) rows.push(...part.rows);
  return rows;
}

/** A run of 1,073,741,823 values, in five bytes. */
const RUN = [0xfe, 0xff, 0xff, 0xff, 0x07];

test('a run that says it has a thousand million values ends its own process at most', async () => {
  expect(await read(file())).toHaveLength(40);
  const reasons = new Set<string>();
  for (let at = 4; at < 110; at += 1) {
    const bytes = file();
    bytes.set(RUN, at);
    const found = await read(bytes).catch((error: Error) => error);
    if (!(found instanceof Error)) continue;
    expect([at, found.name]).toEqual([at, 'ParquetFault']);
    reasons.add(found.message.replace(/\d+/g, 'N'));
  }
  expect([...reasons]).toContain('it unpacks to more than there is room for');
}, 240_000);
