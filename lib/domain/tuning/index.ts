// Tuning: what can be changed of a version's answers without a new file.
// Promises that every change is one more entry of a history, that all can be undone, and that nothing is told by the rows it was learnt on.
export { getSettings } from './get-settings';
export * from './operations';
export { previewSettings } from './preview-settings';
export { proposeSettings } from './propose-settings';
export { saveSettings, undoSettings } from './save-settings';
