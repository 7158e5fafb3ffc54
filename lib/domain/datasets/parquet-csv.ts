import { readParquet } from '@/lib/engine/parquet';
import { AppError } from '@/lib/platform/errors';
import { writePlainCsvRow } from '@/lib/pure/tabular/csv-write';
import { ParquetFault } from '@/lib/pure/tabular/parquet-rows';

const LIMITS = { maxRows: 2_000_000, maxColumns: 2000, maxCells: 5_000_000 };

/** A Parquet file as the CSV that is kept of it: moments in ISO 8601, nulls as empty fields. A file that cannot be read is a 422. */
export async function* parquetCsv(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let isFirst = true;
  try {
    for await (const { columns, rows } of readParquet(bytes, LIMITS)) {
      const lines = isFirst ? [writePlainCsvRow(columns)] : [];
      isFirst = false;
      for (const cells of rows)
        lines.push(writePlainCsvRow(cells.map((cell) => (cell instanceof Date ? cell.toISOString() : cell))));
      yield encoder.encode(lines.join(''));
    }
  } catch (error) {
    if (!(error instanceof ParquetFault)) throw error;
    throw new AppError('invalid_input', `The Parquet file is not taken: ${error.message}.`, { reason: 'parquet' });
  }
}
