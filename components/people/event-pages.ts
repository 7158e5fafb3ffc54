const cursorPattern = /^\d{1,18}$/;
const longestTrail = 100;

/** Where a page of events begins: `cursor` of the page, and the cursors of the pages before it, oldest step first; null is the newest page. */
export interface EventPage {
  cursor: string | null;
  trail: string[];
}

export function readEventPage(search: { cursor?: string | string[]; trail?: string | string[] }): EventPage {
  const cursor = typeof search.cursor === 'string' && cursorPattern.test(search.cursor) ? search.cursor : null;
  if (cursor === null) return { cursor, trail: [] };
  const steps = typeof search.trail === 'string' ? search.trail.split('-') : [];
  return { cursor, trail: steps.filter((step) => cursorPattern.test(step)).slice(-longestTrail) };
}

const write = (base: string, { cursor, trail }: EventPage) => {
  if (cursor === null) return base;
  return `${base}?cursor=${cursor}${trail.length > 0 ? `&trail=${trail.join('-')}` : ''}`;
};

/** Addresses of the newer and the older page. A cursor list leads only onwards, so the way back is kept in the address. */
export function eventPageLinks(
  base: string,
  page: EventPage,
  nextCursor: string | null,
): { beforeHref: string | undefined; nextHref: string | undefined } {
  const beforeHref =
    page.cursor === null
      ? undefined
      : write(base, { cursor: page.trail.at(-1) ?? null, trail: page.trail.slice(0, -1) });
  const trail = page.cursor === null ? [] : [...page.trail, page.cursor].slice(-longestTrail);
  return { beforeHref, nextHref: nextCursor === null ? undefined : write(base, { cursor: nextCursor, trail }) };
}
