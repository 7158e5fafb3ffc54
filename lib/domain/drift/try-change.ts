import type { Ctx } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { binnedDeviation } from '@/lib/pure/drift/binned-numbers';
import type { ColumnCounts } from '@/lib/pure/drift/components';
import { type Change, injectChange } from '@/lib/pure/drift/inject-change';
import { levelOf } from '@/lib/pure/drift/monitor';
import {
  COLUMN_DETECTORS,
  type ColumnDetector,
  countAlarms,
  type DetectedDays,
  detectDays,
  noticedOn,
} from '@/lib/pure/drift/notice-change';
import type { Reference } from '../datasets/schema';
import type { LoggedDay } from '../predictions';
import { type ReadWatch, readWatch } from './read-watch';
import type { TriedChange, TriedDetector, TryChangeQuery } from './schema';
import { countsOf, judgeDays, scoreWatch } from './score-watch';
import { dateOf } from './watched-days';

const DAY_MS = 86_400_000;
const LARGEST_SHIFT = 10;

/**
 * When each detector would have noticed a change of one column, and what it raises on the same days without it. The change is made in the
 * counts of the days that are watched; nothing is stored. What is measured of all columns together needs rows and stays as it was.
 */
export async function tryChange(ctx: Ctx, input: TryChangeQuery & { model: string }): Promise<TriedChange> {
  const read = await readWatch(ctx, input);
  const { reference, settings, days, version } = read;
  if (!reference || days.learnt.length < settings.learningDays || days.watched.length === 0)
    throw new AppError(
      'conflict',
      'There are no watched days yet. Try again when days after the learnt ones are over.',
    );
  const change = readChange(reference, input);
  const at = input.from
    ? days.watched.findIndex(({ dayMs }) => dateOf(dayMs) >= (input.from ?? ''))
    : Math.floor(days.watched.length / 2);
  const first = days.watched[at];
  const [oldest, newest] = [days.watched[0], days.watched.at(-1)].map((day) => dateOf(day?.dayMs ?? 0));
  if (!first || (input.from && input.from < (oldest ?? '')))
    throw invalidInput('from', `it must be a watched day, from ${oldest} to ${newest}`);
  const changed = days.watched.map((day, i) => (i < at ? day : inject(reference, day, input.column, change)));
  const told = (detector: Told): TriedDetector => tell(detector, days.watched, at);
  return {
    version: version.number,
    settings,
    column: input.column,
    kind: change.kind,
    size: change.size,
    category: change.kind === 'category-grows' ? change.category : null,
    from: dateOf(first.dayMs),
    days: days.watched.map(({ dayMs, rows }) => ({ day: dateOf(dayMs), rows })),
    detectors: [
      told(calibrated(read, changed, at)),
      ...COLUMN_DETECTORS.map((name) => told(ofColumns(name, reference, days, { column: input.column, changed }))),
    ],
  };
}

function readChange(reference: Reference, { column, kind, size, category }: TryChangeQuery): Change {
  const profile = Object.hasOwn(reference.columns, column) ? reference.columns[column] : undefined;
  if (!profile) throw invalidInput('column', `the reference has no column "${column}"`);
  if (kind === 'shift') {
    if (profile.kind !== 'number') throw invalidInput('kind', `"${column}" holds categories, which cannot be shifted`);
    if (size === 0 || Math.abs(size) > LARGEST_SHIFT)
      throw invalidInput(
        'size',
        `it must be from -${LARGEST_SHIFT} to ${LARGEST_SHIFT} standard deviations, and not 0`,
      );
    if (binnedDeviation(profile) === 0)
      throw invalidInput(
        'kind',
        `all values of "${column}" lie in one bin of the reference, so that a shift has no measure`,
      );
    return { kind, size };
  }
  if (!(size > 0 && size <= 1)) throw invalidInput('size', 'it must be a share above 0, up to 1');
  if (kind === 'nulls') return { kind, size };
  if (profile.kind !== 'category') throw invalidInput('kind', `"${column}" holds numbers and has no categories`);
  if (kind === 'new-category') return { kind, size };
  const grown = category ?? profile.categories[0];
  if (grown === undefined || !profile.categories.includes(grown))
    throw invalidInput('category', `the reference lists no category "${grown ?? ''}" of "${column}"`);
  return { kind, size, category: grown };
}

