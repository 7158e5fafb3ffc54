import { expect, test } from 'vitest';
import { PromotionRules } from '@/lib/domain/promotion/schema';
import { rulesDraftOf, rulesFaultsOf, rulesOf } from './rules-draft';

const NONE = { percents: [], minutes: [], watch: false, guards: [] };

test('rules come out of their form as they went in', () => {
  for (const content of [
    {},
    { approval: 'second-person', stages: [], watchMinutes: 0 },
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
  expect(rulesFaultsOf({ ...draft, stages, watchMinutes: null, guards })).toEqual({
    percents: [1, 2],
    minutes: [1, 2],
    watch: true,
    guards: ['errorPoints', 'latencyFactor', 'answerPoints'],
  });
});
