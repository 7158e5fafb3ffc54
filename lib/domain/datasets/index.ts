// Datasets: rows with a purpose, such as the reference that drift is measured against.
// Promises that a file is kept as it came and that the newest reference of a version is the active one.
export * from './operations';
export { type ColumnCells, TIME_COLUMN } from './reference-columns';
export { findReference, firstReferenceAt, getReference, readReferenceRows, uploadReference } from './references';
export { tableCsv } from './table-csv';
