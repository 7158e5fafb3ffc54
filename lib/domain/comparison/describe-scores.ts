import { bettingEvidence, moreGainsToDecide } from '@/lib/pure/stats/betting-evidence';
import { gainOfDay } from '@/lib/pure/stats/day-gain';
import { exactMcNemar } from '@/lib/pure/stats/mcnemar';
import { blockOf, drawDifference, type Sums, sumBy } from './draw-difference';
import { type ComparedScores, LEVEL } from './schema';
import { baselineOf, type ScoredRow } from './score-rows';

const MOST_CLASSES = 30;

/** Everything that labelled rows say about two versions; null without any. Days from `todayMs` on are not over. */
export function describeScores(
  rows: readonly ScoredRow[],
  of: {
    measure: 'accuracy' | 'mae';
    unit: string;
    nameOf: (label: string) => string;
    hasEntities: boolean;
    todayMs: number;
  },
): ComparedScores | null {
  if (rows.length === 0) return null;
  const days = sumBy(rows, ({ dayMs }) => dayMs);
  const entities = of.hasEntities ? sumBy(rows, blockOf).size : null;
  const total = { weight: 0, squares: 0, a: 0, b: 0 };
  for (const { weight, a, b } of rows) {
    total.weight += weight;
    total.squares += weight * weight;
    total.a += weight * a;
    total.b += weight * b;
  }
  const won = [...days.values()].filter(({ gained, lost }) => gained > lost).length;
  const lost = [...days.values()].filter((day) => day.lost > day.gained).length;
  return {
    measure: of.measure,
    unit: of.unit,
    n: rows.length,
    effectiveRows: total.weight ** 2 / total.squares,
    days: days.size,
    entities,
    effective: entities !== null && entities < days.size ? { n: entities, by: 'entity' } : { n: days.size, by: 'day' },
    a: total.a / total.weight,
    b: total.b / total.weight,
    baseline: baselineOf(rows, of.measure),
    difference: drawDifference(rows, of.hasEntities),
    rows: countRows(rows, of.measure),
    byDay: { won, lost, p: exactMcNemar(won, lost) },
    sequential: followDays(days, of.todayMs),
    classes: of.measure === 'accuracy' ? describeClasses(rows, of) : [],
  };
}

function countRows(rows: readonly ScoredRow[], measure: 'accuracy' | 'mae'): ComparedScores['rows'] {
  const count = (fits: (row: ScoredRow) => boolean) => rows.filter(fits).length;
  return {
    bothRight: count(({ gain, a }) => gain === 0 && (measure === 'mae' || a === 1)),
    won: count(({ gain }) => gain > 0),
    lost: count(({ gain }) => gain < 0),
    bothWrong: measure === 'mae' ? 0 : count(({ gain, a }) => gain === 0 && a === 0),
  };
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** What betting on each day that is over says, in the order of the days. */
function followDays(days: ReadonlyMap<number, Sums>, todayMs: number): ComparedScores['sequential'] {
  const over = [...days].filter(([dayMs]) => dayMs < todayMs).sort(([a], [b]) => a - b);
  const gains = over.map(([, sums]) => gainOfDay(sums));
  const losses = gains.map((gain) => -gain);
  const [better, worse] = [bettingEvidence(gains, LEVEL), bettingEvidence(losses, LEVEL)];
  const since = (at: number | null) => {
    const day = at === null ? undefined : over[at];
    return day ? isoDay(day[0]) : null;
  };
  const isProven = better.crossedAt !== null || worse.crossedAt !== null;
  return {
    days: over.length,
    needed: 1 / LEVEL,
    better: better.now,
    worse: worse.now,
    betterSince: since(better.crossedAt),
    worseSince: since(worse.crossedAt),
    moreDays: isProven ? 0 : moreGainsToDecide(better.now >= worse.now ? gains : losses, LEVEL),
  };
}

/** By the class of the label, the most frequent first. */
function describeClasses(
  rows: readonly ScoredRow[],
  of: { nameOf: (label: string) => string; hasEntities: boolean },
): ComparedScores['classes'] {
  const byLabel = new Map<string, ScoredRow[]>();
  for (const row of rows) {
    const own = byLabel.get(row.label);
    if (own) own.push(row);
    else byLabel.set(row.label, [row]);
  }
  return [...byLabel]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, MOST_CLASSES)
    .map(([label, own]) => ({
      label,
      name: of.nameOf(label),
      n: own.length,
      days: new Set(own.map(({ dayMs }) => dayMs)).size,
      won: own.filter(({ gain }) => gain > 0).length,
      lost: own.filter(({ gain }) => gain < 0).length,
      difference: drawDifference(own, of.hasEntities),
    }));
}
