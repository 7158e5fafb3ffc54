import { expect, test } from 'vitest';
import { ApiError } from '@/lib/platform/http/client';
import { failureCode, failureDetail, failureFields, failureRequestId, failureStatus, isOffline } from './failure';

test('reads code, status, request id and fields out of an ApiError', () => {
  const error = new ApiError({
    status: 422,
    detail: '`wind` is "calm".',
    code: 'invalid_input',
    requestId: '019a',
    invalidParams: [{ name: 'wind', reason: 'must be a number' }],
  });
  expect([failureStatus(error), failureCode(error), failureRequestId(error), failureDetail(error)]).toEqual([
    422,
    'invalid_input',
    '019a',
    '`wind` is "calm".',
  ]);
  expect(failureFields(error)).toEqual({ wind: 'must be a number' });
});

test('knows a missing connection from a refusal', () => {
  expect(isOffline(new ApiError({ status: 0, detail: 'The server cannot be reached.' }))).toBe(true);
  expect(isOffline(new ApiError({ status: 500, detail: 'x' }))).toBe(false);
  expect(isOffline(new Error('x'))).toBe(false);
});
