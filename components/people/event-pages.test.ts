import { expect, test } from 'vitest';
import { eventPageLinks, readEventPage } from './event-pages';

test('walks to older pages and back by the address alone', () => {
  const newest = readEventPage({});
  expect(eventPageLinks('/events', newest, '150')).toEqual({ beforeHref: undefined, nextHref: '/events?cursor=150' });
  const second = readEventPage({ cursor: '150' });
  expect(eventPageLinks('/events', second, '100')).toEqual({
    beforeHref: '/events',
    nextHref: '/events?cursor=100&trail=150',
  });
  const third = readEventPage({ cursor: '100', trail: '150' });
  expect(eventPageLinks('/events', third, '50')).toEqual({
    beforeHref: '/events?cursor=150',
    nextHref: '/events?cursor=50&trail=150-100',
  });
  expect(eventPageLinks('/events', readEventPage({ cursor: '50', trail: '150-100' }), null)).toEqual({
    beforeHref: '/events?cursor=100&trail=150',
    nextHref: undefined,
  });
});

test('takes only numbers from the address', () => {
  expect(readEventPage({ cursor: 'x', trail: '1' })).toMatchObject({ cursor: null, trail: [] });
  expect(readEventPage({ cursor: ['1', '2'] })).toMatchObject({ cursor: null, trail: [] });
  expect(readEventPage({ cursor: '9', trail: '1-?-2' })).toMatchObject({ cursor: '9', trail: ['1', '2'] });
});

test('keeps the filter on the way through pages', () => {
  const page = readEventPage({ who: 'Ada & Co', cursor: '9' });
  expect(eventPageLinks('/events', page, '5')).toEqual({
    beforeHref: '/events?who=Ada+%26+Co',
    nextHref: '/events?who=Ada+%26+Co&cursor=5&trail=9',
  });
});
