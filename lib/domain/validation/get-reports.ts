import type { Ctx } from '@/lib/platform/context';
import { getVersion } from '../registry';
import { EvaluationReport, ParityReport, type ValidationReports } from './schema';
import { findNewestReport } from './store';

/** The newest parity and evaluation of a version. */
export async function getReports(ctx: Ctx, input: { model: string; number: number }): Promise<ValidationReports> {
  const { model, version } = await getVersion(ctx, { ...input, permission: 'version.view' });
  const parity = await findNewestReport(ctx, model.id, version.number, 'parity');
  const evaluation = await findNewestReport(ctx, model.id, version.number, 'evaluation');
  return {
    parity: parity && ParityReport.parse({ ...parity, kind: 'parity' }),
    evaluation: evaluation && EvaluationReport.parse({ ...evaluation, kind: 'evaluation' }),
  };
}
