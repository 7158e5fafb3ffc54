import { expect, test } from 'vitest';
import { explainRefusal } from './explain-refusal';

const problem = (reason: string | null, details: Record<string, unknown> | null = null) => ({
  message: 'English sentence.',
  reason,
  details,
});

test('gives the lines that a pickle was refused with, shell apart from Python', () => {
  const refusal = explainRefusal(
    problem('pickle', {
      commands: ['pip install skl2onnx', 'import pickle', 'onnx_model = to_onnx(model, X[:1])'],
      estimator: 'sklearn.linear_model._logistic.LogisticRegression',
      framework: 'scikit-learn',
      suspicious: [],
      globals: ['sklearn.linear_model._logistic.LogisticRegression'],
    }),
    'iris.pkl',
  );
  expect(refusal.shell).toEqual(['pip install skl2onnx']);
  expect(refusal.python).toEqual(['import pickle', 'onnx_model = to_onnx(model, X[:1])']);
  expect(refusal.pickle?.framework).toBe('scikit-learn');
  expect(refusal.fix).toBe('export');
});

test('tells the name of a tensor from the name of a model', () => {
  expect(explainRefusal(problem('bad_name'), 'a.onnx').cause).toBe('bad_name');
  expect(explainRefusal(problem('bad_name', { place: 'input', name: 'x' }), 'a.onnx').cause).toBe('bad_tensor_name');
});

test('writes the fix with the file and the limit', () => {
  const refusal = explainRefusal(problem('opset_too_new', { domain: 'ai.onnx', version: 99, limit: 26 }), 'a b.onnx');
  expect(refusal.python[1]).toContain('onnx.load("a b.onnx"), 26), "a b-opset26.onnx")');
  expect(explainRefusal(problem('not_onnx', { looksLike: 'hdf5' }), 'm.h5').python[1]).toContain('format="onnx"');
});

test('keeps the sentence of the server for a reason it does not know', () => {
  const refusal = explainRefusal(problem('brand_new'), 'a.onnx');
  expect(refusal.cause).toBe('unknown');
  expect(refusal.values.message).toBe('English sentence.');
});

test('tells nobody to open a pickle that would run code', () => {
  const refusal = explainRefusal(
    problem('pickle_suspicious', {
      commands: ['pip install skl2onnx', "model = pickle.load(open('evil.pkl', 'rb'))"],
      estimator: null,
      framework: 'unknown',
      suspicious: ['posix.system'],
      globals: ['posix.system'],
    }),
    'evil.pkl',
  );
  expect([refusal.fix, refusal.shell, refusal.python]).toEqual(['own', [], []]);
  expect(refusal.pickle?.suspicious).toEqual(['posix.system']);
});

test.each(['memory', 'input_too_large', 'no_inputs'])('says in words why a model was refused for %s', (reason) => {
  const { cause, fix } = explainRefusal(problem(reason), 'model.onnx');
  expect([cause, fix === 'none']).toEqual([reason, false]);
});
