import { majorityBaseline } from '@/lib/pure/stats/majority-baseline';
import { applySingleFeatureMean, fitSingleFeatureMean } from '@/lib/pure/stats/single-feature-mean';
import { applySingleFeatureRule, type FeatureColumn, fitSingleFeatureRule } from '@/lib/pure/stats/single-feature-rule';
import type { RowPlace } from '../../registry';
import { featureColumn } from '../feature-column';
import type { CheckId, Measurement } from '../schema';
import { describeRule, splitByGroup } from '../score-classification';
import type { JudgedAnswers } from './judged-answers';
import { meanInterval } from './mean-interval';
import { estimated, unknown } from './measure';
import type { Lesson } from './read-lessons';

const MOST_COLUMNS = 200;
/** Of last values: below, those of the same entity are too few and any earlier row stands in. */
const FEW_ROWS = 30;

type Truth = string | number;

/** What simple answers learn from and are held against, in one list: training rows where those are known, then the judged ones. */
interface Pool {
  task: JudgedAnswers['task'];
  rows: readonly Pick<Lesson, 'placed' | 'entity' | 'timeMs'>[];
  truths: readonly Truth[];
  /** Places of the rows that are learnt from. */
  fit: number[];
  /** Places of the rows whose truth may stand in for the next one's. */
  known: number[];
  /** Where the judged rows begin. */
  from: number;
}

/** A simple answer to each row of the pool; null where it has none. */
interface Baseline {
  answers: (Truth | null)[];
  facts: Record<string, string | number>;
}

/**
 * How much better it answers than what needs no model: learnt from its training rows and judged on all rows; where those are not known
 * (`lessons` is null), learnt from the first half of the days or entities and judged on the others.
 */
export function checkBaselines(
  judged: JudgedAnswers,
  places: readonly RowPlace[],
  unit: string,
  lessons: readonly Lesson[] | null,
): Measurement[] {
  const { first, rest } = lessons ? { first: [], rest: judged.answered } : halves(judged);
  const pool = poolOf(judged, lessons ?? [], first);
  const why = lessons ? 'gain-training' : 'gain';
  const taught: Baseline['facts'] = lessons ? { taught: lessons.length } : {};
  const compare = (check: CheckId, baseline: Baseline | null, none: string): Measurement => {
    if (!baseline) return unknown(check, none);
    const goodness = judged.truths.map((truth, i) => goodnessFor(truth, baseline.answers[pool.from + i] ?? null));
    const gains = judged.goodness.map((one, i) => one - (goodness[i] ?? Number.NaN));
    const rows = rest.filter((i) => !Number.isNaN(gains[i] ?? Number.NaN));
    if (rows.length === 0) return unknown(check, none);
    const own = rows.reduce((sum, i) => sum + (judged.goodness[i] ?? 0), 0) / rows.length;
    const theirs = rows.reduce((sum, i) => sum + (goodness[i] ?? 0), 0) / rows.length;
    const scores = { own: Math.abs(own), theirs: Math.abs(theirs), task: judged.task, unit };
    const facts = { ...baseline.facts, ...taught, ...scores };
    return estimated(check, meanInterval(judged.ways, rows, gains), 'above', why, facts);
  };
  return [
    compare('constant', constantOf(pool), 'no-rows'),
    compare('last-value', lastValueOf(pool), 'no-times'),
    compare('single-rule', ruleOf(pool, places), 'no-rule'),
  ];
}

function poolOf(judged: JudgedAnswers, lessons: readonly Lesson[], first: readonly number[]): Pool {
  const from = lessons.length;
  const taught = lessons.map((_, i) => i);
  return {
    task: judged.task,
    rows: [...lessons, ...judged.rows],
    truths: [...lessons.map(({ truth }) => truth), ...judged.truths],
    fit: from > 0 ? taught : [...first],
    known: [...taught, ...judged.answered.map((i) => from + i)],
    from,
  };
}

/** The first half of the days, of the entities, or of the rows, in the order of their times where they have any. */
function halves({ rows, ways, answered }: JudgedAnswers): { first: number[]; rest: number[] } {
  const timed = (i: number) => rows[i]?.timeMs ?? Number.POSITIVE_INFINITY;
  const order = answered.toSorted((a, b) => (timed(a) === timed(b) ? a - b : timed(a) - timed(b)));
  const keys = order.map((i) => ways[0]?.keys[i] ?? '');
  const { first, rest } = splitByGroup(keys);
  const rowsAt = (places: readonly number[]) => places.map((place) => order[place] ?? 0);
  return { first: rowsAt(first), rest: rowsAt(rest) };
}

