import { expect, test } from 'vitest';
import { parityPython } from './parity-python';

test('names the columns and asks a classifier for its probabilities', () => {
  const code = parityPython(['age', 'b"mi'], 'classification');
  expect(code).toContain('columns = ["age", "b\\"mi"]');
  expect(code).toContain('out[f"probability_{label}"] = shares');
  expect(parityPython(['a'], 'regression')).not.toContain('predict_proba');
});

test('breaks long lists into lines', () => {
  const code = parityPython(
    Array.from({ length: 8 }, (_, i) => `c${i}`),
    'regression',
  );
  expect(code).toContain('columns = [\n    "c0", "c1", "c2", "c3", "c4", "c5",\n    "c6", "c7",\n]');
});
