import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { findReference } from '../datasets';
import { windowOf } from '../monitoring';
import { featureGrainAt, floorTo, listRollups, mergeOverReference, type Rollup } from '../predictions';
import { getServedVersion } from '../registry';
import { compareFeature } from './compare-feature';
import type { Drift, DriftFeature, DriftQuery } from './schema';

const DAY_MS = 86_400_000;

/** How far the inputs of a version in a window are from the rows it was trained on, column by column. Read from rollups only. */
export async function getDrift(ctx: Ctx, input: DriftQuery & { model: string }): Promise<Drift> {
  const { model, version, overlay, served } = await getServedVersion(ctx, {
    model: input.model,
    number: input.version,
    permission: 'drift.view',
  });
  const [wantedMs, toMs] = windowOf(input, ctx.now());
  // Columns are counted per hour, and per day where the hours are folded: the window begins where a count does.
  const fromMs = floorTo(wantedMs, featureGrainAt(wantedMs, ctx.now().getTime()));
  if (wantedMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  const reference = await findReference(ctx, model.id, version.number);
  const found = await listRollups(
    ctx,
    { projectId: model.projectId, modelId: model.id, versions: [version.number], fromMs, toMs },
    ['features'],
  );
  const counted: Rollup['features'] = new Map();
  const days = new Set<number>();
  let rows = 0;
  for (const { atMs, rollup } of found) {
    mergeOverReference(counted, rollup.features, reference?.id ?? '');
    rows += rollup.rows;
    if (rollup.rows > 0) days.add(Math.floor(atMs / DAY_MS));
  }
  const features = Object.entries(reference?.columns ?? {}).map(([name, column]): DriftFeature => {
    const said = overlay?.columns.find((candidate) => candidate.name === name);
    return compareFeature({
      name,
      title: said?.title ?? '',
      unit: said?.unit ?? '',
      reference: column,
      counts: counted.get(name),
      profileId: reference?.id ?? '',
    });
  });
  const uncounted = features.map(({ current }) => Math.max(0, current.rows - current.nulls - current.compared));
  return {
    version: version.number,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    reference: reference && {
      id: reference.id,
      filename: reference.filename,
      rows: reference.rows,
      createdAt: reference.createdAt,
    },
    rows,
    days: days.size,
    uncounted: Math.max(0, ...uncounted),
    features: features.sort((a, b) => (b.jensenShannon ?? -1) - (a.jensenShannon ?? -1)),
    withoutReference: served.columns
      .map(({ name }) => name)
      .filter((name) => reference && !Object.hasOwn(reference.columns, name) && !hasListOf(reference.columns, name)),
  };
}

/** A column that is a list stands in the reference place by place: `pixels_0`, `pixels_1` … */
const hasListOf = (columns: Record<string, unknown>, name: string) => Object.hasOwn(columns, `${name}_0`);
