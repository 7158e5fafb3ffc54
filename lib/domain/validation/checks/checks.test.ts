import { expect, test } from 'vitest';
import type { DatasetProfile } from '../../datasets/schema';
import type { RowPlace } from '../../registry';
import { completeRules, type Measurement } from '../schema';
import { checkBaselines } from './check-baselines';
import { checkDuplicates, checkLeakage, checkTypes } from './check-data';
import { checkFile } from './check-file';
import { checkCalibration, checkChampion, checkScore } from './check-metrics';
import { checkFairness, checkWeakestSlice } from './check-slices';
import { judgeCheck } from './judge-check';
import { judgeAnswers } from './judged-answers';
import type { JudgedRow } from './judged-rows';
import type { Told } from './own-runner';
import { writeSentence } from './write-sentence';

const place = (name: string, datatype: RowPlace['datatype'] = 'FP32'): RowPlace => ({
  name,
  column: { name, input: name, index: null, nullable: false, fallback: undefined },
  at: null,
  datatype,
});
const PLACES = [place('wind'), place('carrier', 'BYTES')];
const CLASSES = ['0', '1'];

const verdictOf = (found: Measurement | undefined) => {
  const rule = completeRules({ rules: [] }).find(({ check }) => check === found?.check);
  return found && rule && judgeCheck(found, rule);
};

/** Rows of a day each, in the order of time. */
const rowsOf = (cells: readonly { placed: string[]; truth: string; entity?: string }[]): JudgedRow[] =>
  cells.map(({ placed, truth, entity }, i) => ({
    record: { line: i + 1, cells: [...placed, truth] },
    placed,
    truth,
    entity: entity ?? null,
    timeMs: Date.UTC(2026, 0, 1 + i),
  }));
const said = (label: string, sure = 1): Told => ({
  answer: {
    outcome: label,
    label,
    probabilities: CLASSES.map((one) => (one === label ? sure : 1 - sure)),
    value: null,
  },
  isFinite: true,
});
const judge = (rows: readonly JudgedRow[], told: readonly Told[]) =>
  judgeAnswers(rows, told, { task: 'classification', classes: CLASSES, classNames: {}, target: 'late' });

/** 200 days: late when the wind is above 10, or by a coin of every seventh day. */
const DAYS = rowsOf(
  Array.from({ length: 200 }, (_, i) => {
    const wind = (i * 37) % 20;
    const isCoin = i % 7 === 0;
    return { placed: [String(wind), i % 5 < 2 ? 'AA' : 'DL'], truth: (isCoin ? i % 2 === 0 : wind > 10) ? '1' : '0' };
  }),
);

