import { expect, test } from 'vitest';
import { PromotionRules } from '@/lib/domain/promotion/schema';
import { rulesDraftOf, rulesFaultsOf, rulesOf } from './rules-draft';

const NONE = { percents: [], minutes: [], watch: false, wait: false, guards: [], staging: [], points: false };

test('rules come out of their form as they went in', () => {
  for (const content of [
    {},
    { approval: 'second-person', stages: [], watchMinutes: 0 },
    { waitHours: 2, staging: { calls: 1, hours: 0, errorPercent: 0 }, comparison: { want: 'better' } },
    { comparison: { want: 'not-worse', points: 0.5, open: 'warn' } },
    { stages: [{ percent: 0.5, minutes: 1 }], guards: { errorPoints: null, answerPoints: 20 } },
  ]) {
    const rules = PromotionRules.parse(content);
    const draft = rulesDraftOf(rules);
    expect(rulesFaultsOf(draft)).toEqual(NONE);
    expect(PromotionRules.parse(rulesOf(draft))).toEqual(rules);
  }
});

test('shares grow, times are times, and guards have limits', () => {
  const draft = rulesDraftOf(PromotionRules.parse({}));
  const stages = [
    { id: 0, percent: 10, minutes: 5 },
    { id: 1, percent: 10, minutes: null },
    { id: 2, percent: 100, minutes: -1 },
  ];
  const guards = { errorPoints: 0, latencyFactor: 1, answerPoints: 101, accuracyPoints: null };
  expect(rulesFaultsOf({ ...draft, stages, watchMinutes: null, waitHours: 0, guards })).toEqual({
    percents: [1, 2],
    minutes: [1, 2],
    watch: true,
    wait: true,
    guards: ['errorPoints', 'latencyFactor', 'answerPoints'],
    staging: [],
    points: false,
  });
});

test('what staging must show and what may be lost are asked for where their rules are on', () => {
  const draft = rulesDraftOf(PromotionRules.parse({}));
  const staging = { calls: 1.5, hours: -1, errorPercent: 101 };
  expect(rulesFaultsOf({ ...draft, staging, points: null })).toEqual(NONE);
  expect(rulesFaultsOf({ ...draft, needsStaging: true, staging, comparison: 'not-worse', points: null })).toMatchObject(
    {
      staging: ['calls', 'hours', 'errorPercent'],
      points: true,
    },
  );
});
