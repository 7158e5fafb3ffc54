import { expect, test } from 'vitest';
import { readPostgresAddress } from './postgres-address';

test('takes the password out of an address', () => {
  expect(readPostgresAddress('postgres://lab%40el:p%40ss:w@db.example.com/ware%20house?sslmode=verify-full')).toEqual({
    address: { host: 'db.example.com', port: 5432, user: 'lab@el', database: 'ware house', tls: 'verified' },
    password: 'p@ss:w',
    shown: 'postgres://lab%40el@db.example.com/ware%20house?sslmode=verify-full',
  });
  expect(readPostgresAddress('postgresql://u@[::1]:6543/d')).toMatchObject({
    address: { host: '::1', port: 6543, tls: null },
    password: null,
  });
});

test.each([
  'https://u@h/d',
  'postgres://u@/d',
  'postgres://h/d',
  'postgres://u@h',
  'postgres://u@h/',
  'postgres://u:100%@h/d',
  'postgres://u@h/d?host=10.0.0.1',
  'postgres://u@h/d?sslmode=require&options=-c%20a=b',
  'postgres://u@h/d?sslmode=prefer',
  'no address',
])('refuses %s', (text) => expect(readPostgresAddress(text)).toEqual({ fault: expect.any(String) }));
