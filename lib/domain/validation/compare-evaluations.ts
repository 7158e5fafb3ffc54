import type { Ctx } from '@/lib/platform/context';
import { EvaluationResult, RegressionResult } from './schema';
import { findNewestReport } from './store';

/** The headline of the newest evaluations of two versions, where both are of the same file; asks for no permission. */
export async function compareEvaluations(
  ctx: Ctx,
  of: { modelId: string; before: number; after: number },
): Promise<{ measure: 'accuracy' | 'mae'; before: number; after: number; rows: number } | null> {
  const [before, after] = await Promise.all(
    [of.before, of.after].map((number) => findNewestReport(ctx, of.modelId, number, 'evaluation')),
  );
  if (!before || !after || before.fileSha256 !== after.fileSha256) return null;
  const [own, theirs] = [after, before].map(({ result }) => EvaluationResult.parse(result));
  const headline = (result: EvaluationResult | undefined) =>
    result?.classification?.accuracy.value ?? result?.regression?.mae.value ?? null;
  const [valueAfter, valueBefore] = [headline(own), headline(theirs)];
  if (!own || valueAfter === null || valueBefore === null) return null;
  const measure = own.task === 'classification' ? 'accuracy' : 'mae';
  return { measure, before: valueBefore, after: valueAfter, rows: own.rows };
}

/** How many regression tests a version passes and fails by its newest run; null before the first. Asks for no permission. */
export async function countRegression(
  ctx: Ctx,
  of: { modelId: string; number: number },
): Promise<{ passed: number; failed: number } | null> {
  const report = await findNewestReport(ctx, of.modelId, of.number, 'regression');
  if (!report) return null;
  const { passed, failed } = RegressionResult.parse(report.result);
  return { passed, failed };
}
