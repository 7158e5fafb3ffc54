import { expect, test } from 'vitest';
import { contentOf, faultsOf, newSchedule, scheduleOf } from './schedule-draft';

test('reads addresses from lines, and finds what the server would refuse', () => {
  const draft = { ...newSchedule('en'), mailTo: 'ana@example.com\n  bo@example.com,\n' };
  expect(contentOf(draft)).toMatchObject({
    weekday: 1,
    hour: 6,
    mailTo: ['ana@example.com', 'bo@example.com'],
  });
  expect(faultsOf(draft)).toEqual({ hour: false, mailTo: false });
  expect(faultsOf({ ...draft, hour: null })).toEqual({ hour: true, mailTo: false });
  expect(faultsOf({ ...draft, hour: 24, mailTo: 'ana' })).toEqual({ hour: true, mailTo: true });
});

test('a saved schedule comes back as it was', () => {
  const saved = { ...contentOf(newSchedule('pt-BR')), weekday: 7, mailTo: ['a@b.c', 'd@e.f'], dueAt: '' };
  expect(scheduleOf(saved)).toEqual({
    every: 'week',
    weekday: '7',
    hour: 6,
    mailTo: 'a@b.c\nd@e.f',
    language: 'pt-BR',
    enabled: true,
  });
});
