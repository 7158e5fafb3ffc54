export type PoolFault =
  | { kind: 'full' }
  | { kind: 'breaker'; retryAfterSeconds: number }
  | { kind: 'poison' }
  | { kind: 'refused'; reason: string }
  | { kind: 'died'; reason: string }
  | { kind: 'timeout' }
  | { kind: 'load'; reason: string }
  | { kind: 'stopped' };

export class PoolError extends Error {
  readonly fault: PoolFault;
  constructor(fault: PoolFault) {
    super(fault.kind);
    this.name = 'PoolError';
    this.fault = fault;
  }
}
