import { expect, test } from 'vitest';
import { edgeBin, equalWidthEdges, histogramCounts, quantileEdges } from './histogram-edges';

const values = [1, 2, 3, 4, 7, 9, 20, 22, 90];

test('gives the edges of numpy 2.4.6 for doane and sturges', () => {
  const doane = [
    1, 13.714285714285714, 26.428571428571427, 39.14285714285714, 51.857142857142854, 64.57142857142857,
    77.28571428571428, 90,
  ];
  expect(equalWidthEdges(values, 'doane')).toEqual(doane);
  expect(equalWidthEdges(values, 'sturges')).toEqual([1, 18.8, 36.6, 54.400000000000006, 72.2, 90]);
  expect(equalWidthEdges([1, 2, 3, 4], 'sturges')).toEqual([1, 2, 3, 4]);
});

test('keeps the range when bins are capped, and copes with nothing and constants', () => {
  expect(equalWidthEdges(values, 'doane', 2)).toEqual([1, 45.5, 90]);
  expect(equalWidthEdges([], 'doane')).toEqual([0, 1]);
  expect(equalWidthEdges([3, 3], 'doane')).toEqual([2.5, 3.5]);
  expect(equalWidthEdges([1, 2], 'doane')).toEqual([1, 2]);
});

test('cuts at quantiles and drops repeated edges', () => {
  expect(quantileEdges([1, 2, 3, 4, 5], 2)).toEqual([1, 3, 5]);
  expect(quantileEdges([0, 0, 0, 0, 1], 4)).toEqual([0, 1]);
  expect(quantileEdges([2, 2], 4)).toEqual([1.5, 2.5]);
});

test('counts with an outer bin at each end, the last edge belonging to the last inner bin', () => {
  expect(histogramCounts([0, 1, 2, 5], [1, 2, 3])).toEqual([1, 1, 1, 1]);
  expect(histogramCounts([3, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], [1, 2, 3])).toEqual([
    1, 0, 1, 1,
  ]);
  expect([0.9, 1, 1.9, 2, 3, 3.1].map((value) => edgeBin([1, 2, 3], value))).toEqual([0, 1, 1, 2, 2, 3]);
});
