import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import type { Datatype } from '@/lib/pure/protocols/datatype';
import { type Column, rowWidth, type ServedSignature } from '@/lib/pure/protocols/signature';
import type { CsvCell } from '@/lib/pure/tabular/csv-write';
import type { ParquetColumn, ParquetKind } from '@/lib/pure/tabular/parquet-write';
import type { Permission } from '../people';
import { getModel, getServedVersion } from '../registry';
import type { LoggedTensor } from '../serving';
import { valuesOfRow } from './get-prediction';

/** Wider inputs, such as pictures, are not spread over columns. */
const MAX_COLUMNS = 500;

const KINDS: Partial<Record<Datatype, ParquetKind>> = {
  FP16: 'float',
  BF16: 'float',
  FP32: 'float',
  FP64: 'double',
  INT8: 'integer',
  INT16: 'integer',
  INT32: 'integer',
  UINT8: 'integer',
  UINT16: 'integer',
  UINT32: 'long',
  INT64: 'long',
  BOOL: 'boolean',
};

interface Served {
  served: ServedSignature | null;
  columns: ParquetColumn[];
}

interface LoggedRow {
  versionNumber: number;
  row: number;
  /** The call; undefined where it is not in the log any more. */
  call: { inputs: Record<string, LoggedTensor>; rows: number } | undefined;
}

/** The inputs of all versions of a model, each name once, and what a row of the log has in them. */
export async function inputColumns(
  ctx: Ctx,
  of: { model: string; permission: Permission },
): Promise<{ columns: ParquetColumn[]; cellsOf: (row: LoggedRow) => Map<string, CsvCell> }> {
  const versions = await servedVersions(ctx, of);
  const inputs = new Map<string, ParquetColumn>();
  for (const column of [...versions.values()].flatMap((version) => version.columns)) {
    const known = inputs.get(column.name);
    // Versions that differ in a column's type are shown as texts.
    inputs.set(column.name, known && known.kind !== column.kind ? { ...column, kind: 'text' } : column);
  }
  return { columns: [...inputs.values()], cellsOf: (row) => inputCells(row, versions.get(row.versionNumber)) };
}

/** Columns of a Parquet file need names of their own: an input that is named like a column of the log says that it is an input. */
export function distinctColumns(columns: readonly ParquetColumn[]): ParquetColumn[] {
  const met = new Set<string>();
  return columns.map(({ name, kind }) => {
    let own = name;
    while (met.has(own)) own = `input_${own}`;
    met.add(own);
    return { name: own, kind };
  });
}

async function servedVersions(
  ctx: Ctx,
  { model, permission }: { model: string; permission: Permission },
): Promise<Map<number, Served>> {
  const { versions } = await getModel(ctx, { model, permission });
  const found = new Map<number, Served>();
  for (const number of versions) {
    const served = await getServedVersion(ctx, { model, number, permission: 'model.view' }).then(
      (version) => version.served,
      nothingIfGone,
    );
    found.set(number, {
      served,
      columns: served?.columns.slice(0, MAX_COLUMNS).map((column) => kindOf(served, column)) ?? [],
    });
  }
  return found;
}

/** Wide inputs are written as JSON, in a text. */
function kindOf(served: ServedSignature, { name, input, index }: Column): ParquetColumn {
  const found = served.inputs.find((spec) => spec.name === input);
  const isOne = index !== null || (found && rowWidth(found.shape) === 1);
  return { name, kind: (isOne && found && KINDS[found.datatype]) || 'text' };
}

function inputCells({ call, row }: LoggedRow, version: Served | undefined): Map<string, CsvCell> {
  const cells = new Map<string, CsvCell>();
  for (const column of version?.served?.columns ?? []) {
    const whole = call ? valuesOfRow(call.inputs[column.input], row, call.rows) : null;
    if (!whole) continue;
    if (column.index !== null) cells.set(column.name, whole[column.index] ?? null);
    else cells.set(column.name, whole.length === 1 ? (whole[0] ?? null) : JSON.stringify(whole));
  }
  return cells;
}
