import { expect, test } from 'vitest';
import type { Inspection } from '@/lib/domain/registry/schema';
import { readFindings } from './read-findings';

test('puts warnings first and keeps what it does not know', () => {
  const list: Inspection['findings'] = [
    { code: 'zipmap_removed', params: { output: 'p', classes: 3 } },
    { code: 'from_the_future', params: {} },
    { code: 'fixed_batch', params: { input: 'X', size: 1 } },
    { code: 'unnamed_columns', params: { input: 'X', width: 4 } },
  ];
  const findings = readFindings(list, true);
  expect(readFindings(list, false)).toHaveLength(4);
  expect(findings.map(({ code, severity, message }) => [code, severity, message])).toEqual([
    ['fixed_batch', 'warn', 'fixed_batch'],
    ['zipmap_removed', 'info', 'zipmap_removed'],
    [null, 'info', 'from_the_future'],
  ]);
});
