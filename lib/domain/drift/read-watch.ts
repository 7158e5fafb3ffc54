import { createHash } from 'node:crypto';
import type { Ctx } from '@/lib/platform/context';
import { findReference } from '../datasets';
import type { Reference } from '../datasets/schema';
import { type DayRows, type LoggedDay, listDayRows, listDays } from '../predictions';
import { getServedVersion } from '../registry';
import type { Overlay } from '../registry/schema';
import type { DriftSettings, DriftWatch, DriftWatchQuery } from './schema';
import { findDriftSettings } from './store';
import { listTogetherDays, stampTogetherDays, type TogetherDay } from './store-together';
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

const stampOf = ({ dayMs, stamp }: DayRows) => `${dayMs}:${stamp}`;
/** Of the columns' titles, which answers tell. */
export const hashOf = (overlay: Overlay | null): string =>
  createHash('sha256').update(JSON.stringify(overlay)).digest('base64');

/** The days that a version is watched by, with the saved settings or those that are asked for, and what makes it sure that they are as they were. */
export interface WatchPlan extends Omit<ReadWatch, 'days' | 'together' | 'kinds'> {
  chosen: { learnt: DayRows[]; watched: DayRows[] };
  /** Names all that an answer rests on but the data of its days. */
  key: string;
  /** Another one whenever anything was written of the days. */
  stamp: string;
}

export async function planWatch(ctx: Ctx, input: DriftWatchQuery & { model: string }): Promise<WatchPlan> {
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
  const of = { projectId: model.projectId, modelId: model.id, versionNumber: version.number };
  const [{ basis, days }, together] = reference
    ? await Promise.all([listDayRows(ctx, of), stampTogetherDays(ctx, { ...of, profileId: reference.id })])
    : [{ basis: 'received' as const, days: [] }, ''];
  const chosen = splitDays(completeDays(days, basis, ctx.now().getTime()), settings);
  return {
    model,
    version,
    overlay,
    settings,
    basis,
    reference,
    chosen,
    key: [model.id, version.number, reference?.id, JSON.stringify(settings), hashOf(overlay)].join('/'),
    stamp: [basis, chosen.learnt.length, together, ...[...chosen.learnt, ...chosen.watched].map(stampOf)].join(),
  };
}

/** The same days as they were counted. Read from rollups only. */
export async function readPlanned(ctx: Ctx, plan: WatchPlan): Promise<ReadWatch> {
  const { model, version, reference, basis, settings, chosen } = plan;
  const shown = [...chosen.learnt, ...chosen.watched];
  const of = { projectId: model.projectId, modelId: model.id, versionNumber: version.number };
  const range = { fromMs: shown[0]?.dayMs ?? 0, toMs: shown.at(-1)?.dayMs ?? 0 };
  const [found, measured] =
    reference && shown.length > 0
      ? await Promise.all([
          listDays(ctx, { ...of, profileId: reference.id, basis }, shown),
          listTogetherDays(ctx, { ...of, profileId: reference.id }, range),
        ])
      : [[], []];
  const days = { learnt: found.slice(0, chosen.learnt.length), watched: found.slice(chosen.learnt.length) };
  const together = new Map(measured.map((day) => [day.dayMs, day]));
  return { ...plan, days, together, kinds: kindsWatched(days, settings, together) };
}

export const readWatch = async (ctx: Ctx, input: DriftWatchQuery & { model: string }): Promise<ReadWatch> =>
  readPlanned(ctx, await planWatch(ctx, input));
