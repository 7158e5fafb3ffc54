import { expect, test } from 'vitest';
import { writeNotificationMail } from './write-notification-mail';

const link = '/p/desk/predictions/0192.0';
const values = { model: 'weather', outcome: 'label', value: 'fog', version: '4' };

test('says what was settled, in the language of the person, with the way to the row', () => {
  const settled = { kind: 'feedback-settled', values, link } as const;
  const mail = writeNotificationMail(settled, { language: 'en', publicUrl: 'https://implanta.example' });
  expect(mail.subject).toBe('[Implanta] What you reported about weather was settled: fog');
  expect(mail.text).toContain('Open the row: https://implanta.example/p/desk/predictions/0192.0');
  const wrong = { ...settled, values: { ...values, outcome: 'inputs-wrong', value: '' } };
  expect(writeNotificationMail(wrong, { language: 'pt-BR', publicUrl: '' }).subject).toBe(
    '[Implanta] O que você apontou em weather foi decidido: as entradas estavam erradas',
  );
});

test('says which version answers it now', () => {
  const fixed = { kind: 'answer-fixed', values, link } as const;
  expect(writeNotificationMail(fixed, { language: 'en', publicUrl: '' }).subject).toBe(
    '[Implanta] weather v4 now says fog where you reported a wrong answer',
  );
});
