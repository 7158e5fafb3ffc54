import { columnDistances } from '../../datasets';
import type { ColumnHint, DatasetProfile } from '../../datasets/schema';
import type { RowPlace } from '../../registry';
import type { LeftOut, Measurement } from '../schema';
import type { JudgedRow, JudgedRows } from './judged-rows';
import { counted, said, unknown } from './measure';
import type { Told } from './own-runner';

const seenOf = ({ sameRow, sameEntity, beforeCutOff }: LeftOut) => ({ sameRow, sameEntity, beforeCutOff });

/** How many rows count, and how many of those that were given the version was trained on. */
export function checkRows({ facts, rows }: JudgedRows): Measurement[] {
  const { leftOut, unlabelled, all } = facts;
  const left = leftOut === null ? { sameRow: 0, sameEntity: 0, beforeCutOff: 0 } : seenOf(leftOut);
  const judged = counted('rows', rows.length, 'least', leftOut === null ? 'overlap-unknown' : 'counted', {
    ...{ all, unlabelled, ...left },
  });
  if (leftOut === null) return [judged, unknown('overlap', 'unknown')];
  const labelled = rows.length + left.sameRow + left.sameEntity + left.beforeCutOff;
  const share = (left.sameRow + left.sameEntity) / labelled;
  const of = { dataset: leftOut.datasetName, number: leftOut.datasetNumber, labelled };
  if (leftOut.features === 0 && leftOut.entityColumns.length === 0)
    return [judged, unknown('overlap', 'not-compared', of)];
  return [judged, counted('overlap', share, 'most', share > 0 ? 'mixed' : 'apart', { ...of, ...left })];
}

/** Rows that the version refuses: a value of another type, or a missing one that it does not take. */
export function checkTypes(told: readonly Told[]): Measurement {
  const refused = told.flatMap((one) => ('refused' in one ? [one.refused] : []));
  const share = told.length === 0 ? Number.NaN : refused.length / told.length;
  const [first] = refused;
  return counted('types', share, 'most', first === undefined ? 'fits' : 'refused', {
    ...{ n: told.length, refused: refused.length },
    ...(first === undefined ? {} : { first: first.slice(0, 200) }),
  });
}

/** The column whose share of missing values grew most from the training rows to these. */
export function checkNulls(
  rows: readonly JudgedRow[],
  places: readonly RowPlace[],
  training: DatasetProfile | null,
): Measurement {
  if (!training) return unknown('nulls', 'no-training');
  const grown = places.flatMap(({ name }, at) => {
    const facts = training.columns.find((column) => column.name === name);
    const all = facts ? facts.nulls + facts.shape.n : 0;
    if (!facts || all === 0) return [];
    const here = rows.filter(({ placed }) => (placed[at] ?? '') === '').length / rows.length;
    return [{ column: name, here, before: facts.nulls / all }];
  });
  const worst = grown.toSorted((a, b) => b.here - b.before - (a.here - a.before))[0];
  if (!worst) return unknown('nulls', 'no-common');
  return counted('nulls', Math.max(0, worst.here - worst.before), 'most', worst.here > worst.before ? 'more' : 'same', {
    ...{ ...worst, n: rows.length, columns: grown.length },
  });
}

/** Rows that say the same as an earlier one, truth included. */
export function checkDuplicates(rows: readonly JudgedRow[]): Measurement {
  const different = new Set(rows.map(({ placed, truth }) => JSON.stringify([truth, ...placed]))).size;
  const repeated = rows.length - different;
  return counted('duplicates', repeated / rows.length, 'most', repeated > 0 ? 'some' : 'none', {
    ...{ n: rows.length, repeated },
  });
}

const DECIDES = 0.99;

/**
 * A column that the version takes and that alone decides the truth: by the hints of datasets whose target it is, or by how right the best
 * rule on one column is on these rows, where always answering the same is not.
 */
export function checkLeakage(
  places: readonly RowPlace[],
  profiles: readonly { name: string; profile: DatasetProfile }[],
  judged: { name: string; baselines: readonly Measurement[] },
): Measurement {
  const takes = new Set(places.map(({ name }) => name));
  const isLeak = ({ kind, column }: ColumnHint) =>
    (kind === 'decides-target' || kind === 'copy-of-target') && takes.has(column);
  for (const { name, profile } of profiles) {
    const hint = profile.hints.find(isLeak);
    if (hint)
      return said('leakage', 'bad', hint.kind === 'copy-of-target' ? 'copy' : 'decides', {
        ...{ column: hint.column, dataset: name, share: hint.share ?? 1, majority: hint.majority ?? 0 },
        n: profile.hintRows,
      });
  }
  const [rule, constant] = (['single-rule', 'constant'] as const).map(
    (check) => judged.baselines.find((one) => one.check === check)?.facts,
  );
  const [share, majority] = [Number(rule?.theirs), Number(constant?.theirs)];
  const n = Number(rule?.n ?? 0);
  if (rule?.task === 'classification' && share >= DECIDES && majority < DECIDES)
    return said('leakage', 'bad', 'decides', { column: rule.column ?? '', dataset: judged.name, share, majority, n });
  if (profiles.length === 0 && !rule) return unknown('leakage', 'no-answers');
  return said('leakage', 'good', 'none', {
    columns: takes.size,
    n: Math.max(n, ...profiles.map(({ profile }) => profile.hintRows)),
  });
}

/** The column that changed most between the training rows and these, by the population stability index. */
export function checkDrift(
  { rows, header }: Pick<JudgedRows, 'rows' | 'header'>,
  places: readonly RowPlace[],
  training: DatasetProfile | null,
): Measurement {
  if (!training) return unknown('drift', 'no-training');
  const found = places.flatMap(({ name }, place) => {
    const facts = training.columns.find((column) => column.name === name);
    if (!facts || !header.includes(name)) return [];
    const cells = rows.map(({ placed }) => {
      const text = placed[place] ?? '';
      return text === '' ? null : facts.shape.kind === 'number' ? Number(text) : text;
    });
    const { psi } = columnDistances(facts, cells);
    return psi === null ? [] : [{ column: name, psi }];
  });
  const worst = found.toSorted((a, b) => b.psi - a.psi)[0];
  if (!worst) return unknown('drift', 'no-common');
  return counted('drift', worst.psi, 'most', 'psi', {
    ...{ column: worst.column, n: rows.length, columns: found.length },
  });
}
