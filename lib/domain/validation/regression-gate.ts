import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { authorise } from '../people';
import type { Model } from '../registry/schema';
import { type FailedTest, RegressionResult } from './schema';
import { findNewestReport } from './store';
import { listLiveMarks } from './store-regression';

const NAMED = 20;

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

/** What a test asks for and what was said, such as `0192….0 must be "late", answered "on time"`. */
const describe = ({ rowId, expected, tolerance, answered }: FailedTest) =>
  `${rowId} must be ${expected}${tolerance === null ? '' : ` within ${tolerance}`}, answered ${answered ?? 'nothing'}`;

/**
 * Lets a version pass that is to answer calls: 409 `regression_failed` where it fails tests that the champion passes. An administrator
 * passes with a reason, which is what comes back for the audit trail; else null.
 */
export async function passRegressionGate(
  tx: Ctx,
  { model, number }: { model: Model; number: number },
  override: string | undefined,
): Promise<{ failedTests: number; override: string } | null> {
  const blocking = await findBlockingTests(tx, { modelId: model.id, number, champion: model.champion });
  if (blocking.length === 0) return null;
  if (override !== undefined) {
    authorise(tx.actor, 'version.override', model.projectId);
    return { failedTests: blocking.length, override };
  }
  const what = blocking.slice(0, 3).map(describe).join('; ');
  throw new AppError(
    'conflict',
    `Version ${number} fails ${blocking.length} regression ${blocking.length === 1 ? 'test' : 'tests'} that the champion, version ${model.champion}, passes: ${what}${blocking.length > 3 ? ' …' : ''}. An administrator can promote it all the same with a reason.`,
    {
      reason: 'regression_failed',
      details: { count: blocking.length, champion: model.champion, tests: blocking.slice(0, NAMED) },
    },
  );
}
