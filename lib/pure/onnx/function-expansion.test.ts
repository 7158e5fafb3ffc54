import { expect, test } from 'vitest';
import { expandedNodes, type Scope } from './function-expansion';

const scope = (nodes: number, calls: Record<string, number> = {}): Scope => ({
  nodes,
  calls: new Map(Object.entries(calls)),
});

test('counts the body of a function once per call', () => {
  expect(expandedNodes(scope(2, { f: 2 }), new Map([['f', scope(3)]]), 100)).toBe(8);
});

test('multiplies through nested functions and refuses above the limit', () => {
  const functions = new Map([
    ['f', scope(10)],
    ['g', scope(10, { f: 10 })],
  ]);
  expect(expandedNodes(scope(10, { g: 10 }), functions, 1_110)).toBe(1_110);
  expect(() => expandedNodes(scope(10, { g: 10 }), functions, 1_109)).toThrow('unfold to more than 1109 nodes');
});

test('refuses a function that calls itself, also when nobody calls it', () => {
  expect(() => expandedNodes(scope(1), new Map([['f', scope(1, { f: 1 })]]), 100)).toThrow(
    'The function "f" calls itself.',
  );
});
