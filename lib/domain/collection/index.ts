// Collection: datasets that are made of the log and its labels.
// Promises that exam rows never get into one, that the query is kept with what it gave, and that one portion of the log is held at once.
export { cancelBuild, DATASET_JOB, listBuilds, startBuild } from './builds';
export { type LoggedInputs, loggedInputs, typedCell } from './logged-inputs';
export * from './operations';
export { listLoggedKeys, previewQuery } from './preview-query';
export { momentOf } from './read-logged-rows';
export { refreshDataset } from './refresh-dataset';
export { runBuild } from './run-build';
