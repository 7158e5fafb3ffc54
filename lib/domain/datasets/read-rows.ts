import 'server-only';
import fs from 'node:fs';
import type { Ctx } from '@/lib/platform/context';
import { type CsvCell, writeCsvRow } from '@/lib/pure/tabular/csv-write';
import { artifacts } from '../registry';
import { requireVersion } from './datasets';
import { openRows } from './open-dataset';
import type { DatasetCell, DatasetColumn, DatasetRows } from './schema';

const PREVIEWED_ROWS = 100;

interface OfVersion {
  dataset: string;
  number?: number | undefined;
}

/** The rows of a version for someone who may see them. */
export async function openVersion(ctx: Ctx, of: OfVersion) {
  const version = await requireVersion(ctx, of);
  return openRows(await artifacts().file(version.projectId, version.sha256), version);
}

/** The first 100 rows of a version. */
export async function previewRows(ctx: Ctx, of: OfVersion): Promise<DatasetRows> {
  const open = await openVersion(ctx, of);
  for await (const part of open.rows()) return { columns: open.columns, rows: part.slice(0, PREVIEWED_ROWS) };
  return { columns: open.columns, rows: [] };
}

/** All rows as CSV in pieces: moments in ISO 8601, nulls as empty fields. */
export async function* exportCsv(ctx: Ctx, of: OfVersion): AsyncGenerator<string> {
  const open = await openVersion(ctx, of);
  yield writeCsvRow(open.columns.map(({ name }) => name));
  for await (const part of open.rows())
    yield part.map((cells) => writeCsvRow(cells.map((cell, i) => csvCell(open.columns[i], cell)))).join('');
}

const csvCell = (column: DatasetColumn | undefined, cell: DatasetCell): CsvCell =>
  column?.type === 'time' && typeof cell === 'number' ? new Date(cell).toISOString() : cell;

/** The Parquet file of a version as it is kept, in pieces. */
export async function* exportParquetFile(ctx: Ctx, of: OfVersion): AsyncGenerator<Uint8Array> {
  const { projectId, sha256 } = await requireVersion(ctx, of);
  // A stream of a file gives its bytes.
  for await (const piece of fs.createReadStream(await artifacts().file(projectId, sha256))) yield piece as Uint8Array;
}
