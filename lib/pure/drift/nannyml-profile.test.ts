import { expect, test } from 'vitest';
import { readGolden } from '../stats/fixtures/golden-data';
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
import { missingRates, type RateReport, unseenRates } from './nannyml-data-quality';
import type { NannymlMethod } from './nannyml-methods';
import { type NannymlDrift, nannymlDrift } from './nannyml-profile';
import { nannymlReconstruction } from './nannyml-reconstruction';

/** Numbers of NannyML 0.13.1, as drift-nannyml.json gives them with the rule for the data. */
type Distance = number | 'NaN';
interface Whole {
  readonly value?: Distance;
  readonly alert_p_below_0_05?: boolean;
  readonly p_value_scipy?: number;
  readonly error?: string;
}
interface Chunks {
  readonly ref_values: readonly Distance[];
  readonly values: readonly Distance[];
  readonly alerts: readonly boolean[];
  readonly upper_threshold: Distance | null;
  readonly lower_threshold: Distance | null;
  readonly error?: string;
  readonly sampling_error?: readonly number[];
  readonly ref_sampling_error?: readonly number[];
  readonly upper_confidence_boundary?: readonly number[];
  readonly lower_confidence_boundary?: readonly number[];
}
interface Case extends GoldenInput {
  readonly chunk_size: number | null;
  readonly methods: Readonly<Record<string, Readonly<Record<string, Whole | Chunks>>>>;
}
const golden = readGolden('drift-nannyml') as {
  cases: Record<string, Case>;
  data_quality_and_pca: {
    columns: Record<string, GoldenInput>;
    expected: {
      missing_values_rate_chunk100: Record<string, Chunks>;
      unseen_values_chunk100: Record<string, Chunks>;
      pca_reconstruction_chunk100_n1_n2_n3: { reconstruction_error: Chunks };
    };
  };
};

const JENSEN_SHANNON = { relative: 1e-9, absolute: 2e-8 };
const PCA = { relative: 1e-6, absolute: 0 };
type Tolerance = typeof PCA;

const list = (
  path: string,
  expected: readonly unknown[] | undefined,
  got: readonly unknown[],
  tolerance: Tolerance = DISTANCE,
): Comparison[] =>
  (expected ?? []).map((value, i) => ({ path: `${path}.${i}`, expected: value, got: got[i], ...tolerance }));

function compareChunks(path: string, expected: Chunks, got: NannymlDrift, tolerance: Tolerance): Comparison[] {
  const statistics = (side: NannymlDrift['current']) => side.map(({ statistic }) => statistic);
  return [
    ...list(`${path}.ref_values`, expected.ref_values, statistics(got.reference), tolerance),
    ...list(`${path}.values`, expected.values, statistics(got.current), tolerance),
    ...list(
      `${path}.alerts`,
      expected.alerts,
      got.current.map(({ drifted }) => drifted),
    ),
    { path: `${path}.upper_threshold`, expected: expected.upper_threshold, got: got.upperThreshold, ...tolerance },
    // The methods have no lower threshold at all.
    { path: `${path}.lower_threshold`, expected: expected.lower_threshold, got: null, ...tolerance },
    { path: `${path}.ref_values.length`, expected: expected.ref_values.length, got: got.reference.length, ...DISTANCE },
    { path: `${path}.values.length`, expected: expected.values.length, got: got.current.length, ...DISTANCE },
  ];
}

function compareCase(name: string, one: Case): Comparison[] {
  const pair = goldenPair(one);
  return Object.entries(one.methods).flatMap(([method, runs]) =>
    Object.entries(runs).flatMap(([run, answer]): Comparison[] => {
      const path = `cases.${name}.methods.${method}.${run}`;
      const tolerance = method === 'jensen_shannon' ? JENSEN_SHANNON : DISTANCE;
      const isWhole = run === 'whole_current_as_one_chunk';
      // The names in the file are the names of the methods.
      const got = nannymlDrift(pair, {
        method: method as NannymlMethod,
        chunking: { size: isWhole ? pair.current.length : (one.chunk_size ?? 0) },
      });
      const [first] = got.current;
      if (answer.error !== undefined)
        return [
          {
            path: `${path}.error`,
            expected: true,
            got: got.current.every(({ undefinedBecause }) => undefinedBecause !== null),
            ...DISTANCE,
          },
        ];
      if ('values' in answer) return compareChunks(path, answer, got, tolerance);
      const whole = answer as Whole;
      return [
        { path: `${path}.value`, expected: whole.value, got: first?.statistic, ...tolerance },
        ...(whole.p_value_scipy === undefined
          ? []
          : [{ path: `${path}.p_value_scipy`, expected: whole.p_value_scipy, got: first?.pValue, ...P_VALUE }]),
        ...(whole.alert_p_below_0_05 === undefined
          ? []
          : [
              {
                path: `${path}.alert_p_below_0_05`,
                expected: whole.alert_p_below_0_05,
                got: first?.drifted,
                ...DISTANCE,
              },
            ]),
      ];
    }),
  );
}

const quality = golden.data_quality_and_pca;
const inChunks = { chunking: { size: 100 } };

function columnOf(name: string) {
  const input = quality.columns[name];
  if (!input) throw new Error(`the file has no column ${name}`);
  return goldenPair(input);
}

