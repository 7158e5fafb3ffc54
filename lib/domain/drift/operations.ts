import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT } from '@/lib/platform/http/page';
import { ReferenceUpload } from '../datasets/schema';
import { ByModel } from '../registry';
import {
  Drift,
  DriftImportance,
  DriftImportanceQuery,
  DriftQuery,
  DriftReport,
  DriftReportRequest,
  DriftReports,
  DriftSettings,
  DriftStrip,
  DriftStripQuery,
  DriftTogether,
  DriftTogetherQuery,
  DriftWatch,
  DriftWatchQuery,
  ReferenceWindow,
  TriedChange,
  TryChangeQuery,
} from './schema';

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
export const getImportanceOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/drift/importance',
  summary: 'How much the answers of a version rest on each of its columns, by trees that imitate them',
  access: 'drift.view',
  params: ByModel,
  query: DriftImportanceQuery,
  reply: DriftImportance,
});
export const tryChangeOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/drift/sandbox',
  summary: 'When each detector would have noticed a change in a column, injected into the counts of the watched days',
  access: 'drift.view',
  params: ByModel,
  query: TryChangeQuery,
  reply: TriedChange,
  alsoStatuses: [409],
});
export const stripDriftOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/drift/strip',
  summary: 'Distance of each column from the reference through time, by day or by week',
  access: 'drift.view',
  params: ByModel,
  query: DriftStripQuery,
  reply: DriftStrip,
});
export const watchTogetherOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/drift/together',
  summary: 'How the rows of each day differ from the reference in all columns together, and the columns to blame',
  access: 'drift.view',
  params: ByModel,
  query: DriftTogetherQuery,
  reply: DriftTogether,
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

export const takeReferenceOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/drift/reference',
  summary: 'Make the rows that a version answered in a window its reference, the first 100,000 of them',
  access: 'dataset.upload',
  params: ByModel,
  body: ReferenceWindow,
  reply: ReferenceUpload,
  status: 201,
  alsoStatuses: [409],
});

const REPORTS = '/api/models/{model}/drift/reports';
export const listDriftReportsOperation = operation({
  method: 'GET',
  path: REPORTS,
  summary: 'Comparisons of a model with its reference by the rules of other tools, newest first',
  access: 'drift.view',
  params: ByModel,
  reply: DriftReports,
});
export const startDriftReportOperation = operation({
  method: 'POST',
  path: REPORTS,
  summary: 'Compare the rows of a window with the reference by the rules of Evidently, NannyML or Azure ML',
  access: 'drift.report',
  params: ByModel,
  body: DriftReportRequest,
  reply: DriftReport,
  status: 201,
});
export const cancelDriftReportOperation = operation({
  method: 'DELETE',
  path: `${REPORTS}/{id}`,
  summary: 'Stop a comparison that is under way',
  access: 'drift.report',
  params: ByModel.extend({ id: z.uuid() }),
  reply: NO_CONTENT,
  status: 204,
});

export const DRIFT_OPERATIONS: readonly Operation[] = [
  getDriftOperation,
  watchDriftOperation,
  getImportanceOperation,
  tryChangeOperation,
  stripDriftOperation,
  watchTogetherOperation,
  takeReferenceOperation,
  setDriftSettingsOperation,
  listDriftReportsOperation,
  startDriftReportOperation,
  cancelDriftReportOperation,
];
