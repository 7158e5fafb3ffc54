import { expect, test } from 'vitest';
import { readGolden } from '../stats/fixtures/golden-data';
import { countEach } from '../stats/paired-counts';
import { type ColumnPair, scoreOf } from './drift-verdict';
import { EVIDENTLY_METHODS, type EvidentlyMethod } from './evidently-methods';
import { type EvidentlyVerdict, evidentlyDrift, evidentlyPreset } from './evidently-profile';
import {
  agrees,
  type Comparison,
  countKinds,
  DISTANCE,
  leafPaths,
  P_VALUE,
  showFaults,
} from './fixtures/golden-comparison';
import { type GoldenInput, goldenPair } from './fixtures/golden-pair';

/** Numbers of Evidently 0.7.23, as drift-evidently.json gives them with the rule for the data. */
interface Answer {
  readonly method_name?: string;
  readonly method?: string;
  readonly threshold?: number;
  readonly score?: number | 'NaN';
  readonly drifted?: boolean;
  readonly observed_tvd?: number;
  readonly error?: string;
  readonly stattest_function?: Answer;
}
interface Case extends GoldenInput {
  readonly n_ref_clean: number;
  readonly n_cur_clean: number;
  readonly counts?: readonly Readonly<Record<string, number>>[];
  readonly default: Answer;
  readonly default_stattest_function?: Answer;
  readonly tests: Readonly<Record<string, Answer>>;
}
interface Preset {
  readonly columns: Readonly<Record<string, GoldenInput>>;
  readonly args: { readonly drift_share?: number; readonly num_method?: string; readonly cat_method?: string };
  readonly expected: {
    readonly per_column: Readonly<Record<string, Answer>>;
    readonly drifted_count: number;
    readonly drifted_share: number;
    readonly drift_share_limit: number;
    readonly dataset_test: { readonly status: 'FAIL' | 'SUCCESS' };
    readonly dataset_drift: boolean;
  };
}
const golden = readGolden('drift-evidently') as { cases: Record<string, Case>; presets: Record<string, Preset> };

const tolerances: Record<string, { relative: number; absolute: number }> = {
  anderson: { relative: 0, absolute: 1e-6 },
};
const toleranceOf = (method: string, isP: boolean) => tolerances[method] ?? (isP ? P_VALUE : DISTANCE);

/** The public report gives the title of a method, the functions below it its name. */
const isTitle = (method: string): boolean => !(method in EVIDENTLY_METHODS);

/** A refusal of the package is an undefined verdict; the function below its report may answer NaN all the same. */
function compare(path: string, expected: Answer, got: EvidentlyVerdict): Comparison[] {
  const same = (key: string, expectedValue: unknown, gotValue: unknown): Comparison => ({
    path: `${path}.${key}`,
    expected: expectedValue,
    got: gotValue,
    ...DISTANCE,
  });
  if (expected.error !== undefined)
    return [
      same('error', true, got.undefinedBecause !== null && !got.drifted),
      ...(expected.stattest_function ? compare(`${path}.stattest_function`, expected.stattest_function, got) : []),
    ];
  const score = expected.score === 'NaN' && got.undefinedBecause === null ? undefined : scoreOf(got);
  return [
    same('threshold', expected.threshold, got.threshold),
    { ...same('score', expected.score, score), ...toleranceOf(got.method, got.pValue !== null) },
    same('drifted', expected.drifted, got.drifted),
    ...(expected.method_name === undefined ? [] : [same('method_name', expected.method_name, got.method)]),
    ...(expected.method === undefined || isTitle(expected.method) ? [] : [same('method', expected.method, got.method)]),
    ...(expected.observed_tvd === undefined ? [] : [same('observed_tvd', expected.observed_tvd, got.statistic)]),
  ];
}

/** That the columns are rebuilt as they were. */
function compareData(path: string, one: Case, { kind, reference, current }: ColumnPair): Comparison[] {
  const rows = (side: Float64Array | readonly (string | null)[]): number =>
    kind === 'number' ? [...side].filter(Number.isFinite).length : [...side].filter((value) => value !== null).length;
  const counts = kind === 'category' ? [countEach(reference), countEach(current)] : [];
  return [
    { path: `${path}.n_ref_clean`, expected: one.n_ref_clean, got: rows(reference), ...DISTANCE },
    { path: `${path}.n_cur_clean`, expected: one.n_cur_clean, got: rows(current), ...DISTANCE },
    ...(one.counts ?? []).flatMap((side, i) =>
      Object.entries(side).map(([category, count]) => ({
        path: `${path}.counts.${i}.${category}`,
        expected: count,
        got: counts[i]?.get(category),
        ...DISTANCE,
      })),
    ),
  ];
}

