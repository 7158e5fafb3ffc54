import { PARQUET_TYPE, readParquet, refuseParquet } from '@/lib/engine/parquet';
import { writePlainCsvRow } from '@/lib/pure/tabular/csv-write';

const LIMITS = { maxRows: 2_000_000, maxColumns: 2000, maxCells: 5_000_000 };

/** A table as it was sent, as the CSV that is kept of it: CSV as it comes, Parquet by its content type. */
export async function* tableCsv(
  contentType: string | null,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (!PARQUET_TYPE.test(contentType ?? '')) {
    yield* body;
    return;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  yield* parquetCsv(Buffer.concat(chunks));
}

/** A Parquet file as CSV: moments in ISO 8601, nulls as empty fields. A file that cannot be read is a 422. */
async function* parquetCsv(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
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
    throw refuseParquet(error);
  }
}
