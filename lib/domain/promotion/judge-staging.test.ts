import { expect, test } from 'vitest';
import { judgeStaging } from './judge-staging';

const rule = { calls: 100, hours: 24, errorPercent: 1 };
const at = (hour: number) => new Date(Date.UTC(2026, 10, 1, hour));
const judge = (calls: number, failed: number, stays: [number, number | null][], nowHour: number) =>
  judgeStaging(
    rule,
    {
      calls,
      failed,
      stays: stays.map(([from, to]) => ({ beganAt: at(from), endedAt: to === null ? null : at(to) })),
    },
    at(nowHour).getTime(),
  );

test('calls, hours and errors must all hold', () => {
  expect(judge(100, 1, [[0, null]], 24)).toMatchObject({ verdict: 'pass', calls: 100, hours: 24, errorPercent: 1 });
  expect(judge(99, 0, [[0, null]], 24).verdict).toBe('fail');
  expect(judge(100, 1, [[0, null]], 23).verdict).toBe('fail');
  expect(judge(100, 2, [[0, null]], 24)).toMatchObject({ verdict: 'fail', errorPercent: 2 });
});

test('all stays of a version count, and none is no time', () => {
  expect(
    judge(
      500,
      0,
      [
        [0, 20],
        [30, 34],
      ],
      90,
    ),
  ).toMatchObject({ verdict: 'pass', hours: 24 });
  expect(judge(0, 0, [], 90)).toMatchObject({ verdict: 'fail', calls: 0, hours: 0, errorPercent: null });
});
