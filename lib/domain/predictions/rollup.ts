import {
  addToSketch,
  createSketch,
  type DdSketch,
  mergeSketch,
  sketchFromText,
  sketchToText,
} from '@/lib/pure/stats/dd-sketch';
import { logBinIndex } from '@/lib/pure/stats/log-bins';
import { binIndex, type ReferenceProfile } from '@/lib/pure/stats/reference-profile';
import { scoreBin } from '@/lib/pure/stats/score-bins';
import { addNamed as add, nameOf } from './named-counts';
import { mergeParts, type Parts, type PartsJson, partsFromJson, partsToJson } from './traffic-parts';

/** Texts kept by name per column and bucket; the rest is counted as other. */
const MAX_TEXTS = 200;

export type FeatureCounts = {
  n: number;
  nulls: number;
  /** Reference-free: log bins of numbers, or counts of texts. */
  bins: Record<string, number>;
  texts: Record<string, number>;
  other: number;
  /**
   * Counts over the bins of the active reference profile, with what fell outside it. Of what describes a text `nulls` is counted here and the rest
   * is 0, because only the reference says that there is something to describe.
   */
  reference: { profile: string; counts: number[]; unseen: number; nulls?: number } | null;
};

/** Rows per bin of the probability that a class was given, by its place among the version's classes. */
export type ScoreCounts = Record<string, { answered: Record<string, number>; other: Record<string, number> }>;

export type OutputCounts = {
  /** Rows per outcome of a classification. */
  classes: Record<string, number>;
  /** Log bins of a regression's value. */
  bins: Record<string, number>;
};

/** One bucket of the log: counts that add up, so that minutes fold into hours and days. */
export interface Rollup {
  calls: number;
  rows: number;
  errors: Record<string, number>;
  latency: DdSketch;
  features: Map<string, FeatureCounts>;
  outputs: OutputCounts;
  /** Counted per day only. */
  scores: ScoreCounts;
  /** Counted with the columns, per hour. */
  parts: Parts;
  /** Of a shadow: rows held against the answers that callers got, and those that say the same. */
  compared: number;
  agreeing: number;
}

export const emptyRollup = (): Rollup => ({
  calls: 0,
  rows: 0,
  errors: {},
  latency: createSketch(),
  features: new Map(),
  outputs: { classes: {}, bins: {} },
  scores: {},
  parts: new Map(),
  compared: 0,
  agreeing: 0,
});

/** A rollup as its columns hold it. Only this room writes them. */
export interface RollupJson {
  calls: number;
  rows: number;
  errors: Record<string, number>;
  /** As `sketchToText` writes it. */
  latency: string;
  features: Record<string, FeatureCounts>;
  outputs: OutputCounts;
  scores: ScoreCounts;
  parts: PartsJson;
  compared: number;
  agreeing: number;
}

export const rollupToJson = (rollup: Rollup): RollupJson => ({
  calls: rollup.calls,
  rows: rollup.rows,
  errors: rollup.errors,
  latency: sketchToText(rollup.latency),
  features: Object.fromEntries(rollup.features),
  outputs: rollup.outputs,
  scores: rollup.scores,
  parts: partsToJson(rollup.parts),
  compared: rollup.compared,
  agreeing: rollup.agreeing,
});

/** What `rollupToJson` made, read back. A year of it is read for one page, so that nothing is checked again. */
export function rollupFromJson(json: unknown): Rollup {
  // The columns hold what this room wrote.
  const { calls, rows, errors, latency, features, outputs, scores, parts, compared, agreeing } = json as RollupJson;
  return {
    calls,
    rows,
    errors,
    latency: sketchFromText(latency),
    features: new Map(Object.entries(features)),
    outputs,
    scores,
    parts: partsFromJson(parts),
    compared,
    agreeing,
  };
}

/** Bins are named by numbers, which no object has as names of its own. */
const addBin = (counts: Record<string, number>, bin: number | string, by = 1) => {
  counts[bin] = (counts[bin] ?? 0) + by;
};

