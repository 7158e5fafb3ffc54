import type { Ctx } from '@/lib/platform/context';
import { findReference } from '../datasets';
import { emptyRollup, type LoggedDay, listDays, mergeOverReference } from '../predictions';
import { getServedVersion } from '../registry';
import { compareFeature } from './compare-feature';
import type { DriftStrip, DriftStripQuery } from './schema';
import { titleOf } from './title-of';

const DAY_MS = 86_400_000;
/** Up to so many days a cell is a day, else a week. */
const MOST_DAYS = 28;
const WEEK_DAYS = 7;
const MOST_WEEKS = 26;

/**
 * The distance of each column from the reference through time: day by day for four weeks, else week by week for half a year, the last
 * ones. Read from counts per day.
 */
export async function stripDrift(ctx: Ctx, input: DriftStripQuery & { model: string }): Promise<DriftStrip> {
  const { model, version, overlay } = await getServedVersion(ctx, {
    model: input.model,
    number: input.version,
    permission: 'drift.view',
  });
  const reference = await findReference(ctx, model.id, version.number);
  if (!reference)
    return { version: version.number, hasReference: false, basis: 'received', bucket: 'day', periods: [], columns: [] };
  const { basis, days } = await listDays(ctx, {
    projectId: model.projectId,
    modelId: model.id,
    versionNumber: version.number,
    profileId: reference.id,
  });
  const withRows = days.filter(({ rows }) => rows > 0);
  const span = ((withRows.at(-1)?.dayMs ?? 0) - (withRows[0]?.dayMs ?? 0)) / DAY_MS + 1;
  const bucket = span <= MOST_DAYS ? 'day' : 'week';
  const periods = bucket === 'day' ? withRows : weeksOf(withRows).slice(-MOST_WEEKS);
  return {
    version: version.number,
    hasReference: true,
    basis,
    bucket,
    periods: periods.map(({ dayMs, rows }) => ({ from: new Date(dayMs).toISOString().slice(0, 10), rows })),
    columns: Object.entries(reference.columns).map(([name, column]) => {
      const compared = periods.map(({ features }) =>
        compareFeature({
          name,
          title: '',
          unit: '',
          reference: column,
          counts: features.get(name),
          profileId: reference.id,
        }),
      );
      return {
        name,
        title: titleOf(overlay, name),
        psi: compared.map(({ psi, state }) => (state === 'few-rows' ? null : psi)),
        nullShare: compared.map(({ current: { rows, nulls } }) => (rows === 0 ? null : nulls / rows)),
      };
    }),
  };
}

/** Days added up in sevens that end with the last one. */
function weeksOf(days: readonly LoggedDay[]): LoggedDay[] {
  const last = days.at(-1)?.dayMs ?? 0;
  const weeks = new Map<number, LoggedDay>();
  for (const day of days) {
    const back = Math.floor((last - day.dayMs) / DAY_MS / WEEK_DAYS);
    const dayMs = last - ((back + 1) * WEEK_DAYS - 1) * DAY_MS;
    const week = weeks.get(dayMs) ?? { dayMs, rows: 0, features: new Map(), outputs: emptyRollup().outputs };
    week.rows += day.rows;
    const [profile] = [...day.features.values()].flatMap(({ reference }) => reference?.profile ?? []);
    if (profile !== undefined) mergeOverReference(week.features, day.features, profile);
    weeks.set(dayMs, week);
  }
  return [...weeks.values()].sort((a, b) => a.dayMs - b.dayMs);
}
