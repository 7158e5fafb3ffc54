// Serving: versions in their runners, and the one verb that answers rows.
// Promises that no call waits for the database and that an answer is given only when its record is as durable as promised.
export { Fleet, type ServedModel } from './fleet';
export { type Durability, GroupedSpool } from './grouped-spool';
export { Histogram } from './histogram';
export { IdempotencyKeys, type StoredAnswer } from './idempotency';
export {
  logFailure,
  type PredictCall,
  type Prediction,
  type PredictTools,
  predict,
  type RenderedAnswer,
} from './predict';
export {
  type ErrorRecord,
  type Origin,
  type PredictionRecord,
  type Protocol,
  readRecord,
  type SpoolRecord,
  type StoredTensor,
} from './record';
export { countFailure, LATENCY_BOUNDS_S, type ServedVersion } from './served-version';
