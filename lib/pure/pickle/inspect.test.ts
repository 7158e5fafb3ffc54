import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportCommand } from './export-command';
import { inspectPickle } from './inspect';
import { PickleError } from './pickle-error';

const folder = new URL('./fixtures/', import.meta.url);
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));

test.each([
  ['iris-logistic.pkl', 4],
  ['iris-logistic-protocol0.pkl', 0],
  ['iris-logistic-protocol2.pkl', 2],
])('reads a logistic regression of scikit-learn: %s', (name, protocol) => {
  expect(inspectPickle(fixture(name))).toMatchObject({
    container: 'pickle',
    protocol,
    framework: 'scikit-learn',
    estimator: 'sklearn.linear_model._logistic.LogisticRegression',
    version: '1.9.1',
    suspicious: [],
    isComplete: true,
  });
});

test('names the pipeline as the outermost object', () => {
  const found = inspectPickle(fixture('iris-pipeline-protocol5.pkl'));
  expect(found.estimator).toBe('sklearn.pipeline.Pipeline');
  expect(found.globals).toContain('sklearn.preprocessing._data.StandardScaler');
});

test('recognises joblib, plain and compressed', () => {
  expect(inspectPickle(fixture('iris-forest.joblib'))).toMatchObject({
    container: 'joblib',
    framework: 'scikit-learn',
    estimator: 'sklearn.ensemble._forest.RandomForestClassifier',
  });
  expect(inspectPickle(fixture('iris-logistic-zlib.joblib'))).toMatchObject({
    container: 'joblib',
    isComplete: false,
    globals: [],
  });
});

test.each(['malicious-os-system.pkl', 'malicious-protocol0.pkl'])(
  'names the command hidden in %s and runs nothing',
  (name) => {
    const found = inspectPickle(fixture(name));
    expect(found.suspicious.join()).toMatch(/^(posix|os)\.system$/);
    expect(found.framework).toBe('unknown');
  },
);

test('finds a name whose module is built from memo and not written in place', () => {
  // '\x8c\x02os' memoised, popped, fetched again, then STACK_GLOBAL.
  const parts = [
    0x80,
    4,
    0x8c,
    2,
    0x6f,
    0x73,
    0x94,
    0x30,
    0x68,
    0,
    0x8c,
    6,
    ...new TextEncoder().encode('system'),
    0x93,
    0x2e,
  ];
  expect(inspectPickle(Uint8Array.from(parts)).suspicious).toEqual(['os.system']);
});

test('reads a plain dictionary as a pickle without a framework', () => {
  expect(inspectPickle(fixture('plain-dictionary.pkl'))).toMatchObject({
    framework: 'unknown',
    globals: [],
    isComplete: true,
  });
});

test('recognises a PyTorch archive by its first member', () => {
  const name = 'archive/data.pkl';
  const head = Uint8Array.from([0x50, 0x4b, 3, 4, ...new Array<number>(26).fill(0), ...new TextEncoder().encode(name)]);
  expect(inspectPickle(head)).toMatchObject({ container: 'zip', framework: 'pytorch' });
});

test('refuses what is no pickle', () => {
  expect(() => inspectPickle(new Uint8Array(0))).toThrow(PickleError);
  expect(() => inspectPickle(new TextEncoder().encode('hello world'))).toThrow('This is not a Python pickle.');
  expect(() => inspectPickle(fixture('plain-dictionary.pkl').subarray(0, 20))).toThrow(PickleError);
});

test('says what to type for each framework', () => {
  const found = inspectPickle(fixture('iris-logistic.pkl'));
  expect(exportCommand(found, "it's.pkl")).toEqual([
    'pip install skl2onnx',
    'import pickle',
    "model = pickle.load(open('it\\'s.pkl', 'rb'))",
    'from skl2onnx import to_onnx',
    'onnx_model = to_onnx(model, X[:1], options={"zipmap": False})',
    "open('it\\'s.onnx', 'wb').write(onnx_model.SerializeToString())",
  ]);
  expect(exportCommand({ ...found, framework: 'xgboost' }, 'a.pkl').join('\n')).toContain('convert_xgboost');
  expect(exportCommand({ ...found, framework: 'lightgbm' }, 'a.pkl').join('\n')).toContain('zipmap=False');
  expect(exportCommand({ ...found, framework: 'pytorch' }, 'a.pt').join('\n')).toContain('torch.onnx.export');
  expect(exportCommand({ ...found, framework: 'keras' }, 'a.keras').join('\n')).toContain('keras.models.load_model');
});

const isClean = (bytes: Uint8Array): boolean => {
  try {
    inspectPickle(bytes);
    return true;
  } catch (error) {
    return error instanceof PickleError;
  }
};

test('throws nothing but PickleError on random bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), isClean), { numRuns: 3_000, seed: 1 });
});

test('throws nothing but PickleError on changed real files', () => {
  const files = readdirSync(folder).map(fixture);
  const change = fc.tuple(
    fc.nat(files.length - 1),
    fc.array(fc.tuple(fc.nat(4_000), fc.nat(255)), { minLength: 1, maxLength: 8 }),
  );
  const property = fc.property(change, ([index, edits]) => {
    const bytes = Uint8Array.from(files[index] ?? []);
    for (const [at, value] of edits) bytes[at % bytes.length] = value;
    return isClean(bytes);
  });
  fc.assert(property, { numRuns: 3_000, seed: 2 });
});
