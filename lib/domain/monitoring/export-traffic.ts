import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { type CsvCell, writeCsvRow } from '@/lib/pure/tabular/csv-write';
import { type ParquetColumn, ParquetPieces } from '@/lib/pure/tabular/parquet-write';
import { emptyRollup, floorTo, type Grain, grainMs, listRollups, mergeRollup, type StoredRollup } from '../predictions';
import { getModel } from '../registry';
import { measure } from './measure';
import type { ExportQuery } from './schema';
import { windowOf } from './time-buckets';

const DAY_MS = grainMs.day;
const COLUMNS: readonly ParquetColumn[] = [
  { name: 'at', kind: 'moment' },
  { name: 'grain', kind: 'text' },
  { name: 'version', kind: 'integer' },
  { name: 'route', kind: 'text' },
  { name: 'origin', kind: 'text' },
  { name: 'calls', kind: 'integer' },
  { name: 'rows', kind: 'integer' },
  { name: 'errors', kind: 'integer' },
  { name: 'errors_by_status', kind: 'text' },
  { name: 'timed_calls', kind: 'integer' },
  { name: 'latency_p50_ms', kind: 'double' },
  { name: 'latency_p95_ms', kind: 'double' },
  { name: 'latency_p99_ms', kind: 'double' },
  { name: 'outcomes', kind: 'text' },
  { name: 'compared_rows', kind: 'integer' },
  { name: 'agreeing_rows', kind: 'integer' },
];
/** Rows that are packed together. */
const ROWS_A_GROUP = 20_000;

type Of = Omit<ExportQuery, 'format'> & { model: string };

/** The counts of a window as CSV text in pieces, the oldest bucket first: one line per bucket, version, route and origin. */
export async function* exportTraffic(ctx: Ctx, input: Of): AsyncGenerator<string> {
  yield writeCsvRow(COLUMNS.map(({ name }) => name));
  for await (const rows of exportDays(ctx, input)) yield rows.map(writeCsvRow).join('');
}

/** The same as a Parquet file in pieces. */
export async function* exportTrafficParquet(ctx: Ctx, input: Of): AsyncGenerator<Uint8Array> {
  const pieces = new ParquetPieces(COLUMNS);
  let waiting: CsvCell[][] = [];
  for await (const rows of exportDays(ctx, input)) {
    waiting.push(...rows);
    if (waiting.length < ROWS_A_GROUP) continue;
    yield pieces.add(waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield pieces.add(waiting);
  yield pieces.finish();
}

/** A UTC day at a time: a bucket of any grain lies in one of them, and a year is never in memory. */
async function* exportDays(ctx: Ctx, input: Of): AsyncGenerator<CsvCell[][]> {
  const model = await getModel(ctx, { model: input.model, permission: 'monitoring.view' });
  const [fromMs, toMs] = windowOf(input, ctx.now());
  if (fromMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  const of = { projectId: model.projectId, modelId: model.id, withShadow: true };
  const versions = input.version === undefined ? undefined : [input.version];
  for (let atMs = fromMs; atMs < toMs; atMs = floorTo(atMs, 'day') + DAY_MS) {
    const endMs = Math.min(toMs, floorTo(atMs, 'day') + DAY_MS);
    const found = await listRollups(ctx, { ...of, versions, fromMs: atMs, toMs: endMs }, [
      'errors',
      'latency',
      'outputs',
    ]);
    const rows = bucketsOf(found, input.grain).map(toCells);
    if (rows.length > 0) yield rows;
  }
}

/** Buckets of the asked grain; of a coarser one where the log keeps no finer any more. */
function bucketsOf(found: readonly StoredRollup[], wanted: Grain): StoredRollup[] {
  const buckets = new Map<string, StoredRollup>();
  for (const one of found) {
    // An hour that holds only counts of columns is no part of the course.
    if (one.rollup.calls === 0 && Object.keys(one.rollup.errors).length === 0) continue;
    const grain = grainMs[one.grain] > grainMs[wanted] ? one.grain : wanted;
    const atMs = floorTo(one.atMs, grain);
    const name = `${atMs}/${grain}/${one.versionNumber}/${one.route}/${one.origin}`;
    const bucket = buckets.get(name) ?? { ...one, atMs, grain, rollup: emptyRollup() };
    mergeRollup(bucket.rollup, one.rollup);
    buckets.set(name, bucket);
  }
  return [...buckets.values()].sort((a, b) => a.atMs - b.atMs || a.versionNumber - b.versionNumber);
}

function toCells({ atMs, grain, versionNumber, route, origin, rollup }: StoredRollup): CsvCell[] {
  const { calls, rows, errors, timedCalls, latencyMs } = measure(rollup);
  const { classes } = rollup.outputs;
  return [
    new Date(atMs).toISOString(),
    grain,
    versionNumber,
    route,
    origin,
    calls,
    rows,
    errors,
    errors > 0 ? JSON.stringify(rollup.errors) : null,
    timedCalls,
    latencyMs.p50,
    latencyMs.p95,
    latencyMs.p99,
    Object.keys(classes).length > 0 ? JSON.stringify(classes) : null,
    rollup.compared,
    rollup.agreeing,
  ];
}
