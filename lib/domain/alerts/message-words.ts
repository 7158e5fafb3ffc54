import type { MeasureName } from './measures';
import type { DeliveryEvent, Level, MessageLanguage } from './schema';

/** The words of messages that leave the house: the worker that writes them has no page and no reader's language, the rule has one. */
export interface MessageWords {
  measures: Record<MeasureName, string>;
  heads: Record<Exclude<DeliveryEvent, 'test'>, (level: Level) => string>;
  ofColumn: (measure: string, column: string) => string;
  over: (window: string) => string;
  value: (measure: string, value: string, over: string) => string;
  noData: (measure: string, over: string) => string;
  above: (limit: string) => string;
  below: (limit: string) => string;
  outside: (low: string, high: string) => string;
  noLonger: (band: string) => string;
  test: (rule: string, model: string) => string;
  testSubject: (rule: string) => string;
  open: string;
  /** Why somebody gets this. */
  footer: (rule: string, project: string) => string;
}

const en: MessageWords = {
  measures: {
    'error-share': 'error share',
    'server-errors': 'errors with status 500 or more',
    'latency-p50': 'latency p50',
    'latency-p95': 'latency p95',
    'latency-p99': 'latency p99',
    'calls-per-minute': 'calls per minute',
    rows: 'rows',
    'null-share': 'share of nulls',
    'psi-column': 'PSI',
    'psi-largest': 'largest PSI of all columns',
    'drift-rarity': 'days as unusual as chance gives once in so many',
    accuracy: 'accuracy by labels',
    mae: 'mean absolute error by labels',
    'label-delay': 'delay of labels, p90',
    'feedback-wrong': 'share of feedback "wrong"',
    'runner-crashes': 'deaths of runners',
    'log-lag': 'lag of the log',
  },
  heads: {
    opened: (level) => (level === 'alert' ? 'Alert' : 'Warning'),
    escalated: () => 'Now an alert',
    closed: () => 'Closed',
  },
  ofColumn: (measure, column) => `${measure} of ${column}`,
  over: (window) => `over ${window}`,
  value: (measure, value, over) => `${measure} is ${value} ${over}`,
  noData: (measure, over) => `no data for ${measure} ${over}`,
  above: (limit) => `above ${limit}`,
  below: (limit) => `below ${limit}`,
  outside: (low, high) => `outside ${low} to ${high}`,
  noLonger: (band) => `no longer ${band}`,
  test: (rule, model) => `Test of the alert rule "${rule}" of ${model}. Nothing is wrong.`,
  testSubject: (rule) => `Test of ${rule}`,
  open: 'Open in Implanta',
  footer: (rule, project) => `Sent by the alert rule "${rule}" of the project ${project}, which names this address.`,
};

const ptBR: MessageWords = {
  measures: {
    'error-share': 'parcela de erros',
    'server-errors': 'erros com status 500 ou mais',
    'latency-p50': 'latência p50',
    'latency-p95': 'latência p95',
    'latency-p99': 'latência p99',
    'calls-per-minute': 'chamadas por minuto',
    rows: 'linhas',
    'null-share': 'parcela de nulos',
    'psi-column': 'PSI',
    'psi-largest': 'maior PSI de todas as colunas',
    'drift-rarity': 'dias tão incomuns que o acaso traz um em tantos',
    accuracy: 'acurácia pelos rótulos',
    mae: 'erro absoluto médio pelos rótulos',
    'label-delay': 'atraso dos rótulos, p90',
    'feedback-wrong': 'parcela de feedback "errado"',
    'runner-crashes': 'quedas de executores',
    'log-lag': 'atraso do registro',
  },
  heads: {
    opened: (level) => (level === 'alert' ? 'Alerta' : 'Aviso'),
    escalated: () => 'Agora um alerta',
    closed: () => 'Encerrado',
  },
  ofColumn: (measure, column) => `${measure} de ${column}`,
  over: (window) => `em ${window}`,
  value: (measure, value, over) => `${measure}: ${value} ${over}`,
  noData: (measure, over) => `sem dados para ${measure} ${over}`,
  above: (limit) => `acima de ${limit}`,
  below: (limit) => `abaixo de ${limit}`,
  outside: (low, high) => `fora de ${low} a ${high}`,
  noLonger: (band) => `não mais ${band}`,
  test: (rule, model) => `Teste da regra de alerta "${rule}" de ${model}. Nada está errado.`,
  testSubject: (rule) => `Teste de ${rule}`,
  open: 'Abrir no Implanta',
  footer: (rule, project) => `Enviado pela regra de alerta "${rule}" do projeto ${project}, que indica este endereço.`,
};

export const MESSAGE_WORDS: Record<MessageLanguage, MessageWords> = { en, 'pt-BR': ptBR };
