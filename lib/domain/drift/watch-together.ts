import type { Ctx } from '@/lib/platform/context';
import { predictionInterval } from '@/lib/pure/stats/prediction-interval';
import { findReference } from '../datasets';
import { listDayRows } from '../predictions';
import { getServedVersion } from '../registry';
import { type Blame, blameOn } from './blame';
import type { DriftTogether, DriftTogetherQuery, TogetherMeasured } from './schema';
import { findDriftSettings } from './store';
import { listTogetherDays, type TogetherDay } from './store-together';
import { kindsWatched } from './together-kinds';
import { completeDays, dateOf, heldAgainst, splitDays } from './watched-days';

/** Fewer measured days teach no band. */
const FEWEST_LEARNT = 7;
const OUTSIDE = 0.01;

/**
 * How the rows of each day differ from the reference in all columns together, with the band of the days that they are held against and the
 * columns to blame. Read from what a worker measured; days and settings are those of the watch.
 */
export async function watchTogether(ctx: Ctx, input: DriftTogetherQuery & { model: string }): Promise<DriftTogether> {
  const { model, version, overlay } = await getServedVersion(ctx, {
    model: input.model,
    number: input.version,
    permission: 'drift.view',
  });
  const of = { projectId: model.projectId, modelId: model.id, versionNumber: version.number };
  const [settings, reference] = await Promise.all([
    findDriftSettings(ctx, model.id),
    findReference(ctx, model.id, version.number),
  ]);
  const { basis, days: logged } = reference ? await listDayRows(ctx, of) : { basis: 'received' as const, days: [] };
  const days = splitDays(completeDays(logged, basis, ctx.now().getTime()), settings);
  const shown = [...days.learnt, ...days.watched];
  const [first, last] = [shown[0], shown.at(-1)];
  const measured =
    reference && first && last
      ? await listTogetherDays(ctx, { ...of, profileId: reference.id }, { fromMs: first.dayMs, toMs: last.dayMs })
      : [];
  const known = new Map(measured.map((day) => [day.dayMs, day]));
  const knownOf = (of: readonly { dayMs: number }[]) => of.flatMap(({ dayMs }) => known.get(dayMs) ?? []);
  const learnt = knownOf(days.learnt);
  const one = measured.at(-1);
  const kinds = kindsWatched(days, settings, known);
  const isLearnt = days.learnt.length === settings.learningDays;
  return {
    version: version.number,
    basis,
    hasReference: reference !== null,
    reference: one
      ? {
          rows: one.referenceRows,
          days: one.referenceDays,
          components: one.components,
          columns: Object.keys(one.columns).length,
        }
      : null,
    learning: {
      days: days.learnt.length,
      wanted: settings.learningDays,
      from: days.learnt[0] ? dateOf(days.learnt[0].dayMs) : null,
      to: isLearnt && days.learnt.length > 0 ? dateOf(days.learnt.at(-1)?.dayMs ?? 0) : null,
      rows: learnt.reduce((sum, { measuredRows }) => sum + measuredRows, 0),
      reconstruction: learnt.filter(({ error }) => error !== null).length,
      classifier: learnt.filter(({ auc }) => auc !== null).length,
    },
    against: settings.against,
    watched: { reconstruction: kinds.includes('reconstruction'), classifier: kinds.includes('classifier') },
    waiting: shown.length - measured.length,
    days: shown.flatMap(({ dayMs, rows }, at) => {
      const day = known.get(dayMs);
      if (!day) return [];
      const isOfLearnt = at < days.learnt.length;
      const before =
        isOfLearnt || !isLearnt ? [] : knownOf(heldAgainst(days, at - days.learnt.length, settings.against));
      const blame = blameOn(day, before.length > 0 ? before : learnt, overlay);
      return [
        {
          day: dateOf(dayMs),
          rows,
          measuredRows: day.measuredRows,
          isLearnt: isOfLearnt,
          reconstruction: measureOf(day, before, ({ error }) => error, blame.reconstruction),
          classifier: measureOf(day, before, ({ auc }) => auc, blame.classifier),
        },
      ];
    }),
  };
}

function measureOf(
  day: TogetherDay,
  before: readonly TogetherDay[],
  read: (day: TogetherDay) => number | null,
  blamed: Blame[keyof Blame],
): TogetherMeasured {
  const value = read(day);
  const values = before.flatMap((one) => read(one) ?? []);
  const band = values.length < FEWEST_LEARNT ? null : predictionInterval(values, OUTSIDE);
  return {
    value,
    band: band && { low: Math.max(0, band.low), high: band.high },
    isOutside: value !== null && band !== null && (value < band.low || value > band.high),
    blamed,
  };
}
