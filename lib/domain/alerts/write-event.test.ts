import { expect, test } from 'vitest';
import { type ToldEvent, writeEvent, writeEventLine } from './write-event';

const told: ToldEvent & { event: object } = {
  event: {
    event: 'feedback.given',
    at: '2026-11-29T10:00:00.000Z',
    rowId: '019ab0a0-0000-7000-8000-000000000000.1',
    feedback: {
      id: '019ab0a0-0000-7000-8000-000000000001',
      verdict: 'wrong',
      expected: '2',
      severity: 'serious',
      fields: [{ field: 'age', problem: 'mistyped' }],
    },
    decision: null,
  },
  project: 'lab',
  model: 'iris',
  at: new Date('2026-11-29T10:00:00Z'),
  publicUrl: 'https://implanta.example',
};

test('says what happened in the language of the webhook', () => {
  expect(writeEventLine('en', told)).toBe(
    'iris: an answer was called wrong, it should have been "2", serious, wrong fields: age',
  );
  expect(writeEventLine('pt-BR', told)).toBe(
    'iris: uma resposta foi avaliada como errada, deveria ser "2", grave, campos errados: age',
  );
});

test('does not say what an exam row is', () => {
  const decision = { outcome: 'label', value: null, split: 'exam' } as const;
  const event = { ...told.event, event: 'row.settled' as const, feedback: null, decision };
  expect(writeEventLine('en', { ...told, event })).toBe(
    'iris: a review has settled a row, what it is stays with the exam',
  );
});

test('writes the payload as JSON and a line for Slack', () => {
  expect(JSON.parse(writeEvent({ format: 'json', language: 'en' }, 'x', told))).toMatchObject({
    id: 'x',
    event: 'feedback.given',
    rowId: told.event.rowId,
    model: 'iris',
    url: `https://implanta.example/p/lab/predictions/${told.event.rowId}`,
    feedback: { severity: 'serious' },
  });
  expect(JSON.parse(writeEvent({ format: 'slack', language: 'en' }, 'x', { ...told, event: null })).text).toBe(
    'Test of a webhook of the project lab. Nothing has happened.\n<https://implanta.example/p/lab|Open in Implanta>',
  );
});
