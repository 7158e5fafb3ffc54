// Predictions: the log of every answered call, and the rollups that pages read instead of it.
// Promises that an acknowledged call is there exactly once, and that no chart scans the log.
export { rollupFromJson } from './rollup';
export { buryRecord, commitBatch, type DrainState, newDrainState, readCursor, readKeys } from './store-drain';
