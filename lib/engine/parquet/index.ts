// Parquet files: those of strangers, unpacked in a process with limits, and our own, a row group at a time.
// Promises that a forged file costs its process at most: memory and time are bounded, and the caller goes on.

export { openParquet } from './open-parquet';
export { readParquet } from './read-parquet';
export { PARQUET_TYPE, refuseParquet } from './refuse-parquet';
