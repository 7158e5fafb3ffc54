import { expect, test } from 'vitest';
import { limitRows, MAX_CALL_ROWS } from './limit-rows';

const request = (rows: number) => ({
  tensors: [{ name: 'x', datatype: 'FP32' as const, shape: [rows, 1], data: new Float32Array(0) }],
  rows,
  context: null,
});

test('a call of more rows than the bound is refused with its input and what to do', () => {
  expect(limitRows(request(MAX_CALL_ROWS)).rows).toBe(MAX_CALL_ROWS);
  expect(() => limitRows(request(MAX_CALL_ROWS + 1))).toThrow(
    expect.objectContaining({
      status: 413,
      field: 'x',
      reason: 'too_many_rows',
      message: expect.stringContaining('parts'),
    }),
  );
});
