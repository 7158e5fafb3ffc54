import type { LiveFinding } from './schema';

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** A finding in a sentence, such as: It was in staging for 3 hours with 40 calls, 0 % of them failed; … */
export function tellFinding(finding: LiveFinding): string {
  return finding.rule === 'staging' ? tellStaging(finding) : tellComparison(finding);
}

function tellStaging({ wanted, calls, hours, errorPercent }: Extract<LiveFinding, { rule: 'staging' }>): string {
  const was =
    hours === 0
      ? 'It was never in staging'
      : `It was in staging for ${short(hours)} hours with ${calls} calls${errorPercent === null ? '' : `, of which ${short(errorPercent)} % failed`}`;
  return `${was}; the rules want ${short(wanted.hours)} hours, ${wanted.calls} calls and ${short(wanted.errorPercent)} % failed at most.`;
}

function tellComparison(finding: Extract<LiveFinding, { rule: 'comparison' }>): string {
  const { wanted, found, measure, unit, n, days, difference, errorRate } = finding;
  const want =
    wanted.want === 'better'
      ? 'proven better than the champion on the same live rows'
      : `proven not worse than the champion by more than ${short(wanted.points)} ${measure === 'mae' ? '% of its error' : 'points'} on the same live rows`;
  if (!difference || found === 'none') return `The rules want it ${want}, and no labelled row was answered by both.`;
  const write = (value: number) =>
    measure === 'mae' ? `${short(value)} ${unit}`.trim() : `${short(100 * value)} points`;
  const { value, low, high } = difference;
  const interval = low === null || high === null ? '' : ` (95 % interval ${write(low)} to ${write(high)})`;
  const verdict = {
    better: 'it is proven better',
    worse: 'it is proven worse',
    'not-proven': 'neither is proven better',
    'too-few': 'there are too few rows or days to tell',
  }[found];
  return `The rules want it ${want}; ${verdict}: ${value >= 0 ? '+' : ''}${write(value)}${interval}, n = ${n} rows of ${days} days, rate of error ${short(100 * errorRate)} %.`;
}
