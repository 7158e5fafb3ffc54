// Datasets: rows with a purpose, such as the reference that drift is measured against, or rows under a name to train on.
// Promises that a file is kept as it came, that a saved version never changes but by erasing a person's rows on request, and that the newest reference of a version is the active one.

export { checkRoles } from './check-roles';
export { columnDistances } from './column-distances';
export { compareDatasets } from './compare-datasets';
export {
  checkPlace,
  deleteDataset,
  getDataset,
  getDatasetProfile,
  getDatasetVersion,
  listDatasets,
  requireDataset,
} from './datasets';
export {
  listFilesAbout,
  listHolding,
  putRewritten,
  type RewrittenVersion,
  rewriteWithout,
} from './erase-rows';
export { hasRows, readHashes } from './has-rows';
export { type OpenDataset, openDataset } from './open-dataset';
export * from './operations';
export { readCell, readDate } from './read-cell';
export { exportCsv, exportParquetFile, openVersion, previewRows } from './read-rows';
export { type ColumnCells, TIME_COLUMN } from './reference-columns';
export { findReference, firstReferenceAt, getReference, readReferenceRows, uploadReference } from './references';
export { entityHash, HashList, type HashSets, hasHash, rowHash } from './row-hash';
export { saveUpload } from './save-upload';
export { saveVersion, temporaryRows } from './save-version';
export { splitDataset } from './split-dataset';
export { partOf, type SplitRow, splitFault } from './split-rows';
export { findVersionOfJob, listDatasetTimes } from './store-datasets';
export { tableCsv } from './table-csv';
export { referToDataset, takeDatasetReference } from './take-dataset-reference';
export { receiveDatasetUpload, sweepDatasetUploads } from './uploads';
export { RowWriter } from './write-rows';
