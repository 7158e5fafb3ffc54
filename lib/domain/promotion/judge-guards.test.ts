import { expect, test } from 'vitest';
import { judgeGuards, type SideCounts } from './judge-guards';
import { Guards } from './schema';

const side = (more: Partial<SideCounts> = {}): SideCounts => ({
  calls: 1000,
  failed: 0,
  p95Ms: 4,
  classes: { yes: 300, no: 700 },
  score: { kind: 'accuracy', value: 0.8, n: 1000 },
  ...more,
});
const all = Guards.parse({ answerPoints: 10 });
const verdicts = (candidate: Partial<SideCounts>, champion: Partial<SideCounts> = {}) =>
  Object.fromEntries(
    judgeGuards(all, side(candidate), side(champion), { hasLabels: true }).map(({ guard, verdict }) => [
      guard,
      verdict,
    ]),
  );

test('a version that does as the champion does breaks no guard', () => {
  expect(verdicts({})).toEqual({ errors: 'ok', latency: 'ok', answers: 'ok', accuracy: 'ok' });
});

test('failed calls break a guard when they are too many and clearly more', () => {
  expect(verdicts({ failed: 19 }).errors).toBe('ok');
  expect(verdicts({ failed: 30 }).errors).toBe('broken');
  // 5 of 100 beside 0 of 100 is over the limit, and chance alone brings it in one of 40 looks.
  expect(verdicts({ calls: 100, failed: 5 }, { calls: 100 }).errors).toBe('ok');
  expect(verdicts({ calls: 20, failed: 20 }).errors).toBe('broken');
  expect(verdicts({ calls: 19, failed: 19 }).errors).toBe('few');
  expect(verdicts({ failed: 30 }, { failed: 30 }).errors).toBe('ok');
  expect(verdicts({ calls: 30, failed: 30 }, { calls: 0 }).errors).toBe('broken');
});

test('latency is held against a multiple of the champion, of 5 ms more at least', () => {
  expect([verdicts({ p95Ms: 12 }).latency, verdicts({ p95Ms: 12.1 }).latency]).toEqual(['ok', 'broken']);
  expect([verdicts({ p95Ms: 5.9 }, { p95Ms: 1 }).latency, verdicts({ p95Ms: 6.1 }, { p95Ms: 1 }).latency]).toEqual([
    'ok',
    'broken',
  ]);
  expect(verdicts({ p95Ms: 1000, calls: 99 }).latency).toBe('few');
  expect(verdicts({ p95Ms: null }).latency).toBe('few');
});

test('answers and accuracy are held against their limits', () => {
  expect(verdicts({ classes: { yes: 380, no: 620 } }).answers).toBe('ok');
  expect(verdicts({ classes: { yes: 420, no: 580 } }).answers).toBe('broken');
  expect(verdicts({ classes: { never: 1000 } }).answers).toBe('broken');
  expect(verdicts({ classes: { yes: 60, no: 60 } }).answers).toBe('few');
  const accuracy = (value: number, n = 1000) => verdicts({ score: { kind: 'accuracy', value, n } }).accuracy;
  expect([accuracy(0.76), accuracy(0.7), accuracy(0.7, 120), accuracy(0.1, 99)]).toEqual(['ok', 'broken', 'ok', 'few']);
  const mae = (value: number) =>
    verdicts({ score: { kind: 'mae', value, n: 500 } }, { score: { kind: 'mae', value: 10, n: 500 } }).accuracy;
  expect([mae(10.4), mae(10.6), mae(2)]).toEqual(['ok', 'broken', 'ok']);
  expect(verdicts({ score: null }).accuracy).toBe('few');
});

test('guards that are off are not looked at', () => {
  const none = Guards.parse({ errorPoints: null, latencyFactor: null, accuracyPoints: null });
  expect(judgeGuards(none, side({ failed: 1000 }), side(), { hasLabels: true })).toEqual([]);
});

test('what a verdict rests on is told beside how much it takes', () => {
  const told = (candidate: Partial<SideCounts>, champion: Partial<SideCounts>, hasLabels: boolean) =>
    judgeGuards(all, side(candidate), side(champion), { hasLabels }).map(
      ({ guard, counted, needed, isAwaited }) => `${guard} ${counted}/${needed}${isAwaited ? '' : ' not awaited'}`,
    );
  expect(told({ calls: 43, classes: { yes: 5 }, score: null }, { classes: { no: 9 } }, true)).toEqual([
    'errors 43/20',
    'latency 43/100',
    'answers 5/200',
    'accuracy 0/100',
  ]);
  // Nobody labels this model, and it answers numbers.
  expect(told({ classes: {}, score: null }, { classes: {}, score: null }, false).slice(2)).toEqual([
    'answers 0/200 not awaited',
    'accuracy 0/100 not awaited',
  ]);
  // Nobody has called yet: classes may come.
  expect(told({ calls: 0, classes: {} }, { classes: {} }, true)[2]).toBe('answers 0/200');
});