function compareRates(path: string, expected: Chunks, got: RateReport): Comparison[] {
  const of = (key: 'rate' | 'samplingError' | 'low' | 'high' | 'alert', side: RateReport['current']) =>
    side.map((chunk) => chunk[key]);
  return [
    ...list(`${path}.ref_values`, expected.ref_values, of('rate', got.reference)),
    ...list(`${path}.values`, expected.values, of('rate', got.current)),
    ...list(`${path}.alerts`, expected.alerts, of('alert', got.current)),
    ...list(`${path}.sampling_error`, expected.sampling_error, of('samplingError', got.current)),
    ...list(`${path}.ref_sampling_error`, expected.ref_sampling_error, of('samplingError', got.reference)),
    ...list(`${path}.upper_confidence_boundary`, expected.upper_confidence_boundary, of('high', got.current)),
    ...list(`${path}.lower_confidence_boundary`, expected.lower_confidence_boundary, of('low', got.current)),
    { path: `${path}.upper_threshold`, expected: expected.upper_threshold, got: got.upperThreshold, ...DISTANCE },
    { path: `${path}.lower_threshold`, expected: expected.lower_threshold, got: got.lowerThreshold, ...DISTANCE },
  ];
}

function compareQuality(): [string, Comparison[]][] {
  const path = 'data_quality_and_pca.expected';
  const missing = quality.expected.missing_values_rate_chunk100;
  const unseen = quality.expected.unseen_values_chunk100;
  const pca = quality.expected.pca_reconstruction_chunk100_n1_n2_n3.reconstruction_error;
  const got = nannymlReconstruction(['n1', 'n2', 'n3'].map(columnOf), inChunks);
  const at = `${path}.pca_reconstruction_chunk100_n1_n2_n3.reconstruction_error`;
  return [
    ...Object.entries(missing).map(([name, expected]): [string, Comparison[]] => [
      `missing values of ${name}`,
      compareRates(`${path}.missing_values_rate_chunk100.${name}`, expected, missingRates(columnOf(name), inChunks)),
    ]),
    ...Object.entries(unseen).map(([name, expected]): [string, Comparison[]] => {
      const pair = columnOf(name);
      const report = pair.kind === 'category' ? unseenRates(pair, inChunks) : null;
      return [
        `unseen values of ${name}`,
        report ? compareRates(`${path}.unseen_values_chunk100.${name}`, expected, report) : [],
      ];
    }),
    [
      'reconstruction by principal components',
      [
        ...list(
          `${at}.ref_values`,
          pca.ref_values,
          got.reference.map(({ error }) => error),
          PCA,
        ),
        ...list(
          `${at}.values`,
          pca.values,
          got.current.map(({ error }) => error),
          PCA,
        ),
        ...list(
          `${at}.alerts`,
          pca.alerts,
          got.current.map(({ alert }) => alert),
        ),
        ...list(
          `${at}.sampling_error`,
          pca.sampling_error,
          got.current.map(({ samplingError }) => samplingError),
          PCA,
        ),
        ...list(
          `${at}.ref_sampling_error`,
          pca.ref_sampling_error,
          got.reference.map(({ samplingError }) => samplingError),
          PCA,
        ),
        ...list(
          `${at}.upper_confidence_boundary`,
          pca.upper_confidence_boundary,
          got.current.map(({ high }) => high),
          PCA,
        ),
        ...list(
          `${at}.lower_confidence_boundary`,
          pca.lower_confidence_boundary,
          got.current.map(({ low }) => low),
          PCA,
        ),
        { path: `${at}.upper_threshold`, expected: pca.upper_threshold, got: got.upperThreshold, ...PCA },
        { path: `${at}.lower_threshold`, expected: pca.lower_threshold, got: got.lowerThreshold, ...PCA },
      ],
    ],
  ];
}

const all: [string, Comparison[]][] = [
  ...Object.entries(golden.cases).map(([name, one]): [string, Comparison[]] => [name, compareCase(name, one)]),
  ...compareQuality(),
];

test.each(all)('answers as NannyML 0.13.1 does: %s', (_, comparisons) => {
  expect(showFaults(comparisons)).toEqual([]);
});

/** Leaves of the file that are no answer of this profile, with the reason. */
const NOT_ANSWERS: readonly [RegExp, string][] = [
  [/^cases\.[^.]+\.(note|type|ref|cur|chunk_size)(\.|$)/, 'the data and its description'],
  [/\.message$/, 'words'],
  [/^data_quality_and_pca\.columns\./, 'the data'],
];

test('leaves no number of the file uncompared but those of estimated performance', () => {
  const lengths = /\.length$/;
  const comparisons = all.flatMap(([, some]) => some).filter(({ path }) => !lengths.test(path));
  const compared = new Set(comparisons.map(({ path }) => path));
  expect(compared.size).toBe(comparisons.length);
  const answers = [
    ...leafPaths(golden.cases, 'cases'),
    ...leafPaths(golden.data_quality_and_pca, 'data_quality_and_pca'),
  ].filter((path) => !NOT_ANSWERS.some(([pattern]) => pattern.test(path)));
  expect(answers.filter((path) => !compared.has(path))).toEqual([]);
  const known = new Set(answers);
  expect([...compared].filter((path) => !known.has(path))).toEqual([]);
  // `cbpe`, estimated performance without labels, is no drift method.
  expect(
    Object.keys(golden)
      .filter((key) => /^(cases|data|cbpe)/.test(key))
      .sort(),
  ).toEqual(['cases', 'cbpe', 'data_quality_and_pca', 'data_rule']);
  expect(comparisons.filter((one) => !agrees(one))).toEqual([]);
  expect(countKinds(comparisons)).toEqual({ numbers: 4_039, flags: 924, refusals: 12, words: 0 });
});
