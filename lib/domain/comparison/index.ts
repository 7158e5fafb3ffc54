// Comparison: which of two versions is better on the same live rows?
// Promises that only rows count which both really answered and neither learnt, and that looking every day keeps the stated rate of error.
export { compareVersions } from './compare-versions';
export { FreshTruths } from './fresh-truths';
export * from './operations';
export { getRunningPrice, setRunningPrice } from './running-price';
