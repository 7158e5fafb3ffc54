import type { Ctx } from '@/lib/platform/context';
import { type CsvCell, writePlainCsvRow } from '@/lib/pure/tabular/csv-write';
import { findReference, type OpenDataset, TIME_COLUMN, uploadReference } from '../datasets';
import type { Version } from '../registry/schema';

/** More rows teach no more of a column. */
const MOST_ROWS = 100_000;

/**
 * Makes the rows that a version has learnt the reference that its drift is measured against, so that the drift of a version that becomes champion
 * is told without anybody doing anything; of more than 100,000 rows as many, evenly spread. One that has a reference keeps it. Returns the rows.
 */
export async function takeTrainingReference(
  ctx: Ctx,
  { version, dataset, features }: { version: Version; dataset: OpenDataset; features: readonly string[] },
): Promise<number> {
  const { modelId, number } = version;
  const known = await findReference(ctx, modelId, number);
  if (known) return known.rows;
  const { name, number: of } = dataset.version;
  const filename = `${name} version ${of}.csv`;
  const { reference } = await uploadReference(ctx, {
    model: modelId,
    number,
    filename,
    body: rowsAsCsv(dataset, features),
  });
  return reference.rows;
}

async function* rowsAsCsv(dataset: OpenDataset, features: readonly string[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const { rows, roles } = dataset.version;
  const time = features.includes(TIME_COLUMN) ? null : roles.time;
  const kept = Math.min(rows, MOST_ROWS);
  yield encoder.encode(writePlainCsvRow([...features, ...(time === null ? [] : [TIME_COLUMN])]));
  let at = 0;
  for await (const part of dataset.rows([...features, ...(time === null ? [] : [time])])) {
    const lines: string[] = [];
    for (const cells of part) {
      const isKept = Math.floor(((at + 1) * kept) / rows) > Math.floor((at * kept) / rows);
      at += 1;
      if (!isKept) continue;
      lines.push(writePlainCsvRow(cells.map((cell, place) => (place === features.length ? momentOf(cell) : cell))));
    }
    yield encoder.encode(lines.join(''));
  }
}

const momentOf = (cell: CsvCell): string | null => (typeof cell === 'number' ? new Date(cell).toISOString() : null);
