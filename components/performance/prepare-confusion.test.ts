import { expect, test } from 'vitest';
import type { ClassPerformance } from '@/lib/domain/performance/schema';
import { answeredRows, confusionGrid, confusionRows } from './prepare-confusion';

const classOf = (label: string, support: number) => ({ label, name: label.toUpperCase(), support });
// Only these members are read.
const of = (classes: ReturnType<typeof classOf>[], confusion: [number, number, number][]) =>
  ({ classes, confusion }) as unknown as ClassPerformance;

test('draws a grid, lists the pairs with their shares, and counts answers', () => {
  const result = of(
    [classOf('a', 4), classOf('b', 0)],
    [
      [0, 0, 3],
      [0, 1, 1],
    ],
  );
  expect(confusionGrid(result)).toEqual({
    names: ['A', 'B'],
    values: [
      [3, 1],
      [0, 0],
    ],
    isPart: false,
  });
  expect(confusionRows(result)[1]).toEqual({ label: 'A', predicted: 'B', rows: 1, share: 0.25 });
  expect(answeredRows(result)).toEqual([3, 1]);
});

test('of many classes the ones with the most rows are drawn', () => {
  const classes = Array.from({ length: 40 }, (_, i) => classOf(`c${i}`, i));
  const { names, isPart } = confusionGrid(of(classes, [[39, 38, 2]]));
  expect([names.length, names[0], names.at(-1), isPart]).toEqual([25, 'C15', 'C39', true]);
});
