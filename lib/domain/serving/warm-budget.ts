export interface WarmRunner<Version> {
  version: Version;
  /** Resident memory, as the upload's probe saw it. */
  bytes: number;
  lastUsedMs: number;
}

/** Which runners must rest so that the others fit into the budget: those that were asked longest ago. The last one asked never rests. */
export function chooseToRest<Version>(warm: readonly WarmRunner<Version>[], budgetBytes: number): Version[] {
  const oldestFirst = [...warm].sort((a, b) => a.lastUsedMs - b.lastUsedMs);
  let bytes = warm.reduce((sum, runner) => sum + runner.bytes, 0);
  const resting: Version[] = [];
  for (const runner of oldestFirst.slice(0, -1)) {
    if (bytes <= budgetBytes) break;
    bytes -= runner.bytes;
    resting.push(runner.version);
  }
  return resting;
}
