import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT, PageLimit } from '@/lib/platform/http/page';
import { ByModel, ByVersion } from '../registry';
import {
  EvaluationReport,
  GateRules,
  GateView,
  ParityReport,
  RegressionReport,
  RegressionTestPage,
  TakeOutReason,
  ValidationPlan,
  ValidationReports,
  ValidationRun,
  VersionRegression,
  VersionValidation,
} from './schema';

const VERSION = '/api/models/{model}/versions/{number}';
const CSV_10_MB = { contentType: 'text/csv', description: 'A CSV file of up to 10 MB, header first, UTF-8.' };
const Filename = z.string().min(1).max(255).default('data.csv');
const ColumnName = z.string().min(1).max(256);

export const checkParityOperation = operation({
  method: 'POST',
  path: `${VERSION}/parity`,
  summary: 'Compare predictions here with those made where the model was trained',
  access: 'version.manage',
  params: ByVersion,
  query: z.object({
    filename: Filename,
    prediction: ColumnName.optional().describe(
      'Column of your predictions; else prediction, predicted, label, output.',
    ),
    tolerance: z.coerce.number().min(0).max(1).optional().describe('Relative difference that counts as equal.'),
  }),
  rawBody: CSV_10_MB,
  reply: ParityReport,
  status: 201,
  alsoStatuses: [409],
});
export const evaluateVersionOperation = operation({
  method: 'POST',
  path: `${VERSION}/evaluation`,
  summary: 'Judge a version on rows whose truth is known, beside simple baselines',
  access: 'version.manage',
  params: ByVersion,
  query: z.object({
    filename: Filename,
    target: ColumnName.describe('Column of the truth.'),
    group: ColumnName.optional().describe('Column of rows that belong together, such as a day or a customer.'),
  }),
  rawBody: CSV_10_MB,
  reply: EvaluationReport,
  status: 201,
  alsoStatuses: [409],
});
export const getReportsOperation = operation({
  method: 'GET',
  path: `${VERSION}/reports`,
  summary: 'The newest evaluation of a version, and the newest parity for those who may see versions',
  access: 'card.view',
  params: ByVersion,
  reply: ValidationReports,
});

export const getRegressionOperation = operation({
  method: 'GET',
  path: `${VERSION}/regression-tests`,
  summary: "How a version answered the model's regression tests, and which of them stand before its promotion",
  access: 'version.view',
  params: ByVersion,
  reply: VersionRegression,
});
export const runRegressionOperation = operation({
  method: 'POST',
  path: `${VERSION}/regression-tests`,
  summary: "Run the model's regression tests through a version now; nothing is logged",
  access: 'version.manage',
  params: ByVersion,
  reply: RegressionReport,
  status: 201,
  alsoStatuses: [409],
});
export const listRegressionTestsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/regression-tests',
  summary: 'The rows that every version of a model must answer right, newest first',
  access: 'version.view',
  params: ByModel,
  query: z.object({ cursor: z.uuid().optional(), limit: PageLimit }),
  reply: RegressionTestPage,
});
export const takeOutTestOperation = operation({
  method: 'DELETE',
  path: '/api/regression-tests/{id}',
  summary: 'Take a regression test out, with a reason; it is kept as such',
  access: 'version.manage',
  params: z.object({ id: z.uuid() }),
  query: TakeOutReason,
  reply: NO_CONTENT,
  status: 204,
});

export const getValidationOperation = operation({
  method: 'GET',
  path: `${VERSION}/validation`,
  summary: 'The newest validation report of a version, each check judged by the rules of now, and what is under way',
  access: 'version.view',
  params: ByVersion,
  reply: VersionValidation,
});
export const startValidationOperation = operation({
  method: 'POST',
  path: `${VERSION}/validation`,
  summary: 'Validate a version in the background: data, metrics, slices, behaviour, regression tests and its file',
  access: 'version.manage',
  params: ByVersion,
  body: ValidationPlan,
  reply: ValidationRun,
  status: 202,
  alsoStatuses: [409],
});
export const cancelValidationOperation = operation({
  method: 'DELETE',
  path: `${VERSION}/validation`,
  summary: 'Stop the validation that is under way; nothing of it is kept',
  access: 'version.manage',
  params: ByVersion,
  reply: NO_CONTENT,
  status: 204,
});
export const getGateOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/gate',
  summary: 'The rules that stand before versions of a model that are to answer calls, and their history',
  access: 'promotion.view',
  params: ByModel,
  reply: GateView,
});
export const saveGateOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/gate',
  summary: 'Say which checks warn and which fail, and their thresholds; what is not named has its usual rule',
  access: 'promotion.rules',
  params: ByModel,
  body: GateRules,
  reply: GateView,
});

export const VALIDATION_OPERATIONS: readonly Operation[] = [
  checkParityOperation,
  evaluateVersionOperation,
  getReportsOperation,
  getRegressionOperation,
  runRegressionOperation,
  listRegressionTestsOperation,
  takeOutTestOperation,
  getValidationOperation,
  startValidationOperation,
  cancelValidationOperation,
  getGateOperation,
  saveGateOperation,
];
