// Predictions: the log of every answered call, and the rollups that pages read instead of it.
// Promises that an acknowledged call is there exactly once, and that no chart scans the log.
export { countedPlaces, ownDaysOf } from './drain-batch';
export { exportParquet, exportPredictions } from './export-predictions';
export { getPrediction } from './get-prediction';
export { getStorage } from './get-storage';
export { distinctColumns, inputColumns } from './input-columns';
export { listFailures, listPredictions } from './list-predictions';
export * from './operations';
export { getPersonalContext, setPersonalContext } from './personal-context';
export { type RowFields, readRowFields } from './read-row-fields';
export { type Lack, type RecountedDay, recountDays } from './recount-days';
export { RecountPayload, type RecountTools, recountReference } from './recount-reference';
export { columnsAt, type ReferenceColumn, type ReferenceColumns } from './reference-values';
export {
  countedRows,
  emptyRollup,
  type FeatureCounts,
  mergeOverReference,
  mergeRollup,
  mergeScores,
  type Rollup,
  type ScoreCounts,
} from './rollup';
export { featureGrainAt, floorTo, type Grain, grainAt, grainMs } from './rollup-grain';
export { parseRowId, type RowReference } from './row-id';
export { eachPlaceValue } from './row-values';
export { type LoggedAnswer, listAnswers, listAnswersAfter, listContextNames, sampleCalls } from './store-answers';
export { type DayRows, type LoggedDay, listDayRows, listDays, sumOverReference } from './store-days';
export { buryRecord, commitBatch, type DrainState, newDrainState, readCursor, readKeys } from './store-drain';
export { blankLoggedRows, countCalls, listEntityRows, type RowOfCall } from './store-erasure';
export { ensureDays, storeIngested } from './store-ingest';
export { type AnsweredPair, listPairsBefore } from './store-pairs';
export { listChosenColumns, sumParts } from './store-parts';
export { listInputs } from './store-recount';
export {
  findLoggedSpan,
  foldRollups,
  listProjectDays,
  listRollups,
  listScoreDays,
  listTrafficDays,
  type RollupRange,
  type ScoreDay,
  type StoredRollup,
  TRAFFIC_ORIGINS,
  type TrafficDay,
  tryHoldIngest,
} from './store-rollups';
export { listSampledInputs } from './store-sample';
export { sweepIdempotencyKeys } from './sweep-keys';
export { keptFrom, sweepPredictions } from './sweep-predictions';
export { BY_KEY, MOST_PARTS, mergeParts, NONE, OTHER, type PartCounts, type Parts, UNREAD } from './traffic-parts';
