import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { Performance, PerformanceQuery } from './schema';

export const getPerformanceOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/performance',
  summary: 'How right a model was, by the labels that have arrived, over whole UTC days',
  access: 'performance.view',
  params: ByModel,
  query: PerformanceQuery,
  reply: Performance,
});

export const PERFORMANCE_OPERATIONS: readonly Operation[] = [getPerformanceOperation];
