// The demo: real flights and real weather, loaded and replayed as a person and a program would.
// Promises that its rows go through the gateway like any others and that a label never comes before its real time.
export { DEMO_JOB, getDemo, REPLAY_JOB, setReplaySpeed, startDemo } from './demo';
export { type LoadTools, loadDemo } from './load-demo';
export * from './operations';
export { ReplayPayload, type ReplayTools, replayDemo } from './replay';
export { findReplaySpeed } from './store';
