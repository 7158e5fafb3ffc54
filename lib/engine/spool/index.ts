// The spool: a durable log file between answers and the database.
// Promises that a record that was appended is read back exactly as it was, or not at all, after any death of any process.
export { readRecords } from './record';
export { listSegments, segmentFile } from './segments';
export { readSegment, SpoolFull, type SpoolPosition, SpoolWriter } from './spool-writer';
