import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { Comparison, ComparisonQuery, RunningPriceView } from './schema';

export const compareVersionsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/comparison',
  summary:
    'Which of two versions is better, by rows that both really answered after what they learnt from, how sure that is, and what each costs',
  access: 'performance.view',
  params: ByModel,
  query: ComparisonQuery,
  reply: Comparison,
});

export const getRunningPriceOperation = operation({
  method: 'GET',
  path: '/api/running-price',
  summary: 'What an hour of a processor costs the project; null until somebody says it',
  access: 'performance.view',
  reply: RunningPriceView,
});
export const setRunningPriceOperation = operation({
  method: 'PUT',
  path: '/api/running-price',
  summary: 'Say what an hour of a processor costs the project, with the name of its currency; null takes it back',
  access: 'version.manage',
  body: RunningPriceView,
  reply: RunningPriceView,
});

export const COMPARISON_OPERATIONS: readonly Operation[] = [
  compareVersionsOperation,
  getRunningPriceOperation,
  setRunningPriceOperation,
];
