import type { Ctx } from '@/lib/platform/context';
import { findReference } from '../datasets';
import type { Reference } from '../datasets/schema';
import { type LoggedDay, listDays } from '../predictions';
import { getServedVersion } from '../registry';
import type { DriftSettings, DriftWatch, DriftWatchQuery } from './schema';
import { findDriftSettings } from './store';
import { listTogetherDays, type TogetherDay } from './store-together';
import { kindsWatched } from './together-kinds';
import { completeDays, splitDays } from './watched-days';

export interface ReadWatch extends Pick<Awaited<ReturnType<typeof getServedVersion>>, 'model' | 'version' | 'overlay'> {
  settings: DriftSettings;
  basis: DriftWatch['basis'];
  reference: Reference | null;
  days: { learnt: LoggedDay[]; watched: LoggedDay[] };
  /** What a worker measured of all columns together, by day, and which of it is watched. */
  together: ReadonlyMap<number, TogetherDay>;
  kinds: ReturnType<typeof kindsWatched>;
}

/** The days that a version is watched by, with the saved settings or those that are asked for. Read from rollups only. */
export async function readWatch(ctx: Ctx, input: DriftWatchQuery & { model: string }): Promise<ReadWatch> {
  const { model, version, overlay } = await getServedVersion(ctx, {
    model: input.model,
    number: input.version,
    permission: 'drift.view',
  });
  const [saved, reference] = await Promise.all([
    findDriftSettings(ctx, model.id),
    findReference(ctx, model.id, version.number),
  ]);
  const settings = {
    learningDays: input.learningDays ?? saved.learningDays,
    falseAlarms: input.falseAlarms ?? saved.falseAlarms,
    against: input.against ?? saved.against,
    learnFrom: input.learnFrom === 'all' ? null : (input.learnFrom ?? saved.learnFrom),
  };
  const found = reference
    ? await listDays(ctx, {
        projectId: model.projectId,
        modelId: model.id,
        versionNumber: version.number,
        profileId: reference.id,
      })
    : { basis: 'received' as const, days: [] };
  const days = splitDays(completeDays(found.days, found.basis, ctx.now().getTime()), settings);
  const shown = [...days.learnt, ...days.watched];
  const measured =
    reference && shown.length > 0
      ? await listTogetherDays(
          ctx,
          { modelId: model.id, versionNumber: version.number, profileId: reference.id },
          { fromMs: shown[0]?.dayMs ?? 0, toMs: shown.at(-1)?.dayMs ?? 0 },
        )
      : [];
  const together = new Map(measured.map((day) => [day.dayMs, day]));
  const kinds = kindsWatched(days, settings, together);
  return { model, version, overlay, settings, basis: found.basis, reference, days, together, kinds };
}
