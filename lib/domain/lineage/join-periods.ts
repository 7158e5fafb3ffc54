import type { LineagePeriod } from './schema';

/** Who was champion when: each change ends the time of the one before, and a version that is put in its own place goes on. */
export function championPeriods(changes: readonly { toNumber: number; at: Date }[]): Map<number, LineagePeriod[]> {
  const periods = new Map<number, LineagePeriod[]>();
  const real = changes.filter(({ toNumber }, index) => changes[index - 1]?.toNumber !== toNumber);
  for (const [index, { toNumber, at }] of real.entries()) {
    const to = real[index + 1]?.at.toISOString() ?? null;
    periods.set(toNumber, [...(periods.get(toNumber) ?? []), { role: 'champion', from: at.toISOString(), to }]);
  }
  return periods;
}
