// The runtime: model files in processes of their own, with limits, a queue and a breaker.
// Promises that no model and no input takes anything down but its own process.

export type { PoolResult } from './call-queue';
export { runnerDefaults } from './defaults';
export { PoolError, type PoolFault } from './pool-error';
export { Runner, RunnerError, type RunnerFault, type RunnerSpec, type RunResult } from './runner';
export { detectSandbox, type Sandbox } from './sandbox';
export { type RunnerRange, VersionPool } from './version-pool';
