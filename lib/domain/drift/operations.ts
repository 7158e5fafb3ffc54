import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { Drift, DriftQuery } from './schema';

export const getDriftOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/drift',
  summary: 'How far the inputs of a version in a window are from its reference, column by column',
  access: 'drift.view',
  params: ByModel,
  query: DriftQuery,
  reply: Drift,
});

export const DRIFT_OPERATIONS: readonly Operation[] = [getDriftOperation];
