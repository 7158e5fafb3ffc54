import { expect, test } from 'vitest';
import { agreementScale } from './agreement-scale';
import { measureAgreement } from './measure-agreement';
import type { AgreementScale } from './schema';
import type { GivenReview } from './store-agreement';

const NUMBERS = { task: 'regression', value: 'y', unit: null } as const;
const CLASSES = { task: 'classification', label: null, probabilities: null, classes: ['0', '1', '2'] } as const;
const classes = { ...CLASSES, classes: [...CLASSES.classes] };
const queue = (scale: AgreementScale | null, classOrder: string[] = []) => ({ scale, classOrder });

/** What two reviewers said of each row. */
const said = (rows: readonly (readonly [string, string])[]): GivenReview[] =>
  rows.flatMap((pair, row) =>
    pair.map((value, rater) => ({
      itemId: `item ${row}`,
      entityHash: `entity ${row}`,
      reviewerId: `r${rater}`,
      reviewerName: `R${rater}`,
      decision: 'label',
      value,
      isBlind: true,
      tookMs: null,
      truth: null,
    })),
  );
const ROWS = [
  ['0', '0'],
  ['0', '1'],
  ['1', '2'],
  ['2', '2'],
] as const;

test('without a word of the queue classes are nominal and numbers have an interval', () => {
  expect(agreementScale(queue(null), classes)).toMatchObject({ scale: 'nominal', order: null, isNumber: false });
  expect(agreementScale(queue(null), NUMBERS)).toMatchObject({ scale: 'interval', isNumber: true });
  expect(agreementScale(queue(null), undefined)).toMatchObject({ scale: 'nominal' });
});

test('a scale that answers do not have gives way, as after a version that answers something else', () => {
  expect(agreementScale(queue('interval'), classes)).toMatchObject({ scale: 'nominal' });
  expect(agreementScale(queue('nominal'), NUMBERS)).toMatchObject({ scale: 'interval' });
  expect(agreementScale(queue('ordinal'), undefined)).toMatchObject({ scale: 'nominal' });
});

test('alpha is by the order of the queue, else by that of the model', () => {
  const alphaOf = (scale: ReturnType<typeof queue>) =>
    measureAgreement(said(ROWS), agreementScale(scale, classes)).alpha;
  // 3, 2 and 3 ratings: squared differences of ranks 6.25, 6.25 and 25. 1 - 7 · 25 / 600.
  expect(alphaOf(queue('ordinal')).value).toBeCloseTo(1 - (7 * 25) / 600, 12);
  expect(alphaOf(queue('ordinal', ['2', '1', '0'])).value).toBeCloseTo(1 - (7 * 25) / 600, 12);
  // 0 < 2 < 1: 9, 6.25 and 30.25. 1 - 7 · 73 / 600.
  expect(alphaOf(queue('ordinal', ['0', '2', '1'])).value).toBeCloseTo(1 - (7 * 73) / 600, 12);
  expect(alphaOf(queue(null)).value).toBeCloseTo(1 - (7 * 4) / 42, 12);
  const { low, high, value } = alphaOf(queue('ordinal'));
  expect(low).toBeLessThan(value ?? 0);
  expect(high).toBeGreaterThanOrEqual(value ?? 1);
});

test('classes that are not in the order are left out of alpha and counted, and stay in the kappas', () => {
  const rows = [...ROWS, ['0', 'gone'], ['gone', 'gone']] as const;
  const found = measureAgreement(said(rows), agreementScale(queue('ordinal'), classes));
  expect(found).toMatchObject({ unordered: 3, items: 6, pairs: [{ n: 6, agreeing: 3 }] });
  expect(found.alpha.value).toBeCloseTo(1 - (7 * 25) / 600, 12);
  expect(found.classes.map(({ label }) => label)).toEqual(['0', '1', '2', 'gone']);
});

test('numbers on an ordinal scale are ranked by size, up to a hundred of them', () => {
  const steps = said(ROWS.map(([a, b]) => [String(10 ** Number(a)), String(10 ** Number(b))] as const));
  const found = measureAgreement(steps, agreementScale(queue('ordinal'), NUMBERS));
  expect(found.alpha.value).toBeCloseTo(1 - (7 * 25) / 600, 12);
  expect(found.fleiss).toBeNull();
  const many = said(Array.from({ length: 101 }, (_, i) => [String(i), String(i)] as const));
  expect(measureAgreement(many, agreementScale(queue('ordinal'), NUMBERS)).alpha).toMatchObject({
    value: null,
    reason: 'too-many-steps',
  });
  expect(measureAgreement(many, agreementScale(queue(null), NUMBERS)).alpha.value).toBe(1);
});
