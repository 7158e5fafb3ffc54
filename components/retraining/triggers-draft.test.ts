import { expect, test } from 'vitest';
import { Triggers } from '@/lib/domain/retraining/schema';
import { triggersDraftOf, triggersFaultsOf, triggersOf } from './triggers-draft';

test('triggers come out of their form as they went in', () => {
  for (const content of [
    {},
    { enabled: false, schedule: { every: 'month', hour: 0 }, dataset: true, perWeek: 1 },
    { rules: ['01999999-0000-7000-8000-000000000000'], corrections: 5, labelledRows: 7, restHours: 0 },
    { schedule: { every: 'week', weekday: 3, hour: 23 }, quiet: { fromHour: 1, toHour: 2 } },
  ]) {
    const triggers = Triggers.parse(content);
    const draft = triggersDraftOf(triggers);
    expect(triggersFaultsOf(draft)).toEqual([]);
    expect(Triggers.parse(triggersOf(draft))).toEqual(triggers);
  }
});

test('only numbers of what is on are looked at', () => {
  const draft = { ...triggersDraftOf(null), hour: 24, corrections: null, perWeek: 0, quietFrom: 1.5 };
  expect(triggersFaultsOf(draft)).toEqual(['perWeek']);
  const all = { ...draft, scheduled: true, byCorrections: true, hasQuiet: true };
  expect(triggersFaultsOf(all)).toEqual(['hour', 'corrections', 'perWeek', 'quietFrom']);
});
