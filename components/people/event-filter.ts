import type { AuditFilter } from '@/lib/domain/people/schema';

/** What the list is narrowed to, as it stands in the address; days are of UTC and both included. */
export interface EventFilter {
  who: string;
  action: string;
  object: string;
  from: string;
  to: string;
}
type Search = Record<string, string | string[] | undefined>;

const DAY_MS = 86_400_000;
const LONGEST = 200;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string) => dayPattern.test(text) && !Number.isNaN(Date.parse(text));

export function readEventFilter(search: Search): EventFilter {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === 'string' ? value.trim().slice(0, LONGEST) : '';
  };
  const day = (name: string) => (isDay(text(name)) ? text(name) : '');
  return { who: text('who'), action: text('action'), object: text('object'), from: day('from'), to: day('to') };
}

/** The same as the API takes it. */
export function toAuditFilter({ who, action, object, from, to }: EventFilter): AuditFilter {
  return {
    ...(who ? { who } : {}),
    ...(action ? { action } : {}),
    ...(object ? { object } : {}),
    ...(from ? { from: `${from}T00:00:00Z` } : {}),
    ...(to ? { to: new Date(Date.parse(to) + DAY_MS).toISOString() } : {}),
  };
}

/** The parts of the filter that are set, for an address. */
export const writeEventFilter = (filter: EventFilter): [string, string][] =>
  Object.entries(filter).filter(([, value]) => value !== '');
