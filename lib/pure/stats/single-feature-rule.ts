export type FeatureColumn =
  | { readonly name: string; readonly kind: 'number'; readonly values: readonly (number | null)[] }
  | { readonly name: string; readonly kind: 'category'; readonly values: readonly (string | null)[] };

/** `otherwise` answers for null and for categories that training did not have. */
export type SingleFeatureRule =
  | {
      readonly kind: 'threshold';
      readonly column: string;
      /** `below` answers for values up to and with the threshold. */
      readonly threshold: number;
      readonly below: string;
      readonly above: string;
      readonly otherwise: string;
      readonly trainAccuracy: number;
    }
  | {
      readonly kind: 'categories';
      readonly column: string;
      readonly answers: Readonly<Record<string, string>>;
      readonly otherwise: string;
      readonly trainAccuracy: number;
    };

/** A category map on a column with more values than this would only learn the rows by heart. */
const MAX_CATEGORIES = 50;

/**
 * The best rule that looks at one feature only: one threshold on a number, or one answer per category.
 * Source: Holte 1993 (1R), with a single cut. Fitted on the given rows by accuracy; ties go to the earlier column.
 * A model that does not clearly beat this rule on new rows has learnt little, or the column leaks the label.
 * Edge cases: null without rows, or when no column has two different values.
 * Example: values [1, 2, 3, 4] with labels a, a, b, b give threshold 2.5, below a, above b, accuracy 1.
 */
export function fitSingleFeatureRule(
  columns: readonly FeatureColumn[],
  labels: readonly string[],
): SingleFeatureRule | null {
  const otherwise = mostFrequent(countLabels(labels))?.label;
  if (otherwise === undefined) return null;
  let best: SingleFeatureRule | null = null;
  for (const column of columns) {
    if (column.values.length !== labels.length)
      throw new RangeError(`column ${column.name} and labels must have the same length`);
    const rule =
      column.kind === 'number'
        ? fitThreshold(column.name, column.values, labels, otherwise)
        : fitCategories(column.name, column.values, labels, otherwise);
    if (rule && (!best || rule.trainAccuracy > best.trainAccuracy)) best = rule;
  }
  return best;
}

/** The answer of a rule for one value of its column. */
export function applySingleFeatureRule(rule: SingleFeatureRule, value: number | string | null): string {
  if (rule.kind === 'categories') {
    const answer = value !== null && Object.hasOwn(rule.answers, value) ? rule.answers[value] : undefined;
    return answer ?? rule.otherwise;
  }
  if (typeof value !== 'number' || Number.isNaN(value)) return rule.otherwise;
  return value <= rule.threshold ? rule.below : rule.above;
}

/** Accuracy of a rule on other rows; NaN without rows or without the rule's column. */
export function evaluateSingleFeatureRule(
  rule: SingleFeatureRule,
  columns: readonly FeatureColumn[],
  labels: readonly string[],
): number {
  const column = columns.find(({ name }) => name === rule.column);
  if (!column || labels.length === 0) return Number.NaN;
  const right = labels.filter((label, i) => applySingleFeatureRule(rule, column.values[i] ?? null) === label).length;
  return right / labels.length;
}

function fitThreshold(
  column: string,
  values: readonly (number | null)[],
  labels: readonly string[],
  otherwise: string,
): SingleFeatureRule | null {
  const rows = values.flatMap((value, i) =>
    value === null || Number.isNaN(value) ? [] : [{ value, label: labels[i] ?? '' }],
  );
  rows.sort((a, b) => a.value - b.value);
  const missing = labels.filter((label, i) => label === otherwise && isMissing(values[i])).length;
  const below = new Map<string, number>();
  const above = countLabels(rows.map(({ label }) => label));
  let best: SingleFeatureRule | null = null;
  for (const [i, { value, label }] of rows.entries()) {
    below.set(label, (below.get(label) ?? 0) + 1);
    above.set(label, (above.get(label) ?? 0) - 1);
    const next = rows[i + 1]?.value;
    if (next === undefined || next === value) continue;
    const [left, right] = [mostFrequent(below), mostFrequent(above)];
    if (!left || !right) continue;
    const trainAccuracy = (left.count + right.count + missing) / labels.length;
    if (best && trainAccuracy <= best.trainAccuracy) continue;
    best = {
      kind: 'threshold',
      column,
      threshold: between(value, next),
      below: left.label,
      above: right.label,
      otherwise,
      trainAccuracy,
    };
  }
  return best;
}

/** The middle, or the lower value where the middle would round to the upper one or overflow. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle : low;
}

function fitCategories(
  column: string,
  values: readonly (string | null)[],
  labels: readonly string[],
  otherwise: string,
): SingleFeatureRule | null {
  const byCategory = new Map<string, Map<string, number>>();
  let right = 0;
  for (const [i, label] of labels.entries()) {
    const value = values[i];
    if (value === null || value === undefined) {
      if (label === otherwise) right += 1;
      continue;
    }
    const counts = byCategory.get(value) ?? new Map<string, number>();
    counts.set(label, (counts.get(label) ?? 0) + 1);
    byCategory.set(value, counts);
  }
  if (byCategory.size < 2 || byCategory.size > MAX_CATEGORIES) return null;
  const answers: [string, string][] = [];
  for (const [category, counts] of byCategory) {
    const answer = mostFrequent(counts);
    if (!answer) continue;
    answers.push([category, answer.label]);
    right += answer.count;
  }
  return {
    kind: 'categories',
    column,
    answers: Object.fromEntries(answers),
    otherwise,
    trainAccuracy: right / labels.length,
  };
}

const isMissing = (value: number | null | undefined): boolean =>
  value === null || value === undefined || Number.isNaN(value);

function countLabels(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function mostFrequent(counts: ReadonlyMap<string, number>): { label: string; count: number } | null {
  let best: { label: string; count: number } | null = null;
  for (const [label, count] of counts) if (!best || count > best.count) best = { label, count };
  return best;
}
