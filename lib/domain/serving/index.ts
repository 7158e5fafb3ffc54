// Serving: versions in their runners, and the one verb that answers rows.
// Promises that no call waits for the database and that an answer is given only when its record is as durable as promised.

export { answersInWords, outcomesInWords } from './answers-in-words';
export { chooseVersion, type Route } from './choose-route';
export { compactTensors } from './compact-tensors';
export { Fleet, type FleetRow, type ServedModel } from './fleet';
export { type Durability, GroupedSpool } from './grouped-spool';
export { hideContext } from './hide-context';
export { addHistograms, Histogram, type HistogramCounts } from './histogram';
export { IdempotencyKeys, type KeyBegin, type KeyBook, type StoredAnswer } from './idempotency';
export {
  blankRows,
  decodeTensors,
  encodeTensors,
  type LoggedCell,
  type LoggedTensor,
  plainFloat,
} from './logged-tensors';
export { logPassed, PASSED_KEY, type PassedCall } from './pass-through';
export {
  answerBeside,
  logFailure,
  type PredictCall,
  type Prediction,
  type PredictTools,
  predict,
  type RenderedAnswer,
} from './predict';
export {
  type ErrorRecord,
  headOf,
  type Origin,
  type PredictionRecord,
  type Protocol,
  readRecord,
  type SpoolRecord,
  writeRecord,
} from './record';
export { type GatewayReport, mergeReports, reportVersions, type VersionReport } from './report';
export type { ServedUpstream } from './served-upstream';
export { countFailure, LATENCY_BOUNDS_S, type ServedVersion } from './served-version';
export { addCrashes, type CrashCount, countCrashes } from './store-crashes';
export { logTensors } from './store-tensor';
export { sweepCrashes } from './sweep-crashes';
export { TokenBucket } from './token-bucket';
export { readVersionName, STAGING } from './version-names';
