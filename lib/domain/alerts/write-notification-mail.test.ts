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

test('says that a version was trained with what was reported, and nothing of its answer', () => {
  const learnt = { kind: 'answer-learnt', values: { ...values, day: '2026-08-29' }, link } as const;
  expect(writeNotificationMail(learnt, { language: 'en', publicUrl: '' }).subject).toBe(
    '[Implanta] You reported an answer of weather on 29 August; it was fog. Version 4 was trained with it',
  );
  expect(writeNotificationMail(learnt, { language: 'pt-BR', publicUrl: '' }).subject).toBe(
    '[Implanta] Você relatou uma resposta de weather em 29 de agosto; era fog. A versão 4 foi treinada com esse caso',
  );
});
