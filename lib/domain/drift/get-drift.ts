import type { Ctx } from '@/lib/platform/context';
import { describedName } from '@/lib/pure/drift/text-column';
import { compareFeature } from './compare-feature';
import { readWindow } from './read-window';
import type { Drift, DriftFeature, DriftQuery } from './schema';
import { saidOf } from './title-of';

/** How far the inputs of a version in a window are from the rows it was trained on, column by column. Read from rollups only. */
export async function getDrift(ctx: Ctx, input: DriftQuery & { model: string }): Promise<Drift> {
  const { version, overlay, served, fromMs, toMs, reference, counted, rows, days } = await readWindow(ctx, input);
  const features = Object.entries(reference?.columns ?? {}).map(([name, column]): DriftFeature => {
    const said = saidOf(overlay, name);
    return compareFeature({
      name,
      title: said?.title ?? '',
      unit: (said?.name === name && said.unit) || '',
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
    days,
    uncounted: Math.max(0, ...uncounted),
    features: features.sort((a, b) => (b.jensenShannon ?? -1) - (a.jensenShannon ?? -1)),
    withoutReference: served.columns
      .map(({ name }) => name)
      .filter((name) => reference && !isKnown(reference.columns, name)),
  };
}

/** A column that is a list stands in the reference place by place (`pixels_0`, `pixels_1` …), one of texts by what describes it. */
const isKnown = (columns: Record<string, unknown>, name: string) =>
  [name, `${name}_0`, describedName(name, 'length')].some((known) => Object.hasOwn(columns, known));
