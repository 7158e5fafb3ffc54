import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import { learnTogether } from '@/lib/pure/drift/measure-together';
import { takeRows } from '@/lib/pure/drift/row-table';
import { findReference } from '../datasets';
import { countedPlaces, listDayRows } from '../predictions';
import { getServedVersion, rowPlaces } from '../registry';
import { readDayRows } from './read-day-rows';
import { readReferenceSample } from './read-reference-sample';
import {
  type ClaimedVersion,
  claimVersion,
  dropOtherReferences,
  keepVersion,
  listMeasuredRows,
  noteReferences,
  saveTogetherDay,
  settleVersion,
} from './store-together';
import { completeDays } from './watched-days';

/** Rows and columns that are held in memory at once, and days that one look measures at most. */
const MOST_CELLS = 2_000_000;
const ROWS_A_DAY = 2000;
const MOST_DAYS = 50;
const LOOK_AGAIN_MS = 60_000;
/** A day is measured again when it has a tenth more rows, or fewer. */
const GROWN = 0.1;

export interface TogetherTools {
  stopping: AbortSignal;
  /** Called after each day: others of this process come first. */
  rest: (tookMs: number) => Promise<void>;
}

/**
 * Measures how the rows of days that are over differ from the reference in all columns together, for one version that is due. Returns whether
 * more is due at once. A worker that dies leaves its version to be taken again; of two workers only one measures it.
 */
export async function updateTogether(ctx: Ctx, tools: TogetherTools): Promise<boolean> {
  await noteReferences(ctx);
  const claimed = await claimVersion(ctx);
  if (!claimed) return false;
  const isMore = await measureVersion(ctx, claimed, tools);
  await settleVersion(ctx, claimed, isMore ? 0 : LOOK_AGAIN_MS);
  return true;
}

async function measureVersion(ctx: Ctx, claimed: ClaimedVersion, tools: TogetherTools): Promise<boolean> {
  const { projectId, modelId, versionNumber } = claimed;
  const found = await getServedVersion(ctx, { model: modelId, number: versionNumber, permission: 'drift.view' }).catch(
    nothingIfGone,
  );
  const reference = found && (await findReference(ctx, modelId, versionNumber));
  if (!reference || reference.id !== claimed.profileId) return false;
  await dropOtherReferences(ctx, claimed);
  const { basis, days } = await listDayRows(ctx, claimed);
  const measured = await listMeasuredRows(ctx, claimed);
  const due = completeDays(days, basis, ctx.now().getTime()).filter(({ dayMs, rows }) => {
    const before = measured.get(dayMs);
    return before === undefined || Math.abs(rows - before) > GROWN * before;
  });
  const { version, overlay, served } = found;
  const places = countedPlaces({ signature: version.signature, overlay });
  if (due.length === 0 || places.length === 0) return false;
  const sample = await readReferenceSample(ctx, reference, { projectId, places: rowPlaces(served), overlay });
  const known = new Map(sample.columns.map((column) => [column.name, column]));
  const read = places.flatMap((place) => {
    const column = known.get(place.name);
    return column ? [{ place, column, kind: column.kind }] : [];
  });
  const batch = due.slice(0, Math.max(1, Math.min(MOST_DAYS, Math.floor(MOST_CELLS / (ROWS_A_DAY * read.length)))));
  const tables = await readDayRows(ctx, { projectId, modelId, versionNumber, basis }, read, batch);
  const columns = read.map(({ column }) => column);
  const measure = learnTogether({ ...sample, columns });
  const nothing = takeRows({ rows: 0, columns }, []);
  for (const { dayMs, rows } of batch) {
    if (tools.stopping.aborted || !(await keepVersion(ctx, claimed))) return true;
    const startedMs = performance.now();
    const table = tables.get(dayMs) ?? nothing;
    const day = { dayMs, rows, measuredRows: table.rows, names: columns.map(({ name }) => name) };
    await saveTogetherDay(ctx, claimed, day, measure({ dayMs, table }));
    await tools.rest(performance.now() - startedMs);
  }
  return batch.length < due.length;
}
