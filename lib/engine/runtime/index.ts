// The runtime: model files in processes of their own, with limits, a queue and a breaker.
// Promises that no model and no input takes anything down but its own process.
export { runnerDefaults } from './defaults';
export { Runner, RunnerError, type RunnerFault, type RunnerSpec, type RunResult } from './runner';
export { detectSandbox, type Sandbox } from './sandbox';
export { PoolError, type PoolFault, type PoolResult, VersionPool } from './version-pool';