function inject(reference: Reference, day: LoggedDay, column: string, change: Change): LoggedDay {
  const [profile, counts] = [reference.columns[column], day.features.get(column)];
  if (!profile || !counts?.reference) return day;
  const before = { counts: counts.reference.counts, unseen: counts.reference.unseen, nulls: counts.nulls };
  const { nulls, ...now } = injectChange(profile, before, change);
  const features = new Map(day.features);
  features.set(column, {
    ...counts,
    nulls,
    reference: { ...counts.reference, counts: [...now.counts], unseen: now.unseen },
  });
  return { ...day, features };
}

interface Told extends Pick<TriedDetector, 'name' | 'upper' | 'lower' | 'columnAlarmDays'> {
  without: Pick<DetectedDays, 'statistics' | 'isAlarm'>;
  withIt: Pick<DetectedDays, 'statistics' | 'isAlarm'>;
  /** Alarms without the change, by day, in any column. */
  anyAlarm: boolean[];
}

function tell(
  { name, upper, lower, columnAlarmDays, without, withIt, anyAlarm }: Told,
  days: LoggedDay[],
  from: number,
): TriedDetector {
  const noticed = noticedOn(from, without.isAlarm, withIt.isAlarm);
  const dayMsOf = (at: number) => days[at]?.dayMs ?? 0;
  return {
    name,
    upper,
    lower,
    hasAnswer: withIt.statistics.some((value) => value !== null),
    noticed:
      noticed === null
        ? null
        : { day: dateOf(dayMsOf(noticed)), delayDays: Math.round((dayMsOf(noticed) - dayMsOf(from)) / DAY_MS) },
    hiddenDays: without.isAlarm.filter((isAlarm, day) => isAlarm && day >= from).length,
    alarmDays: anyAlarm.filter(Boolean).length,
    alarms: countAlarms(anyAlarm),
    columnAlarmDays,
    days: days.map((_, day) => ({
      without: without.statistics[day] ?? null,
      withIt: withIt.statistics[day] ?? null,
      isAlarmWithout: without.isAlarm[day] ?? false,
      isAlarm: withIt.isAlarm[day] ?? false,
    })),
  };
}

function calibrated(read: ReadWatch, changed: LoggedDay[], at: number): Told {
  const { settings, days } = read;
  const judge = (watched: LoggedDay[], from: number) => {
    const scored = scoreWatch(read, { ...days, watched });
    const verdicts = scored ? judgeDays(scored, days.learnt.length, settings, from) : [];
    return { statistics: verdicts.map(({ test }) => test?.p ?? null), isAlarm: verdicts.map(({ isAlarm }) => isAlarm) };
  };
  const without = judge(days.watched, 0);
  // Days before the change are as they were.
  const after = judge(changed, at);
  return {
    name: 'calibrated',
    upper: null,
    lower: levelOf(settings.falseAlarms),
    columnAlarmDays: null,
    without,
    withIt: {
      statistics: [...without.statistics.slice(0, at), ...after.statistics],
      isAlarm: [...without.isAlarm.slice(0, at), ...after.isAlarm],
    },
    anyAlarm: without.isAlarm,
  };
}

const NO_ROWS: ColumnCounts = { counts: [], unseen: 0, nulls: 0 };

function ofColumns(
  name: ColumnDetector,
  reference: Reference,
  days: ReadWatch['days'],
  { column, changed }: { column: string; changed: LoggedDay[] },
): Told {
  const detect = (of: string, watched: readonly LoggedDay[]) => {
    const profile = reference.columns[of];
    const read = (day: LoggedDay) => countsOf(day).get(of) ?? NO_ROWS;
    return profile && detectDays(name, profile, { learnt: days.learnt.map(read), watched: watched.map(read) });
  };
  const nothing: DetectedDays = { upper: null, lower: null, statistics: [], isAlarm: [] };
  const all = Object.keys(reference.columns).map((of) => detect(of, days.watched) ?? nothing);
  const without = detect(column, days.watched) ?? nothing;
  const { upper, lower } = without;
  return {
    name,
    upper,
    lower,
    columnAlarmDays: without.isAlarm.filter(Boolean).length,
    without,
    withIt: detect(column, changed) ?? nothing,
    anyAlarm: days.watched.map((_, day) => all.some(({ isAlarm }) => isAlarm[day])),
  };
}