function addText(counts: FeatureCounts, text: string, by: number) {
  const name = nameOf(text);
  if (Object.hasOwn(counts.texts, name) || Object.keys(counts.texts).length < MAX_TEXTS) add(counts.texts, name, by);
  else counts.other += by;
}

/** Adds one call: its latency in microseconds, where it is known, and its rows. */
export function addCall(rollup: Rollup, call: { rows: number; latencyUs: number | null }): void {
  rollup.calls += 1;
  rollup.rows += call.rows;
  if (call.latencyUs !== null) addToSketch(rollup.latency, call.latencyUs);
}

/** Adds the rows of a shadow's answer that were held against what the caller got. */
export function addComparison(rollup: Rollup, of: { rows: number; agreeing: number }): void {
  rollup.compared += of.rows;
  rollup.agreeing += of.agreeing;
}

export const addError = (rollup: Rollup, code: string): void => add(rollup.errors, code, 1);

export type CountedValue = number | string | boolean | null;

/** A column's profile among those of one reference. */
export interface ColumnOfReference {
  id: string;
  profile: ReferenceProfile;
}

function countsOf(rollup: Rollup, column: string): FeatureCounts {
  let counts = rollup.features.get(column);
  if (!counts) {
    counts = { n: 0, nulls: 0, bins: {}, texts: {}, other: 0, reference: null };
    rollup.features.set(column, counts);
  }
  return counts;
}

const plainOf = (value: CountedValue) => (typeof value === 'boolean' ? String(value) : value);
const isNull = (plain: number | string | null) => plain === null || plain === '';

/** Adds one value of a column. `reference`: the active profile's id and bins of this column. */
export function addFeature(
  rollup: Rollup,
  column: string,
  value: CountedValue,
  reference: ColumnOfReference | null,
): void {
  const counts = countsOf(rollup, column);
  const plain = plainOf(value);
  counts.n += 1;
  if (isNull(plain)) counts.nulls += 1;
  else if (typeof plain === 'number') addBin(counts.bins, logBinIndex(plain));
  else if (plain !== null) addText(counts, plain, 1);
  if (reference) countOver(counts, plain, reference);
}

/** The same without the bins that know no reference. */
export function addOverReference(
  rollup: Rollup,
  column: string,
  value: CountedValue,
  reference: ColumnOfReference,
): void {
  const counts = countsOf(rollup, column);
  const plain = plainOf(value);
  counts.n += 1;
  if (isNull(plain)) counts.nulls += 1;
  countOver(counts, plain, reference);
}

/** Adds what describes one text. */
export function addDescribed(rollup: Rollup, column: string, value: CountedValue, reference: ColumnOfReference): void {
  const counts = countsOf(rollup, column);
  const plain = plainOf(value);
  countOver(counts, plain, reference);
  if (counts.reference) counts.reference.nulls = (counts.reference.nulls ?? 0) + (isNull(plain) ? 1 : 0);
}

function countOver(counts: FeatureCounts, plain: number | string | null, reference: ColumnOfReference) {
  if (counts.reference?.profile !== reference.id)
    counts.reference = { profile: reference.id, counts: new Array(reference.profile.counts.length).fill(0), unseen: 0 };
  const comparable = reference.profile.kind === 'category' && plain !== null ? String(plain) : plain;
  const bin = comparable === '' ? 'null' : binIndex(reference.profile, comparable);
  if (bin === 'unseen') counts.reference.unseen += 1;
  else if (bin !== 'null') counts.reference.counts[bin] = (counts.reference.counts[bin] ?? 0) + 1;
}

export function addOutcome(rollup: Rollup, outcome: { label: string | null; value: number | null }): void {
  if (outcome.label !== null) add(rollup.outputs.classes, nameOf(outcome.label), 1);
  else if (outcome.value !== null) addBin(rollup.outputs.bins, logBinIndex(outcome.value));
}

function scoresOfClass(scores: ScoreCounts, index: number | string) {
  scores[index] ??= { answered: {}, other: {} };
  return scores[index];
}

