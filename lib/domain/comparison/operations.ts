import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { Comparison, ComparisonQuery } from './schema';

export const compareVersionsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/comparison',
  summary:
    'Which of two versions is better, by rows that both really answered after what they learnt from, and how sure that is',
  access: 'performance.view',
  params: ByModel,
  query: ComparisonQuery,
  reply: Comparison,
});

export const COMPARISON_OPERATIONS: readonly Operation[] = [compareVersionsOperation];
