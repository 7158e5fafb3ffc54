import { expect, test } from 'vitest';
import { isSigned, signHead } from './head-signature';
import { readHead } from './read-head';
import { writeHeadMail } from './write-head-mail';

const head = signHead('07'.repeat(32), {
  at: '2026-11-29T00:00:10.000Z',
  event: '812',
  events: 1790,
  hash: 'a'.repeat(64),
});

test('writes a mail from whose text the head can be read again', () => {
  const mail = writeHeadMail(head, { language: 'pt-BR', url: 'https://example.com/p/a/events' });
  expect(mail.subject).toBe('[Implanta] Fim da trilha de auditoria, 2026-11-29');
  expect(mail.text).toContain('1.790 eventos');
  const read = readHead(mail.text);
  expect(read).toEqual(head);
  expect(read && isSigned(read)).toBe(true);
});

test('reads no head from other files', () => {
  expect([
    readHead(''),
    readHead('{}'),
    readHead('{"format":"x"'),
    readHead(JSON.stringify({ ...head, events: 'many' })),
  ]).toEqual([null, null, null, null]);
});
