import { expect, test } from 'vitest';
import { prepareSeries } from './prepare-series';
import { niceTicks, spreadLabels, spreadTicks } from './ticks';

const hour = 3_600_000;

test('joins series on common moments in time order and fills missing buckets with gaps', () => {
  const prepared = prepareSeries(
    [
      {
        key: 'a',
        label: 'a',
        points: [
          { t: 3 * hour, value: 4, n: 9 },
          { t: 0, value: 1 },
        ],
      },
      { key: 'b', label: 'b', points: [{ t: 0, value: 7 }] },
    ],
    { bucketMs: hour },
  );
  expect(prepared.rows.map(({ t, values }) => [t / hour, values.a, values.b])).toEqual([
    [0, 1, 7],
    [1, null, null],
    [2, null, null],
    [3, 4, null],
  ]);
  expect(prepared.gaps).toEqual([{ from: 0, to: 3 * hour }]);
  expect([prepared.low, prepared.high, prepared.rows[3]?.n.a]).toEqual([1, 7, 9]);
});

test('names the bucket that is still open and none after it closed', () => {
  const points = [0, 1, 2].map((index) => ({ t: index * hour, value: index }));
  const at = (now: number) => prepareSeries([{ key: 'a', label: 'a', points }], { bucketMs: hour, now }).openBucket;
  expect(at(2.5 * hour)).toBe(2 * hour);
  expect(at(3 * hour)).toBeNull();
});

test('thins long series and keeps minimum, maximum and both ends', () => {
  const points = Array.from({ length: 5000 }, (_, index) => ({
    t: index,
    value: index === 1234 ? -50 : index === 4000 ? 99 : Math.sin(index),
  }));
  const { rows, total } = prepareSeries([{ key: 'a', label: 'a', points }]);
  expect(total).toBe(5000);
  expect(rows.length).toBeLessThanOrEqual(300);
  expect(rows.some(({ values }) => values.a === -50) && rows.some(({ values }) => values.a === 99)).toBe(true);
  expect([rows[0]?.t, rows.at(-1)?.t]).toEqual([0, 4999]);
});

test('treats values that are no numbers as gaps', () => {
  const { rows, high } = prepareSeries([
    {
      key: 'a',
      label: 'a',
      points: [
        { t: 0, value: Number.NaN },
        { t: 1, value: 2 },
      ],
    },
  ]);
  expect([rows[0]?.values.a, high]).toEqual([null, 2]);
});

test('gives at most five round ticks that cover the data', () => {
  expect(niceTicks(0, 19.2)).toEqual([0, 5, 10, 15, 20]);
  expect(niceTicks(0.8, 0.95)).toEqual([0.8, 0.85, 0.9, 0.95]);
  expect(niceTicks(0, 0)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(niceTicks(0, 12418).length).toBeLessThanOrEqual(5);
});

test('spreads ticks evenly and moves labels apart inside the frame', () => {
  expect(spreadTicks([1, 2, 3, 4, 5], 3)).toEqual([1, 3, 5]);
  expect(spreadLabels([10, 12, 50], 16, 0, 100)).toEqual([10, 26, 50]);
  expect(spreadLabels([98, 99], 16, 0, 100)).toEqual([84, 100]);
});
