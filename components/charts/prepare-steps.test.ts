import { expect, test } from 'vitest';
import { prepareSteps } from './prepare-steps';

test('orders by step and keeps the last of a step told twice', () => {
  const told = [
    { name: 'loss', value: 0.9, step: 1 },
    { name: 'auc', value: 0.6, step: 1 },
    { name: 'loss', value: 0.7, step: 3 },
    { name: 'auc', value: 0.7, step: 0 },
    { name: 'loss', value: 0.8, step: 1 },
  ];
  expect(prepareSteps(told)).toEqual([
    {
      name: 'loss',
      points: [
        { x: 1, y: 0.8 },
        { x: 3, y: 0.7 },
      ],
    },
    {
      name: 'auc',
      points: [
        { x: 0, y: 0.7 },
        { x: 1, y: 0.6 },
      ],
    },
  ]);
});

test('draws no line of one step, of no step, and of what is no number', () => {
  const told = [
    { name: 'once', value: 1, step: 4 },
    { name: 'end', value: 1, step: null },
    { name: 'end', value: 2, step: null },
    { name: 'broken', value: Number.NaN, step: 1 },
    { name: 'broken', value: 1, step: 2 },
  ];
  expect(prepareSteps(told)).toEqual([]);
});
