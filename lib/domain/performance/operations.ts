import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import {
  EstimatedPerformance,
  EstimateQuery,
  Performance,
  PerformanceQuery,
  SliceChoice,
  SliceSettingsView,
  Slices,
} from './schema';

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
    'How right answers are estimated to be before labels arrive, with a band, and held against the labels that came',
  access: 'performance.view',
  params: ByModel,
  query: EstimateQuery,
  reply: EstimatedPerformance,
});

export const getSlicesOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/performance/slices',
  summary: 'How right a model was by slice of the chosen columns, its weakest slices, and how far groups are apart',
  access: 'performance.view',
  params: ByModel,
  query: PerformanceQuery,
  reply: Slices,
});

const SETTINGS = '/api/models/{model}/performance/slices/settings';
export const getSliceSettingsOperation = operation({
  method: 'GET',
  path: SETTINGS,
  summary: 'By which columns performance is told apart, with their cuts, and which others could be chosen',
  access: 'performance.view',
  params: ByModel,
  reply: SliceSettingsView,
});
export const setSliceSettingsOperation = operation({
  method: 'PUT',
  path: SETTINGS,
  summary: 'Choose up to eight inputs or context values by which performance is told apart',
  access: 'version.manage',
  params: ByModel,
  body: SliceChoice,
  reply: SliceSettingsView,
});

export const PERFORMANCE_OPERATIONS: readonly Operation[] = [
  getPerformanceOperation,
  estimatePerformanceOperation,
  getSlicesOperation,
  getSliceSettingsOperation,
  setSliceSettingsOperation,
];
