import { expect, test } from 'vitest';
import { coursePoints } from './prepare-course';
import { overActualPoints, residualBins } from './prepare-numbers';

test('a day without labels is a gap, and the course reaches the end of the window', () => {
  const course = {
    bucket: 'day' as const,
    to: '2026-03-05T00:00:00.000Z',
    points: [
      { at: '2026-03-01T00:00:00.000Z', n: 4, values: { accuracy: 0.5 } },
      { at: '2026-03-03T00:00:00.000Z', n: 2, values: { accuracy: 1 } },
    ],
  };
  const points = coursePoints({ course }, 'accuracy');
  expect(points.map(({ value, n }) => [value, n])).toEqual([
    [0.5, 4],
    [null, 0],
    [1, 2],
    [null, 0],
  ]);
  expect(new Date(points[0]?.t ?? 0).toISOString()).toBe('2026-03-01T12:00:00.000Z');
  expect(coursePoints({ course: { bucket: 'week', to: course.to, points: [] } }, 'mae')).toEqual([]);
});

test('residuals leave out the far ends and say how many rows that is', () => {
  const residuals = [
    { low: -1000, high: -900, rows: 1 },
    ...Array.from({ length: 10 }, (_, i) => ({ low: i - 5, high: i - 4, rows: 100 })),
    { low: 5000, high: 6000, rows: 2 },
  ];
  const bins = residualBins(residuals);
  expect(bins?.without).toBe(3);
  expect(bins?.edges[0]).toBe(-5);
  expect(bins?.counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
  expect(residualBins([])).toBeNull();
  expect(overActualPoints([{ n: 1, actual: 2, predicted: 3, low: 3, high: 3 }])).toEqual([{ x: 2, y: 3, n: 1 }]);
});
