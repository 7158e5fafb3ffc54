// Retraining: from rows with labels to a version that waits for its approval.
// Promises that a run finishes once, whoever dies, that it names all it learnt from, and that no version of it takes traffic by itself.
export * from './operations';
export { getRecipe, saveRecipe } from './recipes';
export { runNextTraining, type TrainingTools } from './run-next-training';
export { getRun, getRunLog, getRunNumber, listRuns } from './show-runs';
export { startDueRun } from './start-due-run';
export { startRun } from './start-run';
export { stopRun } from './stop-run';
export { getTriggers, planTriggers, saveTriggers } from './triggers';
