// Monitoring: does a model answer, fast and right, and what does it answer?
// Promises that every number comes from rollups, with its window, and that what a scientist tries is not in it.
export { exportTraffic, exportTrafficParquet } from './export-traffic';
export { getParts } from './get-parts';
export { getTraffic } from './get-traffic';
export { listRoutes } from './list-routes';
export { listTraffic } from './list-traffic';
export { errorsOf } from './measure';
export * from './operations';
export { PUBLISHED, type PublishedMeasure, type PublishedName } from './published';
export { claimMeasuring, listMeasures, replaceMeasures } from './store-measures';
export { windowOf } from './time-buckets';
