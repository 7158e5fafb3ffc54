// Ingest: predictions of models that other servers run, in the forms that those servers write.
// Promises that a body is stored wholly or not at all, that a row with an id is stored once, and that all of it is counted as our own calls are.
export { ingest } from './ingest';
export * from './operations';
export { sweepIngested } from './sweep-ingested';
