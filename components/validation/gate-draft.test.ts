import { expect, test } from 'vitest';
import { CHECK_IDS } from '@/lib/domain/validation/schema';
import { gateDraftOf, gateRulesOf } from './gate-draft';

test('shows every rule and keeps those that differ from the usual ones', () => {
  const draft = gateDraftOf({ mustBeValidated: true, rules: [{ check: 'score', severity: 'warn', threshold: 0.8 }] });
  expect(draft.rules.map(({ check }) => check)).toEqual(CHECK_IDS);
  expect(gateRulesOf(draft)).toEqual({
    mustBeValidated: true,
    rules: [{ check: 'score', severity: 'warn', threshold: 0.8 }],
  });
  const usual = gateDraftOf({ mustBeValidated: false, rules: [] });
  expect(gateRulesOf(usual)).toEqual({ mustBeValidated: false, rules: [] });
});
