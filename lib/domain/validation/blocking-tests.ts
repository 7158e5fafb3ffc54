import type { Ctx } from '@/lib/platform/context';
import { type FailedTest, RegressionResult } from './schema';
import { findNewestReport } from './store';
import { listLiveMarks } from './store-regression';

async function newestResult(ctx: Ctx, modelId: string, number: number): Promise<RegressionResult | null> {
  const report = await findNewestReport(ctx, modelId, number, 'regression');
  return report && RegressionResult.parse(report.result);
}

/**
 * Tests that a version fails and the champion passes, by the newest run of each, without those that were taken out. What was not run on
 * either is not known to be worse, and what either has learnt proves nothing.
 */
export async function findBlockingTests(
  ctx: Ctx,
  of: { modelId: string; number: number; champion: number | null },
): Promise<FailedTest[]> {
  if (of.champion === null || of.champion === of.number) return [];
  const [own, theirs] = await Promise.all([
    newestResult(ctx, of.modelId, of.number),
    newestResult(ctx, of.modelId, of.champion),
  ]);
  if (!own || !theirs || own.failures.length === 0) return [];
  const notPassed = new Set(
    [...theirs.failures, ...theirs.unfitTests, ...theirs.learntTests].map(({ testId }) => testId),
  );
  const worse = own.failures.filter(({ testId }) => !notPassed.has(testId));
  const marks = await listLiveMarks(
    ctx,
    worse.map(({ testId }) => testId),
  );
  return worse.filter(({ testId }) => (marks.get(testId) ?? Number.POSITIVE_INFINITY) <= theirs.marks);
}
