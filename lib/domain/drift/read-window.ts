import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { findReference } from '../datasets';
import type { Reference } from '../datasets/schema';
import { windowOf } from '../monitoring';
import { featureGrainAt, floorTo, type Rollup, sumOverReference } from '../predictions';
import { getServedVersion } from '../registry';
import type { DriftQuery } from './schema';

export interface ReadWindow extends Awaited<ReturnType<typeof getServedVersion>> {
  fromMs: number;
  toMs: number;
  reference: Reference | null;
  /** What was counted of each column over the bins of the reference. */
  counted: Rollup['features'];
  rows: number;
  /** UTC days that have rows. */
  days: number;
}

/** What the log counted of the columns of a version in a window. Read from rollups only. */
export async function readWindow(ctx: Ctx, input: DriftQuery & { model: string }): Promise<ReadWindow> {
  const found = await getServedVersion(ctx, { model: input.model, number: input.version, permission: 'drift.view' });
  const { model, version } = found;
  const [wantedMs, toMs] = windowOf(input, ctx.now());
  // Columns are counted per hour, and per day where the hours are folded: the window begins where a count does.
  const fromMs = floorTo(wantedMs, featureGrainAt(wantedMs, ctx.now().getTime()));
  if (wantedMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  const reference = await findReference(ctx, model.id, version.number);
  const { counted, rows, days } = await sumOverReference(ctx, {
    projectId: model.projectId,
    modelId: model.id,
    versionNumber: version.number,
    // No profile has an empty id: without a reference only rows and nulls are counted.
    profileId: reference?.id ?? '',
    fromMs,
    toMs,
  });
  return { ...found, fromMs, toMs, reference, counted, rows, days };
}
