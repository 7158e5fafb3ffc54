// Drift: do inputs still look like the rows that the model learnt from?
// Promises that days, not rows, are what is compared for an alarm, and that no setting raises more false alarms than it says.
// Promises that a distance is over the reference's own bins, that nulls are never folded into it, and that few rows are called few.
export { getDrift } from './get-drift';
export { getImportance } from './get-importance';
export * from './operations';
export { type ReadWindow, readWindow } from './read-window';
export { cancelDriftReport, DRIFT_REPORT_JOB, listDriftReports, ReportPayload, startDriftReport } from './reports';
export { runDriftReport } from './run-report';
export { setDriftSettings } from './set-drift-settings';
export { stripDrift } from './strip-drift';
export { FirstReferencePayload, takeFirstReference } from './take-first-reference';
export { takeReference } from './take-reference';
export { tryChange } from './try-change';
export { updateImportance } from './update-importance';
export { type TogetherTools, updateTogether } from './update-together';
export { watchDrift } from './watch-drift';
export { watchTogether } from './watch-together';