function compareCase(name: string, one: Case): Comparison[] {
  const path = `cases.${name}`;
  const pair = goldenPair(one);
  const chosen = evidentlyDrift(pair);
  const below = one.default_stattest_function;
  return [
    ...compareData(path, one, pair),
    ...compare(`${path}.default`, one.default, chosen),
    ...(below ? compare(`${path}.default_stattest_function`, below, chosen) : []),
    ...Object.entries(one.tests).flatMap(([method, expected]) =>
      // The names in the file are the names of the methods; a new one would come back as a fault, not as a crash.
      compare(`${path}.tests.${method}`, expected, evidentlyDrift(pair, { method: method as EvidentlyMethod })),
    ),
  ];
}

function comparePreset(name: string, { columns, args, expected }: Preset): Comparison[] {
  const path = `presets.${name}.expected`;
  const got = evidentlyPreset(
    Object.fromEntries(Object.entries(columns).map(([column, input]) => [column, goldenPair(input)])),
    {
      ...(args.drift_share === undefined ? {} : { driftShare: args.drift_share }),
      ...(args.num_method === undefined ? {} : { numberMethod: args.num_method as EvidentlyMethod }),
      ...(args.cat_method === undefined ? {} : { categoryMethod: args.cat_method as EvidentlyMethod }),
    },
  );
  return [
    ...Object.entries(expected.per_column).flatMap(([column, answer]) => {
      const verdict = got.columns[column];
      return verdict ? compare(`${path}.per_column.${column}`, answer, verdict) : [];
    }),
    { path: `${path}.drifted_count`, expected: expected.drifted_count, got: got.driftedCount, ...DISTANCE },
    { path: `${path}.drifted_share`, expected: expected.drifted_share, got: got.driftedShare, ...DISTANCE },
    { path: `${path}.drift_share_limit`, expected: expected.drift_share_limit, got: got.driftShare, ...DISTANCE },
    { path: `${path}.dataset_drift`, expected: expected.dataset_drift, got: got.drifted, ...DISTANCE },
    {
      path: `${path}.dataset_test.status`,
      expected: expected.dataset_test.status,
      got: got.drifted ? 'FAIL' : 'SUCCESS',
      ...DISTANCE,
    },
  ];
}

const ofCases = Object.entries(golden.cases).map(([name, one]): [string, Comparison[]] => [
  name,
  compareCase(name, one),
]);
const ofPresets = Object.entries(golden.presets).map(([name, one]): [string, Comparison[]] => [
  name,
  comparePreset(name, one),
]);

/** What differs, with its reason; everything else must agree. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'cases.num_2_unique.tests.es.score':
    'two values span one direction; the package inverts the rounding of the others and answers 0.262 to 0.266, by the order of the rows',
};

test.each([...ofCases, ...ofPresets])('answers as Evidently 0.7.23 does: %s', (_, comparisons) => {
  expect(showFaults(comparisons.filter(({ path }) => !(path in KNOWN_DIFFERENCES)))).toEqual([]);
});

/** Leaves of the file that hold no answer, with the reason. */
const NOT_ANSWERS: readonly [RegExp, string][] = [
  [/^cases\.[^.]+\.(note|type|ref|cur)(\.|$)/, 'the data and its description'],
  [/\.(message|note)$/, 'words'],
  [/\.tolerance_abs$/, 'the tolerance itself'],
  [/^cases\.[^.]+\.default\.method$/, "the method's title; its name is compared"],
  [/^presets\.(?!preset_num_psi_cat_js)[^.]+\.expected\.per_column\.[^.]+\.method$/, "the method's title"],
  [/^presets\.[^.]+\.(columns|args)(\.|$)/, 'the data and the settings'],
  [/\.dataset_test\.(name|description)$/, 'words'],
];

test('leaves no number of the file uncompared', () => {
  const comparisons = [...ofCases, ...ofPresets].flatMap(([, some]) => some);
  const compared = new Set(comparisons.map(({ path }) => path));
  expect(compared.size).toBe(comparisons.length);
  const answers = [...leafPaths(golden.cases, 'cases'), ...leafPaths(golden.presets, 'presets')].filter(
    (path) => !NOT_ANSWERS.some(([pattern]) => pattern.test(path)),
  );
  expect(answers.filter((path) => !compared.has(path))).toEqual([]);
  expect([...compared].filter((path) => !answers.includes(path))).toEqual([]);
  const faults = comparisons.filter((one) => !agrees(one));
  expect(faults.map(({ path }) => path)).toEqual(Object.keys(KNOWN_DIFFERENCES));
  expect(countKinds(comparisons)).toEqual({ numbers: 1_369, flags: 585, refusals: 62, words: 78 });
});
