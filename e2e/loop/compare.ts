import type { Caller } from './caller';

export interface Compared {
  verdict: 'better' | 'worse' | 'not-proven' | 'too-few';
  cutOff: string | null;
  leftOut: { beforeCutOff: number; inTraining: number };
  scores: {
    n: number;
    days: number;
    a: number;
    b: number;
    baseline: { value: number };
    difference: { value: number; low: number | null; high: number | null; by: string | null };
    byDay: { won: number; lost: number; p: number };
    sequential: { better: number; worse: number; needed: number; betterSince: string | null };
  } | null;
}

/** Up to this moment: a week passes in seconds here, and a reading that took long is told again for longer than that. */
export const compare = (scientist: Caller, model: string, pair: { a: number; b: number }): Promise<Compared> =>
  scientist.ask('GET', `/api/models/${model}/comparison?a=${pair.a}&b=${pair.b}&to=${new Date().toISOString()}`);

const points = (share: number): string => `${share > 0 ? '+' : ''}${(100 * share).toFixed(2)}`;

/** The verdict with all that it stands on, in a sentence. */
export function tellComparison({ verdict, scores, leftOut }: Compared, pair: { a: number; b: number }): string {
  if (!scores) return `version ${pair.b} against ${pair.a}: ${verdict}, no labelled row counts yet`;
  const { n, days, a, b, difference, byDay, sequential } = scores;
  const { low, high, by } = difference;
  const interval = low === null || high === null ? 'no interval' : `95 % by ${by} ${points(low)} to ${points(high)}`;
  return [
    `version ${pair.b} against ${pair.a}: ${verdict.toUpperCase()}`,
    `accuracy ${(100 * b).toFixed(2)} % against ${(100 * a).toFixed(2)} %, ${points(difference.value)} points (${interval})`,
    `days won ${byDay.won}, lost ${byDay.lost}, p = ${byDay.p.toPrecision(2)}`,
    `evidence ${Math.min(sequential.better, 1e6).toPrecision(3)} of ${sequential.needed}`,
    `n = ${n.toLocaleString('en')} rows of ${days} days after the cut-off (${leftOut.beforeCutOff + leftOut.inTraining} left out)`,
  ].join('; ');
}
