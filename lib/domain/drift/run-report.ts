import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { azureDrift } from '@/lib/pure/drift/azure-profile';
import type { ColumnPair, DriftVerdict } from '@/lib/pure/drift/drift-verdict';
import { evidentlyPreset } from '@/lib/pure/drift/evidently-profile';
import { nannymlDrift } from '@/lib/pure/drift/nannyml-profile';
import { type ColumnCells, findReference, readReferenceRows } from '../datasets';
import { countedPlaces, eachPlaceValue, listInputs, TRAFFIC_ORIGINS } from '../predictions';
import { getServedVersion, rowPlaces } from '../registry';
import type { ReportPayload } from './reports';
import type { DriftReportResult, ReportedColumn } from './schema';

/** Rows of the log that are held in memory at once. */
const MAX_ROWS = 200_000;
const REPORT_EVERY = 10_000;
/** Chunks that the reference is cut into where a tool learns its thresholds from chunks. */
const CHUNKS = 10;

export interface ReportTools {
  /** Keeps the state; throws where somebody asked to stop. */
  report: (payload: ReportPayload) => Promise<void>;
  /** Rows that are compared at most. */
  maxRows?: number;
}

/** Reads the raw rows of a window and of the reference, and compares them by the rules that were asked for. */
export async function runDriftReport(ctx: Ctx, payload: ReportPayload, tools: ReportTools): Promise<void> {
  const { model, version, overlay, served } = await getServedVersion(ctx, {
    model: payload.modelId,
    number: payload.number,
    permission: 'drift.view',
  });
  const reference = await findReference(ctx, model.id, version.number);
  if (!reference) throw new AppError('conflict', 'The reference of the version is gone.', { reason: 'no_reference' });
  const of = { projectId: model.projectId, places: rowPlaces(served), overlay };
  const { columns: known } = await readReferenceRows(ctx, reference, of);
  const before = new Map(known.map((column) => [column.name, column]));
  const now = new Map<string, ColumnCells>();
  const places = countedPlaces({ signature: version.signature, overlay }).filter(({ name }) => before.has(name));
  for (const { name } of places) now.set(name, { name, kind: before.get(name)?.kind ?? 'category', values: [] });
  const { maxRows = MAX_ROWS } = tools;
  let [rows, told] = [0, 0];
  let isCut = false;
  for await (const call of listInputs(ctx, {
    projectId: model.projectId,
    modelId: model.id,
    versionNumber: version.number,
    origins: [...TRAFFIC_ORIGINS],
    from: uuid7Floor(payload.fromMs),
    before: uuid7Floor(payload.toMs),
  })) {
    if (call.route === 'shadow') continue;
    isCut = rows + call.rows > maxRows;
    if (isCut) break;
    for (const place of places) {
      const column = now.get(place.name);
      if (column) eachPlaceValue(call, place, (value) => addValue(column, value));
    }
    rows += call.rows;
    if (rows - told < REPORT_EVERY) continue;
    told = rows;
    await tools.report({ ...payload, read: rows });
  }
  const pairs: Record<string, ColumnPair> = {};
  for (const [name, column] of now) {
    const own = before.get(name);
    if (own) pairs[name] = pairOf(own, column);
  }
  const titles = new Map(overlay?.columns.map(({ name, title }) => [name, title]));
  const compared = compare(payload.profile, pairs);
  const result: DriftReportResult = {
    ...compared,
    columns: compared.columns.map((column) => ({ ...column, title: titles.get(column.name) ?? '' })),
    reference: { filename: reference.filename, rows: reference.rows },
    rows,
    isCut,
  };
  await tools.report({ ...payload, read: rows, result });
}

function addValue(column: ColumnCells, value: number | string | boolean | null) {
  if (column.kind === 'number') column.values.push(typeof value === 'number' ? value : null);
  else column.values.push(value === null || value === '' ? null : String(value));
}

const numbersOf = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN);

function pairOf(reference: ColumnCells, current: ColumnCells): ColumnPair {
  if (reference.kind === 'number' && current.kind === 'number')
    return { kind: 'number', reference: numbersOf(reference.values), current: numbersOf(current.values) };
  const texts = ({ values }: ColumnCells) => values.map((value) => (value === null ? null : String(value)));
  return { kind: 'category', reference: texts(reference), current: texts(current) };
}

type Compared = { drifted: boolean | null; columns: Omit<ReportedColumn, 'title'>[] };

function compare(profile: ReportPayload['profile'], pairs: Readonly<Record<string, ColumnPair>>): Compared {
  if (profile === 'evidently') {
    const { drifted, columns } = evidentlyPreset(pairs);
    return { drifted, columns: Object.entries(columns).map(([name, verdict]) => columnOf(name, verdict)) };
  }
  if (profile === 'azure')
    return {
      drifted: null,
      columns: Object.entries(azureDrift(pairs)).map(([name, verdict]) => columnOf(name, verdict)),
    };
  return { drifted: null, columns: Object.entries(pairs).map(([name, pair]) => chunkedColumn(name, pair)) };
}

const columnOf = (name: string, verdict: DriftVerdict<string>): Omit<ReportedColumn, 'title'> => ({
  name,
  ...verdict,
  chunks: null,
});

/** Both sides in chunks of a tenth of the reference, so that what is compared is of the size that was learnt from. */
function chunkedColumn(name: string, pair: ColumnPair): Omit<ReportedColumn, 'title'> {
  const size = Math.max(1, Math.floor(pair.reference.length / CHUNKS));
  const { current, method, upperThreshold } = nannymlDrift(pair, { chunking: { size } });
  const worst = current.toSorted((a, b) => (b.statistic ?? -1) - (a.statistic ?? -1))[0];
  const drifted = current.filter((chunk) => chunk.drifted).length;
  return {
    name,
    method,
    statistic: worst?.statistic ?? null,
    pValue: worst?.pValue ?? null,
    threshold: upperThreshold ?? worst?.threshold ?? null,
    drifted: drifted > 0,
    undefinedBecause: worst ? worst.undefinedBecause : 'current-empty',
    chunks: { drifted, total: current.length },
  };
}