function goodnessFor(truth: Truth, answer: Truth | null): number {
  if (answer === null) return Number.NaN;
  return typeof truth === 'number' ? -Math.abs(truth - Number(answer)) : truth === answer ? 1 : 0;
}

const textsAt = (truths: readonly Truth[], rows: readonly number[]) => rows.map((i) => String(truths[i] ?? ''));
const numbersAt = (truths: readonly Truth[], rows: readonly number[]) =>
  rows.map((i) => Number(truths[i] ?? Number.NaN));

function constantOf({ task, truths, fit }: Pool): Baseline | null {
  if (fit.length === 0) return null;
  if (task === 'regression') {
    const numbers = numbersAt(truths, fit);
    const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    return { answers: truths.map(() => mean), facts: { answer: Number(mean.toPrecision(6)) } };
  }
  const majority = majorityBaseline(textsAt(truths, fit), []);
  return majority && { answers: truths.map(() => majority.label), facts: { answer: majority.label } };
}

/** The truth of the last row before it in time: of the same entity, or of any where few entities come again. */
function lastValueOf({ rows, truths, known, from }: Pool): Baseline | null {
  const timed = known.filter((i) => rows[i]?.timeMs !== null);
  if (!timed.some((i) => i >= from)) return null;
  const own = lastValues(
    rows.map(({ entity }) => entity),
    rows.map(({ timeMs }) => timeMs),
    truths,
    timed,
  );
  if (own.filter((answer, i) => i >= from && answer !== null).length >= FEW_ROWS)
    return { answers: own, facts: { of: 'entity' } };
  const any = lastValues(
    rows.map(() => 'all'),
    rows.map(({ timeMs }) => timeMs),
    truths,
    timed,
  );
  return { answers: any, facts: { of: 'all' } };
}

function lastValues(
  keys: readonly (string | null)[],
  times: readonly (number | null)[],
  truths: readonly Truth[],
  rows: readonly number[],
): (Truth | null)[] {
  const answers: (Truth | null)[] = truths.map(() => null);
  const last = new Map<string, { timeMs: number; truth: Truth; before: Truth | null }>();
  for (const i of rows.toSorted((a, b) => (times[a] ?? 0) - (times[b] ?? 0))) {
    const [key, timeMs, truth] = [keys[i] ?? null, times[i] ?? 0, truths[i] ?? ''];
    if (key === null) continue;
    const found = last.get(key);
    // Rows of one moment do not know each other.
    const before = found ? (timeMs > found.timeMs ? found.truth : found.before) : null;
    answers[i] = before;
    last.set(key, { timeMs, truth, before });
  }
  return answers;
}

function ruleOf({ task, rows, truths, fit }: Pool, places: readonly RowPlace[]): Baseline | null {
  const columns = places.slice(0, MOST_COLUMNS).map((place, at) =>
    featureColumn(
      place,
      rows.map(({ placed }) => placed[at] ?? ''),
    ),
  );
  const fitted = columns.map((column) => pickRows(column, fit));
  if (task === 'classification') {
    const rule = fitSingleFeatureRule(fitted, textsAt(truths, fit));
    const column = columns.find(({ name }) => name === rule?.column);
    if (!rule || !column) return null;
    const answers = column.values.map((value) => applySingleFeatureRule(rule, value));
    return { answers, facts: { column: rule.column, rule: describeRule(rule).slice(0, 300) } };
  }
  const rule = fitSingleFeatureMean(fitted, numbersAt(truths, fit));
  const column = columns.find(({ name }) => name === rule?.column);
  if (!rule || !column) return null;
  const answers = column.values.map((value) => applySingleFeatureMean(rule, value));
  return { answers, facts: { column: rule.column, rule: `${rule.column} → mean` } };
}

const pickRows = (column: FeatureColumn, rows: readonly number[]): FeatureColumn =>
  column.kind === 'number'
    ? { ...column, values: rows.map((i) => column.values[i] ?? null) }
    : { ...column, values: rows.map((i) => column.values[i] ?? null) };
