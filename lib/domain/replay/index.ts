// Replay: what would another version have said?
// Promises that nothing of it is logged or counted, and that no version is scored by what it was trained on.
export { blameRow } from './blame-row';
export * from './operations';
export { cancelReplay, listReplays, startReplay } from './replays';
export { runReplay, WINDOW_REPLAY_JOB } from './run-replay';
