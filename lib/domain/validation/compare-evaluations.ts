import type { Ctx } from '@/lib/platform/context';
import { EvaluationResult, RegressionResult } from './schema';
import { findNewestReport } from './store';

/** Whether two reports of one file judge the same rows: neither left any out, or both did for the same training rows. */
function judgeSameRows(one: EvaluationResult, other: EvaluationResult): boolean {
  const count = ({ leftOut }: EvaluationResult) =>
    leftOut === null ? 0 : leftOut.sameRow + leftOut.sameEntity + leftOut.beforeCutOff;
  if (count(one) === 0 && count(other) === 0) return true;
  const [a, b] = [one.leftOut, other.leftOut];
  const isOfSameRows = a?.datasetId === b?.datasetId && a?.datasetNumber === b?.datasetNumber;
  return isOfSameRows && one.rows === other.rows;
}

/** The headline of the newest evaluations of two versions, where both judge the same rows of one file; asks for no permission. */
export async function compareEvaluations(
  ctx: Ctx,
  of: { modelId: string; before: number; after: number },
): Promise<{ measure: 'accuracy' | 'mae'; before: number; after: number; rows: number } | null> {
  const [before, after] = await Promise.all(
    [of.before, of.after].map((number) => findNewestReport(ctx, of.modelId, number, 'evaluation')),
  );
  if (!before || !after || before.fileSha256 !== after.fileSha256) return null;
  const [own, theirs] = [EvaluationResult.parse(after.result), EvaluationResult.parse(before.result)];
  if (!judgeSameRows(own, theirs)) return null;
  const headline = (result: EvaluationResult) =>
    result.classification?.accuracy.value ?? result.regression?.mae.value ?? null;
  const [valueAfter, valueBefore] = [headline(own), headline(theirs)];
  if (valueAfter === null || valueBefore === null) return null;
  const measure = own.task === 'classification' ? 'accuracy' : 'mae';
  return { measure, before: valueBefore, after: valueAfter, rows: own.rows };
}

/** How many regression tests a version passes, fails and has learnt by its newest run; null before the first. Asks for no permission. */
export async function countRegression(
  ctx: Ctx,
  of: { modelId: string; number: number },
): Promise<{ passed: number; failed: number; learnt: number } | null> {
  const report = await findNewestReport(ctx, of.modelId, of.number, 'regression');
  if (!report) return null;
  const { passed, failed, learnt } = RegressionResult.parse(report.result);
  return { passed, failed, learnt };
}
