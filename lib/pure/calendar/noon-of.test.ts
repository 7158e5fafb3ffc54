import { expect, test } from 'vitest';
import { noonOf } from './noon-of';

test('a UTC day stays that day west and east of Greenwich', () => {
  const shown = (timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { day: 'numeric', timeZone }).format(noonOf('2026-03-02'));
  expect([shown('America/Sao_Paulo'), shown('Asia/Tokyo')]).toEqual(['2', '2']);
});
