import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { Drift, DriftQuery, DriftSettings, DriftWatch, DriftWatchQuery } from './schema';

export const getDriftOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/drift',
  summary: 'How far the inputs of a version in a window are from its reference, column by column',
  access: 'drift.view',
  params: ByModel,
  query: DriftQuery,
  reply: Drift,
});

export const watchDriftOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/drift/days',
  summary: 'Inputs of a version day by day against its first days, with a stated number of false alarms',
  access: 'drift.view',
  params: ByModel,
  query: DriftWatchQuery,
  reply: DriftWatch,
});
export const setDriftSettingsOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/drift/settings',
  summary: 'Say how many days are learnt from and how many false alarms a month are taken',
  access: 'version.manage',
  params: ByModel,
  body: DriftSettings,
  reply: DriftSettings,
});

export const DRIFT_OPERATIONS: readonly Operation[] = [
  getDriftOperation,
  watchDriftOperation,
  setDriftSettingsOperation,
];
