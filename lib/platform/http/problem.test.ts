import { expect, test } from 'vitest';
import { toAppError } from './problem';

const of = (message: string, code?: string, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), code ? { code } : {});

test.each([
  ['no connection', of('connect', 'ECONNREFUSED')],
  ['no transaction in time', of('Unable to start a transaction in the given time.', 'P2028')],
  [
    'a database that is starting',
    of('Database error. Code: `57P03`. Message: `the database system is starting up`', 'P2010'),
  ],
  ['a cause below', of('outer', undefined, of('Connection terminated unexpectedly'))],
])('%s is an outage of the database, not a fault of ours', (_, error) => {
  expect(toAppError(error)).toMatchObject({ code: 'unavailable', reason: 'database_down' });
});

test('an unknown error tells the caller nothing of itself', () => {
  const error = toAppError(of('Database error. Code: `23505`. Message: `secret`', 'P2010'));
  expect(error).toMatchObject({ code: 'internal' });
  expect(error.message).not.toContain('secret');
});
