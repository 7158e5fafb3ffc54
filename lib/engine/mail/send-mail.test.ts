import { afterEach, beforeEach, expect, test } from 'vitest';
import { headerOf, type SmtpServer, startSmtpServer, textOf } from './fixtures/smtp-server';
import { sendMail } from './send-mail';

let server: SmtpServer;
beforeEach(async () => {
  server = await startSmtpServer();
});
afterEach(() => server.close());

const mail = (more: Partial<Parameters<typeof sendMail>[0]> = {}) => ({
  server: server.url,
  from: 'Implanta <implanta@desk.example>',
  to: 'ana@example.com',
  subject: 'Alert: iris',
  text: 'Parcela de erros é 12,5%.\n.\n.. two dots\n',
  language: 'pt-BR',
  id: '0190b1c2-0000-7000-8000-000000000001',
  timeoutMs: 5000,
  ...more,
});

test('brings a text to one address, under an id that is the same in every try', async () => {
  expect(await sendMail(mail())).toEqual({ ok: true, status: 250 });
  expect(await sendMail(mail())).toEqual({ ok: true, status: 250 });
  expect(server.taken.map(({ from, to }) => [from, to])).toEqual([
    ['implanta@desk.example', ['ana@example.com']],
    ['implanta@desk.example', ['ana@example.com']],
  ]);
  for (const taken of server.taken) {
    expect(headerOf(taken, 'Message-ID')).toBe('<0190b1c2-0000-7000-8000-000000000001@desk.example>');
    expect(headerOf(taken, 'Auto-Submitted')).toBe('auto-generated');
    expect(textOf(taken).replaceAll('\r\n', '\n')).toContain('Parcela de erros é 12,5%.\n.\n.. two dots\n');
  }
});

test('a subject cannot add a header, and an address no receiver', async () => {
  await sendMail(mail({ subject: 'Alert\r\nBcc: eve@example.com\r\n\r\nbody' }));
  expect(headerOf(server.taken[0] ?? { from: '', to: [], data: '' }, 'Bcc')).toBeNull();
  expect(server.taken[0]?.to).toEqual(['ana@example.com']);
  await sendMail(mail({ to: 'ana@example.com>\r\nRCPT TO:<eve@example.com' }));
  expect(server.taken.flatMap(({ to }) => to)).not.toContain('eve@example.com');
});

test('tells what may be tried again from what may not', async () => {
  server.answers = { RCPT: ['451 try later', '550 no such person'], END: ['452 full', '554 spam'], MAIL: ['421 busy'] };
  const outcomes = [];
  for (let i = 0; i < 5; i++) outcomes.push(await sendMail(mail()));
  expect(outcomes).toEqual([
    { ok: false, reason: 'status', status: 421 },
    { ok: false, reason: 'status', status: 451 },
    { ok: false, reason: 'refused', status: 550 },
    { ok: false, reason: 'status', status: 452 },
    { ok: false, reason: 'refused', status: 554 },
  ]);
  expect(server.taken).toEqual([]);
});

test('a login that fails, a port without a server, and a server that says nothing', async () => {
  const closed = await startSmtpServer();
  await closed.close();
  expect(await sendMail(mail({ server: closed.url }))).toEqual({ ok: false, reason: 'no-connection' });
  const locked = await startSmtpServer({ login: true });
  locked.answers = { AUTH: ['535 no'] };
  const named = locked.url.replace('smtp://', 'smtp://ana%40example.com:s%3Acret@');
  expect(await sendMail(mail({ server: named }))).toEqual({ ok: false, reason: 'login', status: 535 });
  expect(await sendMail(mail({ server: named }))).toEqual({ ok: true, status: 250 });
  const [, , credentials = ''] = (locked.lines.find((line) => line.startsWith('AUTH')) ?? '').split(' ');
  expect(Buffer.from(credentials, 'base64').toString()).toBe('\0ana@example.com\0s:cret');
  await locked.close();
  const silent = await startSmtpServer();
  silent.answers = { EHLO: [''] };
  expect(await sendMail(mail({ server: silent.url, timeoutMs: 200 }))).toEqual({ ok: false, reason: 'timeout' });
  await silent.close();
});
