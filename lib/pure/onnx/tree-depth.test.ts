import { expect, test } from 'vitest';
import { type TreeArrays, treeDepth } from './tree-depth';

const EMPTY: TreeArrays = {
  treeIds: [],
  nodeIds: [],
  trueIds: [],
  falseIds: [],
  isLeaf: [],
  trueLeafs: [],
  falseLeafs: [],
};

test('counts the edges of the longest way in the deepest of two trees', () => {
  const trees: TreeArrays = {
    ...EMPTY,
    treeIds: [0, 0, 0, 7, 7, 7, 7, 7],
    nodeIds: [0, 1, 2, 0, 1, 2, 3, 4],
    trueIds: [1, 0, 0, 1, 0, 3, 0, 0],
    falseIds: [2, 0, 0, 2, 0, 4, 0, 0],
    isLeaf: [0, 1, 1, 0, 1, 0, 1, 1],
  };
  expect(treeDepth(trees)).toBe(2);
});

test('gives 0 for a single leaf and for nothing', () => {
  expect(treeDepth({ ...EMPTY, treeIds: [0], nodeIds: [0], trueIds: [0], falseIds: [0], isLeaf: [1] })).toBe(0);
  expect(treeDepth(EMPTY)).toBe(0);
});

test('reads children as indexes in the form of opset 5', () => {
  const trees = { ...EMPTY, trueIds: [1, 0], falseIds: [0, 1], trueLeafs: [0, 1], falseLeafs: [1, 1] };
  expect(treeDepth(trees)).toBe(2);
  expect(() => treeDepth({ ...trees, trueIds: [1, 0], trueLeafs: [0, 0] })).toThrow('runs in a circle');
});
