import { bettingEvidence, moreGainsToDecide } from '@/lib/pure/stats/betting-evidence';
import { gainOfDay } from '@/lib/pure/stats/day-gain';
import { drawWays } from '@/lib/pure/stats/draw-ways';
import { hashText } from '@/lib/pure/stats/hash-text';
import { exactMcNemar } from '@/lib/pure/stats/mcnemar';
import type { Way } from '@/lib/pure/stats/widest-interval';
import { FEW_BLOCKS } from '../performance/schema';
import { type ComparedScores, type Difference, LEVEL } from './schema';
import { baselineOf, type ScoredRow } from './score-rows';

const MOST_CLASSES = 30;
/** Beyond it whole entities are drawn in groups. */
const MOST_BLOCKS = 1024;

interface Sums {
  weight: number;
  gained: number;
  lost: number;
}

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
    difference: differenceOf(rows, of.hasEntities),
    rows: countRows(rows, of.measure),
    byDay: { won, lost, p: exactMcNemar(won, lost) },
    sequential: followDays(days, of.todayMs),
    classes: of.measure === 'accuracy' ? describeClasses(rows, of) : [],
  };
}

const blockOf = ({ entity, dayMs }: ScoredRow): string => (entity === null ? `day/${dayMs}` : `entity/${entity}`);

function sumBy<Key>(rows: readonly ScoredRow[], keyOf: (row: ScoredRow) => Key): Map<Key, Sums> {
  const found = new Map<Key, Sums>();
  for (const row of rows) {
    const key = keyOf(row);
    const sums = found.get(key) ?? { weight: 0, gained: 0, lost: 0 };
    found.set(key, sums);
    sums.weight += row.weight;
    sums.gained += row.weight * Math.max(0, row.gain);
    sums.lost += row.weight * Math.max(0, -row.gain);
  }
  return found;
}

const asSums = (sums: Iterable<Sums>): Float64Array[] =>
  Array.from(sums, ({ weight, gained, lost }) => Float64Array.of(weight, gained - lost));

function differenceOf(rows: readonly ScoredRow[], hasEntities: boolean): Difference {
  const days = asSums(sumBy(rows, ({ dayMs }) => dayMs).values());
  const ways: Way<Float64Array>[] = [{ by: 'day', blocks: days }];
  if (hasEntities) {
    const whole = sumBy(rows, blockOf);
    const grouped =
      whole.size <= MOST_BLOCKS ? whole : sumBy(rows, (row) => String(hashText(blockOf(row), 0) % MOST_BLOCKS));
    ways.unshift({ by: 'entity', blocks: asSums(grouped.values()) });
  }
  const mean = (sum: Float64Array): number => (sum[1] ?? 0) / (sum[0] ?? 0);
  const drawn = drawWays(ways, (sum) => [mean(sum)])(0, (way) => (ways[way]?.blocks.length ?? 0) >= FEW_BLOCKS);
  const whole = Float64Array.of(0, 0);
  for (const day of days) for (const [at, value] of day.entries()) whole[at] = (whole[at] ?? 0) + value;
  const isDrawn = Number.isFinite(drawn.low) && Number.isFinite(drawn.high);
  return {
    value: mean(whole),
    low: isDrawn ? drawn.low : null,
    high: isDrawn ? drawn.high : null,
    by: isDrawn ? drawn.by : null,
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
      difference: differenceOf(own, of.hasEntities),
    }));
}
