import { type Operation, operation } from '@/lib/platform/http/operation';
import { DriftQuery } from '../drift/schema';
import { ByModel } from '../registry';
import {
  BlockChoiceBody,
  BlockSettingsView,
  DriftCosts,
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

export const getDriftCostsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/drift/costs',
  summary:
    'What accuracy or mean absolute error is expected to change by because a column has another mix than the reference',
  access: 'performance.view',
  params: ByModel,
  query: DriftQuery,
  reply: DriftCosts,
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

const BLOCKS = '/api/models/{model}/performance/blocks';
export const getBlockSettingsOperation = operation({
  method: 'GET',
  path: BLOCKS,
  summary: 'What rows of a model belong together by, beside their days, and what else could be chosen',
  access: 'performance.view',
  params: ByModel,
  reply: BlockSettingsView,
});
export const setBlockSettingsOperation = operation({
  method: 'PUT',
  path: BLOCKS,
  summary:
    'Choose an input or a context value whose rows belong together: intervals then draw its values, or days where those are wider',
  access: 'version.manage',
  params: ByModel,
  body: BlockChoiceBody,
  reply: BlockSettingsView,
});

export const PERFORMANCE_OPERATIONS: readonly Operation[] = [
  getPerformanceOperation,
  estimatePerformanceOperation,
  getSlicesOperation,
  getDriftCostsOperation,
  getSliceSettingsOperation,
  setSliceSettingsOperation,
  getBlockSettingsOperation,
  setBlockSettingsOperation,
];
