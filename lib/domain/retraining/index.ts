// Retraining: from rows with labels to a version that waits for its approval.
// Promises that a run finishes once, whoever dies, that it names all it learnt from, and that no version of it takes traffic by itself.
export { claimOutside } from './claim-run';
export { endLostRun } from './end-lost-run';
export { giveUpClaim } from './give-up-claim';
export { handInModel } from './hand-in-model';
export { noteClaim } from './note-claim';
export * from './operations';
export { readClaimedRows } from './read-claimed-rows';
export { getRecipe, saveRecipe } from './recipes';
export { asPipeline } from './require-claim';
export { runNextTraining, type TrainingTools } from './run-next-training';
export { getRun, getRunLog, getRunNumber, listRuns } from './show-runs';
export { startDueRun } from './start-due-run';
export { startRun } from './start-run';
export { stopRun } from './stop-run';
export { listRunsOn } from './store-runs';
export { trainFirstModel } from './train-first-model';
export * from './trainer-operations';
export { getTriggers, planTriggers, saveTriggers } from './triggers';
