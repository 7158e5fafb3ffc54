import { expect, test } from 'vitest';
import { type AnswerCounts, answerColumn } from './answers-profile';
import { scoreBlock, watchedComponents } from './watch';

test('classes are those of all blocks, in an order that blocks do not change by changing places', () => {
  const blocks: AnswerCounts[] = [
    { classes: { a: 1 }, bins: {} },
    { classes: { a: 1, b: 3, constructor: 1 }, bins: {} },
  ];
  const column = answerColumn(blocks);
  expect(column?.profile).toMatchObject({
    kind: 'category',
    categories: ['b', 'a', 'constructor'],
    counts: [3, 2, 1],
    n: 6,
  });
  expect(answerColumn(blocks.toReversed())?.profile).toEqual(column?.profile);
  expect(blocks.map((block) => column?.countsOf(block).counts)).toEqual([
    [0, 1, 0],
    [3, 1, 1],
  ]);
});

test('numbers are scored by the rank of their bin', () => {
  const blocks: AnswerCounts[] = [
    { classes: {}, bins: { '-3': 4, '12': 4 } },
    { classes: {}, bins: { '12': 2 } },
  ];
  const column = answerColumn(blocks);
  if (!column) throw new Error('there are answers');
  const components = watchedComponents(new Map([['', column.profile]]));
  const level = components.findIndex(({ kind }) => kind === 'level');
  const [low = 0, high = 0] = blocks.map(
    (block) => scoreBlock(components, new Map([['', column.countsOf(block)]])).means[level],
  );
  expect(low).toBeLessThan(high);
  expect(answerColumn([{ classes: {}, bins: {} }])).toBeNull();
});
