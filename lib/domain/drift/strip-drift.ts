import type { Ctx } from '@/lib/platform/context';
import { KeptAnswers } from '@/lib/platform/kept-answers';
import { findReference } from '../datasets';
import { type DayRows, emptyRollup, type LoggedDay, listDayRows, listDays, mergeOverReference } from '../predictions';
import { getServedVersion } from '../registry';
import { compareFeature } from './compare-feature';
import { hashOf } from './read-watch';
import type { DriftStrip, DriftStripQuery } from './schema';
import { titleOf } from './title-of';

const DAY_MS = 86_400_000;
/** Up to so many days a cell is a day, else a week. */
const MOST_DAYS = 28;
const WEEK_DAYS = 7;
const MOST_WEEKS = 26;

const MOST_KEPT = 200;
const kept = new KeptAnswers<DriftStrip>(MOST_KEPT);

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
  const of = { projectId: model.projectId, modelId: model.id, versionNumber: version.number };
  const { basis, days } = await listDayRows(ctx, of);
  const todayMs = Math.floor(ctx.now().getTime() / DAY_MS) * DAY_MS;
  const { bucket, shown } = shownDays(
    days.filter(({ dayMs, rows }) => rows > 0 && (basis === 'own-time' || dayMs < todayMs)),
  );
  const key = [model.id, version.number, reference.id, hashOf(overlay)].join('/');
  const stamp = [basis, bucket, ...shown.map(({ dayMs, stamp }) => `${dayMs}:${stamp}`)].join();
  return kept.get(key, stamp, async () => {
    const found = await listDays(ctx, { ...of, profileId: reference.id, basis }, shown);
    const periods = bucket === 'day' ? found : weeksOf(found);
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
  });
}

/** The cells' length, and the days that they are of. */
function shownDays<D extends DayRows>(days: readonly D[]): { bucket: 'day' | 'week'; shown: readonly D[] } {
  const lastMs = days.at(-1)?.dayMs ?? 0;
  if ((lastMs - (days[0]?.dayMs ?? 0)) / DAY_MS < MOST_DAYS) return { bucket: 'day', shown: days };
  const weekOf = ({ dayMs }: D) => Math.floor((lastMs - dayMs) / DAY_MS / WEEK_DAYS);
  const weeks = new Set([...new Set(days.map(weekOf))].slice(-MOST_WEEKS));
  return { bucket: 'week', shown: days.filter((day) => weeks.has(weekOf(day))) };
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
