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
  expect(readEventPage({ cursor: 'x', trail: '1' })).toEqual({ cursor: null, trail: [] });
  expect(readEventPage({ cursor: ['1', '2'] })).toEqual({ cursor: null, trail: [] });
  expect(readEventPage({ cursor: '9', trail: '1-?-2' })).toEqual({ cursor: '9', trail: ['1', '2'] });
});
