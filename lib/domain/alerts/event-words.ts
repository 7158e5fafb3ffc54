import type { FeedbackEventKind, FeedbackOutcome } from '../feedback/schema';
import type { Severity } from '../predictions/schema';
import type { MessageLanguage } from './schema';

/** The words of messages about feedback and decisions, in the language of their webhook. */
export interface EventWords {
  heads: Record<FeedbackEventKind, (verdict: 'right' | 'wrong') => string>;
  expected: (value: string) => string;
  severities: Record<Severity, string>;
  fields: (names: readonly string[]) => string;
  label: (value: string) => string;
  outcomes: Record<FeedbackOutcome, string>;
  test: (project: string) => string;
  open: string;
}

const en: EventWords = {
  heads: {
    'feedback.given': (verdict) => `an answer was called ${verdict}`,
    'feedback.changed': (verdict) => `feedback was changed, the answer is called ${verdict}`,
    'feedback.withdrawn': (verdict) => `feedback was withdrawn that called an answer ${verdict}`,
    'row.settled': () => 'a review has settled a row',
    'row.reopened': () => 'what a review had settled was taken back',
  },
  expected: (value) => `it should have been "${value}"`,
  severities: { minor: 'minor', normal: 'normal', serious: 'serious' },
  fields: (names) => `wrong fields: ${names.join(', ')}`,
  label: (value) => `it is "${value}"`,
  outcomes: {
    label: 'what it is stays with the exam',
    'cannot-tell': 'nobody can tell what it is',
    'inputs-wrong': 'its inputs were wrong',
  },
  test: (project) => `Test of a webhook of the project ${project}. Nothing has happened.`,
  open: 'Open in Implanta',
};

const VERDICT = { right: 'certa', wrong: 'errada' } as const;
const ptBR: EventWords = {
  heads: {
    'feedback.given': (verdict) => `uma resposta foi avaliada como ${VERDICT[verdict]}`,
    'feedback.changed': (verdict) => `um feedback foi alterado, a resposta agora é tida como ${VERDICT[verdict]}`,
    'feedback.withdrawn': (verdict) => `foi retirado um feedback que dava uma resposta como ${VERDICT[verdict]}`,
    'row.settled': () => 'uma revisão decidiu uma linha',
    'row.reopened': () => 'a decisão de uma revisão foi desfeita',
  },
  expected: (value) => `deveria ser "${value}"`,
  severities: { minor: 'leve', normal: 'normal', serious: 'grave' },
  fields: (names) => `campos errados: ${names.join(', ')}`,
  label: (value) => `é "${value}"`,
  outcomes: {
    label: 'o que é fica guardado para o exame',
    'cannot-tell': 'ninguém sabe dizer o que é',
    'inputs-wrong': 'as entradas estavam erradas',
  },
  test: (project) => `Teste de um webhook do projeto ${project}. Nada aconteceu.`,
  open: 'Abrir no Implanta',
};

export const EVENT_WORDS: Record<MessageLanguage, EventWords> = { en, 'pt-BR': ptBR };
