// Performance: how right were the answers, by the labels that arrived later?
// Promises that complaints are never averaged in, that every number has its rows, days and baseline, and that it comes from sums per day.
export { getBlockSettings, setBlockSettings } from './block-settings';
export { estimatePerformance } from './estimate-performance';
export { getDriftCosts } from './get-drift-costs';
export { getPerformance } from './get-performance';
export { getSlices } from './get-slices';
export { markNewReferences } from './mark-new-references';
export * from './operations';
export { readAnswer, readTruth } from './read-number';
export { readPerformance } from './read-performance';
export { getSliceSettings, setSliceSettings } from './slice-settings';
export { countLabelled } from './store';
export { findBlockChoice } from './store-blocks';
export { truthsOf } from './truths-of-row';
export { updateErrorEstimates } from './update-error-estimates';
export { updatePerformance } from './update-performance';
