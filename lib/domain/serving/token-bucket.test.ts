import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket';

test('a second of calls may come at once, then one per interval', () => {
  const bucket = new TokenBucket(10, 0);
  expect(Array.from({ length: 12 }, () => bucket.take(0))).toEqual([...new Array(10).fill(0), 100, 100]);
  expect([bucket.take(100), bucket.take(100), bucket.take(150)]).toEqual([0, 100, 50]);
  expect(Array.from({ length: 11 }, () => bucket.take(60_000)).filter((wait) => wait === 0)).toHaveLength(10);
});

test('less than one call per second still lets one through', () => {
  const bucket = new TokenBucket(0.5, 0);
  expect([bucket.take(0), bucket.take(1000), bucket.take(2000)]).toEqual([0, 1000, 0]);
});

test('over time the rate holds, whatever the clock of the calls', () => {
  const bucket = new TokenBucket(50, 0);
  let passed = 0;
  for (let ms = 0; ms < 20_000; ms += 7) if (bucket.take(ms) === 0) passed += 1;
  // Twenty seconds at 50 per second, and the bucket that was full.
  expect(passed).toBe(1049);
});

test('another rate counts from its moment on', () => {
  const bucket = new TokenBucket(10, 0);
  bucket.setRate(2, 0);
  expect([0, 0, 0].map((ms) => bucket.take(ms))).toEqual([0, 0, 500]);
  bucket.setRate(100, 500);
  expect([bucket.take(500), Math.round(bucket.take(500))]).toEqual([0, 10]);
});
