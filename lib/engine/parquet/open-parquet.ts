import 'server-only';
import { type FileHandle, open } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { parquetMetadataAsync, parquetRead } from 'hyparquet';

type Cell = string | number | bigint | boolean | Date | null;

const compressors = { GZIP: (input: Uint8Array) => new Uint8Array(gunzipSync(input)) };

/** Reads a Parquet file that we wrote ourselves, a row group at a time; of `names` those columns only, in that order. */
export async function* openParquet(file: string, names?: readonly string[]): AsyncGenerator<Cell[][]> {
  const handle = await open(file, 'r');
  try {
    const source = { byteLength: (await handle.stat()).size, slice: sliceOf(handle) };
    const metadata = await parquetMetadataAsync(source);
    let start = 0;
    for (const { num_rows } of metadata.row_groups) {
      const end = start + Number(num_rows);
      let found: unknown[][] = [];
      await parquetRead({
        file: source,
        metadata,
        compressors,
        rowStart: start,
        rowEnd: end,
        ...(names ? { columns: [...names] } : {}),
        onComplete: (rows) => {
          found = rows;
        },
      });
      // Our own writer makes no other cells.
      yield found as Cell[][];
      start = end;
    }
  } finally {
    await handle.close();
  }
}

const sliceOf =
  (handle: FileHandle) =>
  async (from: number, to?: number): Promise<ArrayBuffer> => {
    const end = to ?? (await handle.stat()).size;
    const buffer = new ArrayBuffer(end - from);
    await handle.read(new Uint8Array(buffer), 0, end - from, from);
    return buffer;
  };
