import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { type CsvCell, writePlainCsvRow } from '@/lib/pure/tabular/csv-write';
import { getServedVersion, type RowPlace, rowPlaces } from '../registry';
import { requireDataset } from './datasets';
import { type OpenDataset, openDataset } from './open-dataset';
import { TIME_COLUMN } from './reference-columns';
import { uploadReference } from './references';
import type { DatasetCell, ReferenceUpload, TakeDatasetReference } from './schema';

/** More rows teach no more of a column. */
const MOST_ROWS = 100_000;

/** Makes the rows of a dataset the reference of a version, as if they had been uploaded. Throws 422 that names the columns it lacks. */
export async function referToDataset(
  ctx: Ctx,
  input: TakeDatasetReference & { dataset: string },
): Promise<ReferenceUpload> {
  const { model, version } = await getServedVersion(ctx, {
    model: input.model,
    number: input.version,
    permission: 'dataset.upload',
  });
  const { id: datasetId, projectId } = await requireDataset(ctx, input.dataset, 'dataset.view');
  if (projectId !== model.projectId)
    throw new AppError('not_found', 'The dataset and the model are not of the same project.', {
      reason: 'other_project',
    });
  const dataset = await openDataset(ctx, { projectId, datasetId, ...(input.number ? { number: input.number } : {}) });
  return takeDatasetReference(ctx, { model: model.id, number: version.number, dataset });
}

/**
 * The same with a dataset that is open; of more than 100,000 rows as many, evenly spread. `taught` are the columns that a trainer got: where
 * the version has other names for as many inputs, they are taken in that order.
 */
export async function takeDatasetReference(
  ctx: Ctx,
  {
    model,
    number,
    dataset,
    taught,
  }: { model: string; number: number; dataset: OpenDataset; taught?: readonly string[] },
): Promise<ReferenceUpload> {
  const { served } = await getServedVersion(ctx, { model, number, permission: 'dataset.upload' });
  const places = rowPlaces(served);
  const columns = columnsOf(places, dataset, taught ?? null);
  const { name, number: of } = dataset.version;
  const filename = `${name} version ${of}.csv`;
  return uploadReference(ctx, { model, number, filename, body: rowsAsCsv(dataset, places, columns) });
}

/** For each place of a version the column of the dataset that fills it. */
function columnsOf(places: readonly RowPlace[], dataset: OpenDataset, taught: readonly string[] | null): string[] {
  const known = new Set(dataset.columns.map(({ name }) => name));
  const missing = places.map(({ name }) => name).filter((name) => !known.has(name));
  if (missing.length === 0) return places.map(({ name }) => name);
  if (taught && taught.length === places.length) return [...taught];
  const shown = missing.slice(0, 10).join(', ');
  throw new AppError(
    'invalid_input',
    `The dataset lacks ${missing.length} of the ${places.length} columns that the version takes: ${shown}${missing.length > 10 ? ' …' : ''}. Name its columns on the version's page, or choose another dataset.`,
    {
      reason: 'missing_columns',
      invalidParams: missing.slice(0, 50).map((name) => ({ name, reason: 'the dataset has no such column' })),
      details: { missing: missing.slice(0, 50) },
    },
  );
}

async function* rowsAsCsv(
  dataset: OpenDataset,
  places: readonly RowPlace[],
  columns: readonly string[],
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const { rows, roles } = dataset.version;
  const time = places.some(({ name }) => name === TIME_COLUMN) ? null : roles.time;
  const kept = Math.min(rows, MOST_ROWS);
  const header = places.map(({ name }) => name);
  yield encoder.encode(writePlainCsvRow([...header, ...(time === null ? [] : [TIME_COLUMN])]));
  let at = 0;
  // A column may fill two places, and may be the time as well: each is read once.
  const read = [...new Set([...columns, ...(time === null ? [] : [time])])];
  const positions = columns.map((name) => read.indexOf(name));
  const timeAt = time === null ? -1 : read.indexOf(time);
  for await (const part of dataset.rows(read)) {
    const lines: string[] = [];
    for (const cells of part) {
      const isKept = Math.floor(((at + 1) * kept) / rows) > Math.floor((at * kept) / rows);
      at += 1;
      if (!isKept) continue;
      const line = positions.map((position, i) => cellFor(places[i], cells[position] ?? null));
      lines.push(writePlainCsvRow(time === null ? line : [...line, momentOf(cells[timeAt] ?? null)]));
    }
    yield encoder.encode(lines.join(''));
  }
}

/** An input of numbers takes a truth value as 0 or 1. */
function cellFor(place: RowPlace | undefined, cell: DatasetCell): CsvCell {
  if (typeof cell !== 'boolean' || place?.datatype === 'BOOL' || place?.datatype === 'BYTES') return cell;
  return cell ? 1 : 0;
}

const momentOf = (cell: DatasetCell): string | null => (typeof cell === 'number' ? new Date(cell).toISOString() : null);