/** Adds the probability that a row gave to one class, and whether that class was its answer. */
export function addScore(rollup: Rollup, index: number, of: { score: number; isAnswer: boolean }): void {
  const { answered, other } = scoresOfClass(rollup.scores, index);
  addBin(of.isAnswer ? answered : other, scoreBin(of.score));
}

/** Adds the counts of `other` into `into`. */
export function mergeScores(into: ScoreCounts, other: ScoreCounts): void {
  for (const [index, from] of Object.entries(other)) {
    const to = scoresOfClass(into, index);
    for (const [bin, count] of Object.entries(from.answered)) addBin(to.answered, bin, count);
    for (const [bin, count] of Object.entries(from.other)) addBin(to.other, bin, count);
  }
}

/** Adds the answers of `other` into `into`. */
export function mergeOutputs(into: OutputCounts, other: OutputCounts): void {
  for (const [name, count] of Object.entries(other.classes)) add(into.classes, name, count);
  for (const [name, count] of Object.entries(other.bins)) add(into.bins, name, count);
}

/** Adds `other` into `into`: the same as having added its calls one by one. Of two profiles the newer one's counts stay. */
export function mergeRollup(into: Rollup, other: Rollup): void {
  into.calls += other.calls;
  into.rows += other.rows;
  into.compared += other.compared;
  into.agreeing += other.agreeing;
  for (const [code, count] of Object.entries(other.errors)) add(into.errors, code, count);
  mergeSketch(into.latency, other.latency);
  mergeOutputs(into.outputs, other.outputs);
  mergeScores(into.scores, other.scores);
  mergeParts(into.parts, other.parts);
  for (const [name, from] of other.features) {
    const to = into.features.get(name);
    if (!to) {
      into.features.set(name, structuredClone(from));
      continue;
    }
    to.n += from.n;
    to.nulls += from.nulls;
    to.other += from.other;
    for (const [bin, count] of Object.entries(from.bins)) add(to.bins, bin, count);
    for (const [text, count] of Object.entries(from.texts)) addText(to, text, count);
    if (!from.reference) continue;
    if (to.reference?.profile === from.reference.profile) addCounts(to.reference, from.reference);
    else if (!to.reference || from.reference.profile > to.reference.profile)
      to.reference = structuredClone(from.reference);
  }
}

/** What of a column's counts is told over a reference. */
type OverReference = Pick<FeatureCounts, 'n' | 'nulls' | 'reference'>;

/** Rows of a column and those of them without a value, whether it is counted itself or describes texts. */
export function countedRows({ n, nulls, reference }: OverReference): { rows: number; nulls: number } {
  if (reference?.nulls === undefined) return { rows: n, nulls };
  const counted = reference.counts.reduce((sum, count) => sum + count, reference.unseen);
  return { rows: counted + reference.nulls, nulls: reference.nulls };
}

/** Adds only what `other` counted over one reference: values, nulls and the bins of that profile. */
export function mergeOverReference(
  into: Rollup['features'],
  other: Iterable<readonly [string, OverReference]>,
  profile: string,
): void {
  for (const [name, from] of other) {
    let to = into.get(name);
    if (!to) {
      to = { n: 0, nulls: 0, bins: {}, texts: {}, other: 0, reference: null };
      into.set(name, to);
    }
    if (from.reference?.profile === profile || from.reference?.nulls === undefined) {
      const { rows, nulls } = countedRows(from);
      to.n += rows;
      to.nulls += nulls;
    }
    if (from.reference?.profile !== profile) continue;
    const { counts, unseen } = from.reference;
    if (to.reference) addCounts(to.reference, { profile, counts, unseen });
    else to.reference = { profile, counts: [...counts], unseen };
  }
}

type ReferenceCounts = NonNullable<FeatureCounts['reference']>;

function addCounts(to: ReferenceCounts, from: ReferenceCounts) {
  for (let bin = 0; bin < from.counts.length; bin++) to.counts[bin] = (to.counts[bin] ?? 0) + (from.counts[bin] ?? 0);
  to.unseen += from.unseen;
  if (from.nulls !== undefined) to.nulls = (to.nulls ?? 0) + from.nulls;
}
