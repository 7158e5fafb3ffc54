import {
  addToSketchBin,
  createSketch,
  type DdSketch,
  mergeSketch,
  sketchFromText,
  sketchToText,
} from '@/lib/pure/stats/dd-sketch';
import { addNamed, nameOf } from './named-counts';

/** The dimension of callers; every other one is the id of a chosen column. */
export const BY_KEY = 'key';
/** Callers of a bucket that are told apart, the first that came; the rest is one part. */
export const MOST_PARTS = 50;
/** Names of parts that are no caller and no slice of a cut. Ids of callers are UUIDs, and slices are named by numbers. */
export const OTHER = 'other';
export const NONE = 'null';
/** Rows of which the log did not keep, or the version does not take, what would tell them apart. */
export const UNREAD = 'unread';
const ALWAYS: readonly string[] = [OTHER, NONE, UNREAD];

/** What came of one caller, or with values of one slice: `calls` are those with at least one such row. */
export interface PartCounts {
  calls: number;
  rows: number;
  /** By status; of callers only, since a call that was refused has no values. */
  errors: Map<string, number>;
  latency: DdSketch;
  /** Rows per outcome of a classification. */
  classes: Map<string, number>;
}

/** Of `sketchBin`; undefined where nobody measured the call. */
export type LatencyBin = number | undefined;

/** By dimension and name. */
export type Parts = Map<string, Map<string, PartCounts>>;

type PartJson = {
  calls: number;
  rows: number;
  errors: Record<string, number>;
  latency: string;
  classes: Record<string, number>;
};
export type PartsJson = Record<string, Record<string, PartJson>>;

const emptyPart = (): PartCounts => ({
  calls: 0,
  rows: 0,
  errors: new Map(),
  latency: createSketch(),
  classes: new Map(),
});

/** The part of a name. A name that is new and one too many is counted as `other`. */
export function partOf(parts: Parts, dimension: string, name: string, most = MOST_PARTS): PartCounts {
  let named = parts.get(dimension);
  if (!named) {
    named = new Map();
    parts.set(dimension, named);
  }
  let part = named.get(name);
  if (part) return part;
  if (named.size >= most && !ALWAYS.includes(name)) return partOf(parts, dimension, OTHER, most);
  part = emptyPart();
  named.set(name, part);
  return part;
}

export const addCount = (counts: Map<string, number>, name: string, by: number): void => {
  counts.set(name, (counts.get(name) ?? 0) + by);
};

/** Adds a call to a part, with as many of its rows as belong to it; `bin` is that of its latency where somebody measured it. */
export function addToPart(part: PartCounts, rows: number, bin: LatencyBin): void {
  part.calls += 1;
  part.rows += rows;
  if (bin !== undefined) addToSketchBin(part.latency, bin);
}

/** Adds `other` into `into`: the same as having added its calls one by one. */
export function mergeParts(into: Parts, other: Parts, most = MOST_PARTS): void {
  for (const [dimension, named] of other)
    for (const [name, from] of named) {
      const to = partOf(into, dimension, name, most);
      to.calls += from.calls;
      to.rows += from.rows;
      for (const [status, count] of from.errors) addCount(to.errors, status, count);
      for (const [label, count] of from.classes) addCount(to.classes, label, count);
      mergeSketch(to.latency, from.latency);
    }
}

/** Labels become names here, once for each: the drainer meets one with every row. */
function namedCounts(classes: ReadonlyMap<string, number>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [label, count] of classes) addNamed(counts, nameOf(label), count);
  return counts;
}

export const partsToJson = (parts: Parts): PartsJson =>
  Object.fromEntries(
    [...parts].map(([dimension, named]) => [
      dimension,
      Object.fromEntries(
        [...named].map(([name, { calls, rows, errors, latency, classes }]) => [
          name,
          {
            calls,
            rows,
            errors: Object.fromEntries(errors),
            latency: sketchToText(latency),
            classes: namedCounts(classes),
          },
        ]),
      ),
    ]),
  );

/** What `partsToJson` made, read back. */
export const partsFromJson = (json: PartsJson): Parts =>
  new Map(
    Object.entries(json).map(([dimension, named]) => [
      dimension,
      new Map(
        Object.entries(named).map(([name, { calls, rows, errors, latency, classes }]) => [
          name,
          {
            calls,
            rows,
            errors: new Map(Object.entries(errors)),
            latency: sketchFromText(latency),
            classes: new Map(Object.entries(classes)),
          },
        ]),
      ),
    ]),
  );
