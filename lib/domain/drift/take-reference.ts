import type { Ctx } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { type CsvCell, writePlainCsvRow } from '@/lib/pure/tabular/csv-write';
import { TIME_COLUMN, uploadReference } from '../datasets';
import type { ReferenceUpload } from '../datasets/schema';
import { countedPlaces, eachPlaceValue, listInputs, ownDaysOf, TRAFFIC_ORIGINS } from '../predictions';
import { getServedVersion } from '../registry';
import type { ReferenceWindow } from './schema';

/** More rows teach no more of a column, and take longer than anybody waits. */
const MAX_ROWS = 100_000;
const CALLS_A_CHUNK = 200;

/**
 * Makes the rows that a version answered in a window its reference, as if they had been uploaded: the first 100,000 of them. For models
 * whose training rows nobody has. Throws 409 where the window holds none.
 */
export async function takeReference(ctx: Ctx, input: ReferenceWindow & { model: string }): Promise<ReferenceUpload> {
  const [fromMs, toMs] = [Date.parse(input.from), Date.parse(input.to)];
  if (fromMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  const found = await getServedVersion(ctx, { ...input, number: input.version, permission: 'dataset.upload' });
  const { model, version } = found;
  const name = `rows ${input.from.slice(0, 10)} to ${input.to.slice(0, 10)}.csv`;
  return uploadReference(ctx, {
    model: model.id,
    number: version.number,
    filename: name,
    body: rowsAsCsv(ctx, found, { fromMs, toMs }),
  });
}

async function* rowsAsCsv(
  ctx: Ctx,
  { model, version, overlay }: Awaited<ReturnType<typeof getServedVersion>>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const places = countedPlaces({ signature: version.signature, overlay });
  const names = places.map((place) => place.name);
  const isDated = !names.includes(TIME_COLUMN);
  let lines = [writePlainCsvRow([...names, ...(isDated ? [TIME_COLUMN] : [])])];
  let [rows, calls] = [0, 0];
  for await (const call of listInputs(ctx, {
    projectId: model.projectId,
    modelId: model.id,
    versionNumber: version.number,
    origins: [...TRAFFIC_ORIGINS],
    from: uuid7Floor(fromMs),
    before: uuid7Floor(toMs),
  })) {
    if (call.route === 'shadow') continue;
    const columns = places.map((place) => {
      const values: CsvCell[] = [];
      return eachPlaceValue(call, place, (value) => values.push(value)) ? values : null;
    });
    // Inputs that were too large to be kept say nothing.
    if (columns.some((values) => values === null)) continue;
    const receivedMs = call.receivedAt.getTime();
    const own = Array.isArray(call.context) ? ownDaysOf(call.context, receivedMs) : [];
    for (let row = 0; row < call.rows && rows < MAX_ROWS; row += 1, rows += 1) {
      const day = new Date(own[row] ?? receivedMs).toISOString().slice(0, 10);
      lines.push(writePlainCsvRow([...columns.map((values) => values?.[row] ?? null), ...(isDated ? [day] : [])]));
    }
    if (rows >= MAX_ROWS) break;
    calls += 1;
    if (calls % CALLS_A_CHUNK !== 0) continue;
    yield encoder.encode(lines.join(''));
    lines = [];
  }
  if (rows === 0)
    throw new AppError('conflict', 'The version answered no rows in this window whose inputs were kept.', {
      reason: 'no_rows',
    });
  yield encoder.encode(lines.join(''));
}
