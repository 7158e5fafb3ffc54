import type { Ctx } from '@/lib/platform/context';
import { isAllowed } from '../people';
import { getVersion } from '../registry';
import { EvaluationReport, ParityReport, type ValidationReports } from './schema';
import { findNewestReport } from './store';

/** The newest evaluation of a version; the newest parity, which may quote a training row, only for those who may see versions. */
export async function getReports(ctx: Ctx, input: { model: string; number: number }): Promise<ValidationReports> {
  const { model, version } = await getVersion(ctx, { ...input, permission: 'card.view' });
  const maySeeParity = isAllowed(ctx.actor, 'version.view', model.projectId);
  const parity = maySeeParity ? await findNewestReport(ctx, model.id, version.number, 'parity') : null;
  const evaluation = await findNewestReport(ctx, model.id, version.number, 'evaluation');
  return {
    parity: parity && ParityReport.parse({ ...parity, kind: 'parity' }),
    evaluation: evaluation && EvaluationReport.parse({ ...evaluation, kind: 'evaluation' }),
  };
}
