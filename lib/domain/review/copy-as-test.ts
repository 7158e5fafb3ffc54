import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput, notFound } from '@/lib/platform/errors';
import { checkExpected } from '../feedback';
import { authorise } from '../people';
import { getPrediction, parseRowId } from '../predictions';
import { getModel } from '../registry';
import { addRegressionTest } from '../validation';
import type { NewRegressionTest, RegressionTest } from '../validation/schema';
import { readTestableRow } from './row-test';

/**
 * Copies a row of the log as a test that every version must pass from now on. Its entity goes to exams for ever, by its hash. 409 with the
 * reason where the log has not all of its inputs, or it is a test already.
 */
export async function copyAsTest(ctx: Ctx, input: NewRegressionTest & { id: string }): Promise<RegressionTest> {
  const at = parseRowId(input.id);
  if (!at) throw notFound('prediction', input.id.slice(0, 64));
  const detail = await getPrediction(ctx, { id: input.id });
  const { projectId } = await getModel(ctx, { model: detail.model.id, permission: 'version.manage' });
  authorise(ctx.actor, 'version.manage', projectId);
  const found = await readTestableRow(ctx, { projectId, ...at });
  if ('reason' in found) throw new AppError('conflict', found.message, { reason: found.reason });
  if (found.task === 'regression' && input.tolerance === undefined)
    throw invalidInput('tolerance', 'say how far an answer may be off, such as 2');
  if (found.task === 'classification' && input.tolerance !== undefined)
    throw invalidInput('tolerance', 'a class has none; leave it out');
  const of = { ...found.test, permission: 'version.manage' } as const;
  const expected = await checkExpected(ctx, of, 'expected', String(input.expected));
  return inTransaction(ctx, (tx) =>
    addRegressionTest(tx, { ...found.test, expected, tolerance: input.tolerance ?? null, reviewItemId: null }),
  );
}
