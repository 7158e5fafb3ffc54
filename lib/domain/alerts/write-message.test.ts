import { expect, test } from 'vitest';
import { Definition, type Evaluation } from './schema';
import { type Told, writeBody, writeLine, writeMail } from './write-message';

const definition = Definition.parse({
  version: 'champion',
  measure: 'error-share',
  column: null,
  comparison: 'above',
  limits: { basis: 'fixed', alert: 0.05 },
  windowMinutes: 60,
  cadenceMinutes: 1,
  noData: 'nothing',
  leastN: 0,
  hysteresis: {},
});
const evaluation: Evaluation = {
  at: '2026-11-24T12:00:00.000Z',
  from: '2026-11-24T11:00:00.000Z',
  to: '2026-11-24T12:00:00.000Z',
  verdict: 'alert',
  because: 'value',
  value: 0.125,
  n: 48,
  versions: [2],
  column: null,
  alert: { low: null, high: 0.05 },
  warn: null,
  learnt: null,
};
const told: Told = {
  event: 'opened',
  language: 'en',
  at: evaluation.at,
  project: 'desk',
  rule: { id: 'r', name: 'Errors <high> & *loud*' },
  model: 'iris',
  incident: { id: 'i', level: 'alert', openedAt: evaluation.at },
  url: 'https://implanta.example/p/desk/alerts/i',
  definition,
  evaluation,
};

test('says what happened in one line', () => {
  expect(writeLine(told)).toBe(
    'Alert: Errors <high> & *loud*. iris: error share is 12.5% over 1 h (n = 48), above 5%.',
  );
  const calm: Evaluation = { ...evaluation, verdict: 'ok', value: 0.01 };
  expect(writeLine({ ...told, event: 'closed', evaluation: calm })).toBe(
    'Closed: Errors <high> & *loud*. iris: error share is 1% over 1 h (n = 48), no longer above 5%.',
  );
  const silent: Evaluation = { ...evaluation, because: 'no-data', value: null, n: 0 };
  expect(writeLine({ ...told, evaluation: silent })).toContain('no data for error share over 1 h (n = 0).');
  expect(writeLine({ ...told, event: 'test', incident: null, evaluation: null })).toContain('Nothing is wrong.');
});

test('writes the shapes of its receivers, with their signs taken as text', () => {
  expect(JSON.parse(writeBody('json', 'd', told))).toMatchObject({
    id: 'd',
    event: 'opened',
    measure: 'error-share',
    unit: 'share',
    value: 0.125,
    n: 48,
    limits: { alert: { low: null, high: 0.05 }, warn: null },
    versions: [2],
  });
  expect(JSON.parse(writeBody('slack', 'd', told)).text).toBe(
    'Alert: Errors &lt;high&gt; &amp; *loud*. iris: error share is 12.5% over 1 h (n = 48), above 5%.\n<https://implanta.example/p/desk/alerts/i|Open in Implanta>',
  );
  const [card] = JSON.parse(writeBody('teams', 'd', told)).attachments;
  expect(card.content.body[0].text).toContain('Errors <high\\> & \\*loud\\*');
  expect(card.content.actions[0].url).toBe(told.url);
});

test('speaks the language of its rule, in text and in mail', () => {
  const portuguese: Told = { ...told, language: 'pt-BR' };
  expect(writeLine(portuguese)).toBe(
    'Alerta: Errors <high> & *loud*. iris: parcela de erros: 12,5% em 1 h (n = 48), acima de 5%.',
  );
  expect(writeMail(portuguese)).toEqual({
    language: 'pt-BR',
    subject: '[Implanta] Alerta: Errors <high> & *loud* (iris)',
    text: expect.stringContaining('\n\nAbrir no Implanta: https://implanta.example/p/desk/alerts/i\n'),
  });
  expect(writeMail({ ...told, event: 'test', incident: null, evaluation: null }).subject).toBe(
    '[Implanta] Test of Errors <high> & *loud* (iris)',
  );
  expect(JSON.parse(writeBody('slack', 'd', portuguese)).text).toContain('Abrir no Implanta>');
});
