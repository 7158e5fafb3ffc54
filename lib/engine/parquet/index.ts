// Parquet files of strangers, unpacked in a process with limits.
// Promises that a forged file costs its process at most: memory and time are bounded, and the caller goes on.

export { readParquet } from './read-parquet';
export { PARQUET_TYPE, refuseParquet } from './refuse-parquet';
