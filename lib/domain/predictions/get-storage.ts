import type { Ctx } from '@/lib/platform/context';
import { databaseDisk } from '@/lib/platform/disk';
import { AppError } from '@/lib/platform/errors';
import { listRetentions } from '../people';
import { DAY_MS, floorTo } from './rollup-grain';
import type { Storage } from './schema';
import { listDaysOnDisk } from './store-retention';

const RECENT_DAYS = 7;
/** Later than this nobody plans for. */
const FAR_DAYS = 3650;

/**
 * What the log of all projects takes on disk, by day, and when the disk will be full if the last whole days go on; for the owner of the
 * installation. From the days on that the project keeps that keeps longest, as much is deleted as comes. Needs the scope of the system.
 */
export async function getStorage(ctx: Ctx): Promise<Storage> {
  if (ctx.actor.kind !== 'system' && !(ctx.actor.kind === 'person' && ctx.actor.owner))
    throw new AppError('forbidden', 'Only the owner of this installation sees what it takes on disk.');
  const [days, retentions, disk] = await Promise.all([listDaysOnDisk(ctx), listRetentions(ctx), databaseDisk()]);
  const longestDays = Math.max(0, ...retentions.map(({ days: kept }) => kept));
  const today = floorTo(ctx.now().getTime(), 'day');
  const recent = days.filter(({ day }) => day.getTime() >= today - RECENT_DAYS * DAY_MS && day.getTime() < today);
  const firstRecent = recent[0]?.day.getTime();
  const span = firstRecent === undefined ? 0 : (today - firstRecent) / DAY_MS;
  const sum = (some: typeof days, what: 'bytes' | 'calls') => some.reduce((total, day) => total + day[what], 0);
  const perDay = span === 0 ? null : sum(recent, 'bytes') / span;
  const first = days[0]?.day.getTime();
  const kept = first === undefined ? 0 : (today - first) / DAY_MS;
  const growingDays = Math.max(0, longestDays - kept);
  const fullInDays =
    perDay === null || perDay === 0 || !disk || disk.freeBytes >= perDay * growingDays ? null : disk.freeBytes / perDay;
  return {
    days: days.map(({ day, bytes, calls: counted }) => ({
      day: day.toISOString().slice(0, 10),
      bytes,
      calls: counted,
    })),
    bytes: sum(days, 'bytes'),
    calls: sum(days, 'calls'),
    bytesPerDay: perDay,
    recentDays: span,
    disk,
    levelBytes: perDay === null ? null : perDay * longestDays,
    fullAt:
      fullInDays === null || fullInDays > FAR_DAYS
        ? null
        : new Date(ctx.now().getTime() + fullInDays * DAY_MS).toISOString(),
  };
}
