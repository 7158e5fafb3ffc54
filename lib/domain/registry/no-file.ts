import type { Inspection, Probe } from './schema';

/** What a version has that no file of ours answers for. */
export const NO_FILE: {
  filename: string;
  sizeBytes: number;
  sha256: null;
  servedSha256: null;
  inspection: Inspection;
  probe: Probe;
} = {
  filename: '',
  sizeBytes: 0,
  sha256: null,
  servedSha256: null,
  inspection: {
    irVersion: 0,
    producer: '',
    opsets: [],
    operators: [],
    nodeCount: 0,
    metadata: [],
    docString: '',
    zipMapRemoved: false,
    sequencesSplit: 0,
    findings: [],
  },
  probe: {
    runs: 0,
    loadMs: 0,
    latencyMsP50: 0,
    latencyMsP95: 0,
    memoryBytes: null,
    batchInvariant: false,
    deterministic: false,
  },
};
