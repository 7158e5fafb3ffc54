import { expect, test } from 'vitest';
import { renderPredictions } from './answer';
import { limitJsonValues, MAX_JSON_VALUES } from './limit-values';
import { renderOpenInference } from './render-open-inference';

const tensor = (count: number) => ({
  name: 'y',
  datatype: 'UINT8' as const,
  shape: [1, count],
  data: new Uint8Array(count),
});
const render = (binary: boolean) =>
  renderOpenInference({
    model: 'm',
    version: 1,
    id: undefined,
    outputs: [tensor(MAX_JSON_VALUES + 1)],
    wanted: [{ name: 'y', binary }],
  });

test('an output beyond the bound is refused in JSON with what to do, and answered in binary', () => {
  const refusal = expect.objectContaining({ status: 413, field: 'y', reason: 'too_many_values' });
  expect(() => limitJsonValues(tensor(MAX_JSON_VALUES), '')).not.toThrow();
  expect(() => render(false)).toThrow(refusal);
  expect(() => render(false)).toThrow('binary');
  expect(() => renderPredictions([tensor(MAX_JSON_VALUES + 1)], 1)).toThrow(refusal);
  expect(render(true).contentType).toBe('application/octet-stream');
});
