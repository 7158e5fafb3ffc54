import { expect, test } from 'vitest';
import { exactMcNemar } from './mcnemar';

test('gives the published exact p', () => {
  // Fagerland, Lydersen and Laake 2013, table 1 (Bentur et al. 2009): 1 and 7 discordant pairs, exact conditional p = 0.070.
  expect(exactMcNemar(1, 7)).toBeCloseTo(0.0703125, 14);
  expect(exactMcNemar(7, 1)).toBe(exactMcNemar(1, 7));
});

test('is the sum of the binomial probabilities, counted in whole numbers', () => {
  const choose = (n: bigint, k: bigint): bigint => {
    let all = 1n;
    for (let i = 1n; i <= k; i += 1n) all = (all * (n - k + i)) / i;
    return all;
  };
  for (const [won, lost] of [
    [5, 1],
    [35, 7],
    [86, 150],
    [500, 560],
  ] as const) {
    const n = BigInt(won + lost);
    let tail = 0n;
    for (let k = 0n; k <= BigInt(Math.min(won, lost)); k += 1n) tail += choose(n, k);
    const exact = Number((tail * 2n * 10n ** 40n) / 2n ** n) / 1e40;
    expect(exactMcNemar(won, lost) / exact).toBeCloseTo(1, 10);
  }
});

test('says nothing where nothing differs, or as much on each side', () => {
  expect(exactMcNemar(0, 0)).toBe(1);
  expect(exactMcNemar(3, 3)).toBe(1);
  expect(exactMcNemar(1, 0)).toBeCloseTo(1, 12);
});
