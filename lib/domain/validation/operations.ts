import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByVersion } from '../registry';
import { EvaluationReport, ParityReport, ValidationReports } from './schema';

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

export const VALIDATION_OPERATIONS: readonly Operation[] = [
  checkParityOperation,
  evaluateVersionOperation,
  getReportsOperation,
];