test('a version that is no better than one column fails, and its sentence names rule, interval and n', () => {
  const same = judge(
    DAYS,
    DAYS.map(({ placed }) => said(Number(placed[0]) > 10 ? '1' : '0')),
  );
  const [constant, last, rule] = checkBaselines(same, PLACES, '', null);
  expect([constant, last, rule].map(verdictOf)).toEqual(['pass', 'pass', 'fail']);
  expect(rule?.facts).toMatchObject({ column: 'wind', n: 100, value: 0, by: 'day', blocks: 100 });
  expect(rule && writeSentence(rule)).toMatch(/^Beside the best rule on one column \(wind ≤ 10/);
  const knowing = judge(
    DAYS,
    DAYS.map(({ truth }) => said(truth)),
  );
  expect(checkBaselines(knowing, PLACES, '', null).map(verdictOf)).toEqual(['pass', 'pass', 'pass']);
});

test('where training rows are known, simple answers learn from them and are judged on every row', () => {
  const answers = judge(
    DAYS,
    DAYS.map(({ placed }) => said(Number(placed[0]) > 10 ? '1' : '0')),
  );
  // They say the opposite of the judged rows.
  const lessons = DAYS.slice(0, 50).map(({ placed, timeMs }) => ({
    placed,
    entity: null,
    timeMs: (timeMs ?? 0) - 400 * 86_400_000,
    truth: Number(placed[0]) > 10 ? '0' : '1',
  }));
  const [constant, last, rule] = checkBaselines(answers, PLACES, '', lessons);
  expect([constant, last, rule].map((found) => found?.why)).toEqual([
    'gain-training',
    'gain-training',
    'gain-training',
  ]);
  expect(constant?.facts).toMatchObject({ answer: '1', n: 200, taught: 50 });
  expect(rule?.facts).toMatchObject({ column: 'wind', n: 200, taught: 50 });
  expect(Number(rule?.facts.theirs)).toBeLessThan(0.2);
  // The first judged row has a training row before it.
  expect(last?.facts).toMatchObject({ n: 200 });
  expect(rule && writeSentence(rule)).toMatch(
    /^Beside the best rule on one column \(wind ≤ 10.*, learnt from 50 training rows: /,
  );
});

test('the last value is that of the same entity, never of the same moment, and of any row where entities do not come again', () => {
  const rows: JudgedRow[] = rowsOf(
    Array.from({ length: 120 }, (_, i) => ({
      ...{ placed: ['5', 'AA'], truth: i % 2 ? '1' : '0', entity: i % 2 ? 'odd' : 'even' },
    })),
  );
  const told = rows.map(() => said('0'));
  const own = checkBaselines(judge(rows, told), PLACES, '', null)[1];
  // Each entity always says the same: the last value is right where the version is half of the time.
  expect(own?.facts).toMatchObject({ of: 'entity', theirs: 1, own: 0.5, n: 60 });
  const alone = rows.map((row, i) => ({ ...row, entity: String(i), timeMs: row.timeMs ?? 0 }));
  expect(checkBaselines(judge(alone, told), PLACES, '', null)[1]?.facts).toMatchObject({ of: 'all', theirs: 0, n: 60 });
  const timeless = rows.map((row) => ({ ...row, timeMs: null }));
  expect(checkBaselines(judge(timeless, told), PLACES, '', null)[1]?.why).toBe('no-times');
});

test('a number is held beside the mean and the means of one column, and errors are gained', () => {
  const rows = rowsOf(
    Array.from({ length: 100 }, (_, i) => ({ placed: [String(i % 10), 'AA'], truth: String(10 * (i % 10) + (i % 3)) })),
  );
  const told = rows.map(({ placed }): Told => {
    const value = 10 * Number(placed[0]) + 4;
    return { answer: { outcome: String(value), label: null, probabilities: null, value }, isFinite: true };
  });
  const reading = { task: 'regression' as const, classes: [], classNames: {}, target: 'delay' };
  const judged = judgeAnswers(rows, told, reading);
  const [mean, , rule] = checkBaselines(judged, PLACES, 'min', null);
  expect([mean, rule].map(verdictOf)).toEqual(['pass', 'fail']);
  expect(rule?.facts).toMatchObject({ column: 'wind', n: 50, unit: 'min' });
  expect(mean && writeSentence(mean)).toMatch(
    /Its mean absolute error is (3|3\.0\d|2\.9\d) min and that of this 2\d\.?\d* min/,
  );
  expect(checkScore(judged, 'min').measured).toMatchObject({ bound: 'most', value: expect.closeTo(3, 1) });
  expect(() =>
    judgeAnswers(
      rows.map((row) => ({ ...row, truth: 'soon' })),
      told,
      reading,
    ),
  ).toThrow(/is not a number/);
});

test('score, champion and calibration are told with their interval', () => {
  const half = judge(
    DAYS,
    DAYS.map(({ truth }, i) => said(i % 2 ? truth : '0', 0.9)),
  );
  const score = checkScore(half, '');
  expect(verdictOf(score)).toBe('unknown');
  expect(judgeCheck(score, { check: 'score', severity: 'fail', threshold: 0.99 })).toBe('fail');
  const right = DAYS.map(() => 1);
  const champion = checkChampion(half, { number: 1, goodness: right, learnt: 3 }, '');
  expect(verdictOf(champion)).toBe('fail');
  expect(writeSentence(champion)).toMatch(
    /version 1, is -2\d\.\d% \(n = 200, 95 % interval .* over 200 independent days; 3 rows/,
  );
  const sure = checkCalibration(half, CLASSES);
  expect([sure.why, verdictOf(sure)]).toEqual(['too-sure', 'warn']);
  expect(sure.measured?.value).toBeCloseTo(0.9 - (score.measured?.value ?? 0), 10);
});

test('the weakest group is found on some days and told by the others; named groups are held beside the rest', () => {
  const weak = judge(
    DAYS,
    DAYS.map(({ placed, truth }, i) => said(placed[1] === 'AA' && i % 3 ? (truth === '1' ? '0' : '1') : truth)),
  );
  const found = checkWeakestSlice(weak, PLACES);
  expect(found.facts).toMatchObject({ slice: 'carrier = AA', n: 40 });
  expect(verdictOf(found)).toBe('warn');
  const named = checkFairness(weak, ['carrier'], ['wind', 'carrier', 'late']);
  expect(named.facts).toMatchObject({ slice: 'carrier = AA', n: 80, slices: 2 });
  expect(named.measured?.value).toBeCloseTo(53 / 80, 1);
  expect(checkFairness(weak, [], []).why).toBe('none-named');
  const even = judge(
    DAYS,
    DAYS.map(({ truth }, i) => said(i % 2 ? truth : '0')),
  );
  expect(verdictOf(checkFairness(even, ['carrier'], ['wind', 'carrier', 'late']))).not.toBe('fail');
});

test('refused and repeated rows are counted, and a leaking column is named', () => {
  expect(verdictOf(checkTypes([said('1'), { refused: 'wind: it is no number' }]))).toBe('fail');
  expect(writeSentence(checkTypes([said('1'), { refused: 'wind: it is no number' }]))).toBe(
    'The version refuses 1 of 2 rows (50.0%). The first: wind: it is no number.',
  );
  expect(checkDuplicates([...DAYS, ...DAYS]).facts).toMatchObject({ n: 400 });
  const hints: DatasetProfile['hints'] = [{ kind: 'decides-target', column: 'wind', share: 0.995, majority: 0.6 }];
  const profile: DatasetProfile = {
    columns: [],
    duplicates: 0,
    correlations: { columns: [], rows: 0, values: [] },
    hintRows: 500,
    hints,
  };
  const leak = checkLeakage(PLACES, [{ name: 'flights', profile }], { name: 'flights', baselines: [] });
  expect([verdictOf(leak), writeSentence(leak)]).toEqual([
    'fail',
    'wind alone decides the truth in 99.5% of 500 rows of “flights”; the most frequent class is right in 60.0%. It leaks the answer.',
  ]);
  const none = { name: 'flights', baselines: [] };
  expect(checkLeakage([place('other')], [{ name: 'flights', profile }], none).outcome).toBe('good');
  const decided = rowsOf(
    Array.from({ length: 60 }, (_, i) => ({ placed: [String(i % 9), 'AA'], truth: i % 9 > 4 ? '1' : '0' })),
  );
  const answers = judge(
    decided,
    decided.map(({ truth }) => said(truth)),
  );
  const byRule = checkLeakage(PLACES, [], { name: 'rows', baselines: checkBaselines(answers, PLACES, '', null) });
  expect(byRule).toMatchObject({ outcome: 'bad', facts: { column: 'wind', share: 1, n: 30 } });
});

test('findings of the file come with the line that exports it better, by who made it', () => {
  const inspection = (producer: string, findings: { code: string; params: Record<string, string | number> }[]) => ({
    ...{ irVersion: 8, producer, nodeCount: 1, metadata: [], docString: '', zipMapRemoved: false, sequencesSplit: 0 },
    opsets: [{ domain: 'ai.onnx', version: 8 }],
    operators: [],
    findings,
  });
  const input = { name: 'X', datatype: 'FP32' as const, shape: [16, 4], nullable: false };
  const fixed = [{ code: 'fixed_batch', params: { input: 'X', size: 16 } }];
  const [, sklearn] = checkFile(inspection('skl2onnx 1.19', fixed), [input]);
  const [, torch] = checkFile(inspection('pytorch 2.9', fixed), [input]);
  expect(sklearn?.fix).toBe('onx = to_onnx(model, initial_types=[("X", FloatTensorType([None, 4]))])');
  expect(torch?.fix).toBe(
    'torch.onnx.export(model, args, "model.onnx", input_names=["X"], dynamic_axes={"X": {0: "rows"}})',
  );
  expect(sklearn && writeSentence(sklearn)).toBe('Input X takes groups of exactly 16 rows.');
  const clean = checkFile(inspection('skl2onnx', []), [input]);
  expect(clean.map(verdictOf)).toEqual(['pass', 'pass', 'pass', 'pass']);
});
