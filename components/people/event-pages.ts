import { type EventFilter, readEventFilter, writeEventFilter } from './event-filter';

const cursorPattern = /^\d{1,18}$/;
const longestTrail = 100;

/** Where a page of events begins: `cursor` of the page, and the cursors of the pages before it, oldest step first; null is the newest page. */
export interface EventPage {
  cursor: string | null;
  trail: string[];
  filter: EventFilter;
}

export function readEventPage(search: Record<string, string | string[] | undefined>): EventPage {
  const filter = readEventFilter(search);
  const cursor = typeof search.cursor === 'string' && cursorPattern.test(search.cursor) ? search.cursor : null;
  if (cursor === null) return { cursor, trail: [], filter };
  const steps = typeof search.trail === 'string' ? search.trail.split('-') : [];
  return { cursor, trail: steps.filter((step) => cursorPattern.test(step)).slice(-longestTrail), filter };
}

export function writeEventPage(base: string, { cursor, trail, filter }: EventPage): string {
  const query = new URLSearchParams(writeEventFilter(filter));
  if (cursor !== null) query.set('cursor', cursor);
  if (cursor !== null && trail.length > 0) query.set('trail', trail.join('-'));
  return query.size > 0 ? `${base}?${query}` : base;
}

/** Addresses of the newer and the older page. A cursor list leads only onwards, so the way back is kept in the address. */
export function eventPageLinks(
  base: string,
  page: EventPage,
  nextCursor: string | null,
): { beforeHref: string | undefined; nextHref: string | undefined } {
  const beforeHref =
    page.cursor === null
      ? undefined
      : writeEventPage(base, { ...page, cursor: page.trail.at(-1) ?? null, trail: page.trail.slice(0, -1) });
  const trail = page.cursor === null ? [] : [...page.trail, page.cursor].slice(-longestTrail);
  return {
    beforeHref,
    nextHref: nextCursor === null ? undefined : writeEventPage(base, { ...page, cursor: nextCursor, trail }),
  };
}
