import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { EstimatedPerformance, EstimateQuery, Performance, PerformanceQuery } from './schema';

export const getPerformanceOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/performance',
  summary: 'How right a model was, by the labels that have arrived, over whole UTC days',
  access: 'performance.view',
  params: ByModel,
  query: PerformanceQuery,
  reply: Performance,
});

export const estimatePerformanceOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/performance/estimated',
  summary:
    'How right a classification is estimated to be before labels arrive, with a band, and held against the labels that came',
  access: 'performance.view',
  params: ByModel,
  query: EstimateQuery,
  reply: EstimatedPerformance,
});

export const PERFORMANCE_OPERATIONS: readonly Operation[] = [getPerformanceOperation, estimatePerformanceOperation];
