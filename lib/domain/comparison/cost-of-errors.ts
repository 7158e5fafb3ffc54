import { drawDifference } from './draw-difference';
import type { ErrorCosts, ErrorPrices } from './schema';
import type { ScoredRow } from './score-rows';

const PER_ROWS = 1000;

/**
 * What wrong answers of each version cost per 1,000 labelled rows, where one class is the alarm: its answer to a row of another class is a
 * false alarm, another answer to its row a miss; of other wrong answers nobody said a price. Null without rows.
 * Example: of two rows labelled late, both misses of `a` at 5 and none of `b`, `a` costs 5,000 and `b` 0 per 1,000 rows.
 */
export function costOfErrors(rows: readonly ScoredRow[], prices: ErrorPrices, hasEntities: boolean): ErrorCosts | null {
  if (rows.length === 0) return null;
  const costOf = (answer: string, label: string): number => {
    if (answer === label) return 0;
    if (label === prices.alarm) return prices.miss;
    return answer === prices.alarm ? prices.falseAlarm : 0;
  };
  const sides = { weight: 0, a: 0, b: 0 };
  const gained = rows.map(({ dayMs, entity, weight, label, answers }) => {
    const [a, b] = [costOf(answers.a, label), costOf(answers.b, label)];
    sides.weight += weight;
    sides.a += weight * a;
    sides.b += weight * b;
    return { dayMs, entity, weight, gain: a - b };
  });
  const saved = drawDifference(gained, hasEntities);
  const perRows = (value: number | null) => (value === null ? null : value * PER_ROWS);
  return {
    ...prices,
    n: rows.length,
    days: new Set(rows.map(({ dayMs }) => dayMs)).size,
    a: (sides.a / sides.weight) * PER_ROWS,
    b: (sides.b / sides.weight) * PER_ROWS,
    saved: { ...saved, value: saved.value * PER_ROWS, low: perRows(saved.low), high: perRows(saved.high) },
  };
}
