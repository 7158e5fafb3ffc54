import 'server-only';
import { openParquet } from '@/lib/engine/parquet';
import type { Ctx } from '@/lib/platform/context';
import { artifacts } from '../registry';
import { getDatasetVersion } from './datasets';
import type { DatasetCell, DatasetColumn, DatasetVersion } from './schema';

/** The rows of a version. */
export interface OpenDataset {
  version: DatasetVersion;
  columns: DatasetColumn[];
  /** Rows in parts of some thousands, in the order of the file; cells in the order of `columns`, or of `names`. One part is held at once. */
  rows: (names?: readonly string[]) => AsyncGenerator<DatasetCell[][]>;
  /** Whole columns by name, each as long as the version has rows. */
  readColumns: (names: readonly string[]) => Promise<Map<string, DatasetCell[]>>;
}

/** Opens the rows of a version, the newest where none is named; asks for no permission. Throws 404 where it is not there. */
export async function openDataset(
  ctx: Ctx,
  of: { projectId: string; datasetId: string; number?: number },
): Promise<OpenDataset> {
  const version = await getDatasetVersion(ctx, of);
  return openRows(await artifacts().file(of.projectId, version.sha256), version);
}

/** The same of a file by its path. */
export function openRows<Version extends { columns: DatasetColumn[] }>(file: string, version: Version) {
  const rows = async function* (names?: readonly string[]): AsyncGenerator<DatasetCell[][]> {
    for await (const part of openParquet(file, names)) yield part.map((cells) => cells.map(toCell));
  };
  return {
    version,
    columns: version.columns,
    rows,
    async readColumns(names: readonly string[]): Promise<Map<string, DatasetCell[]>> {
      const columns = names.map((): DatasetCell[] => []);
      for await (const part of rows(names))
        for (const cells of part) for (const [i, column] of columns.entries()) column.push(cells[i] ?? null);
      return new Map(names.map((name, i) => [name, columns[i] ?? []]));
    },
  };
}

function toCell(cell: string | number | bigint | boolean | Date | null): DatasetCell {
  if (typeof cell === 'bigint') return Number(cell);
  return cell instanceof Date ? cell.getTime() : (cell ?? null);
}
