import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { authorise } from '../people';
import { getModel } from '../registry';
import { MAX_TESTS, type RegressionTest, type RegressionTestPage } from './schema';
import {
  blankTests,
  countTests,
  findTest,
  findTestOfReview,
  findTestOfRow,
  insertTest,
  listTestRows,
  listTestsOfRows,
  markTests,
  type NewTest,
  takeOutTest,
} from './store-regression';

/**
 * Makes a row a test, in the caller's transaction, whose verb has asked for the permission. What a review decides takes the place of an
 * earlier test of the row; a copy does not: 409. Also 409 above 10,000 tests of a model.
 */
export async function addRegressionTest(tx: Ctx, test: NewTest): Promise<RegressionTest> {
  const { projectId, modelId, predictionId, row } = test;
  // Before the tests are locked: whoever locks both does it in this order.
  await audit(tx, {
    action: 'regression-test.add',
    object: `prediction:${predictionId}.${row}`,
    projectId,
    after: { expected: test.expected, tolerance: test.tolerance, from: test.reviewItemId ? 'review' : 'copy' },
  });
  const mark = await markTests(tx, test);
  const before = await findTestOfRow(tx, { modelId, predictionId, row });
  if (before && test.reviewItemId === null)
    throw new AppError(
      'conflict',
      `This row is a test already: it must be ${before.expected}. Take that one out first to change it.`,
      { reason: 'already_a_test' },
    );
  if (before) await takeOutTest(tx, before.id, 'settled anew by a review');
  else if ((await countTests(tx, modelId)) >= MAX_TESTS)
    throw new AppError(
      'conflict',
      `A model has ${MAX_TESTS.toLocaleString('en')} tests at most. Take some out first.`,
      {
        reason: 'too_many_tests',
      },
    );
  return insertTest(tx, test, mark);
}

/** Takes out what a review made a test, in the caller's transaction. */
export async function takeOutReviewed(tx: Ctx, of: { projectId: string; modelId: string; reviewItemId: string }) {
  const reason = 'the review was taken back';
  const test = await findTestOfReview(tx, of.reviewItemId);
  if (!test) return;
  await auditTakeOut(tx, test, reason);
  await markTests(tx, of);
  await takeOutTest(tx, test.id, reason);
}

/** Takes a test out with a reason. It is kept, so that the trail says what was tested and why no more. */
export async function takeOutRegressionTest(ctx: Ctx, input: { id: string; reason: string }): Promise<void> {
  const test = await findTest(ctx, input.id);
  if (!test) throw notFound('regression test', input.id);
  authorise(ctx.actor, 'version.manage', test.projectId);
  await inTransaction(ctx, async (tx) => {
    await auditTakeOut(tx, test, input.reason);
    await markTests(tx, test);
    await takeOutTest(tx, test.id, input.reason);
  });
}

const ERASED = 'what was sent in the row was erased';

/** Takes out all tests that were made of rows, with what they were made of, in the caller's transaction. Returns how many. */
export async function eraseTests(
  tx: Ctx,
  projectId: string,
  rows: readonly { predictionId: string; row: number }[],
): Promise<number> {
  const tests = await listTestsOfRows(tx, projectId, rows);
  for (const test of tests.filter(({ isIn }) => isIn)) {
    await auditTakeOut(tx, test, ERASED);
    await markTests(tx, test);
    await takeOutTest(tx, test.id, ERASED);
  }
  await blankTests(
    tx,
    tests.map(({ id }) => id),
  );
  return tests.length;
}

const auditTakeOut = (tx: Ctx, test: RegressionTest & { projectId: string }, reason: string) =>
  audit(tx, {
    action: 'regression-test.take-out',
    object: `prediction:${test.rowId}`,
    projectId: test.projectId,
    before: { expected: test.expected, tolerance: test.tolerance },
    after: { reason },
  });

/** The tests of a model, newest first. */
export async function listRegressionTests(
  ctx: Ctx,
  input: { model: string; cursor?: string | undefined; limit: number },
): Promise<RegressionTestPage> {
  const model = await getModel(ctx, { model: input.model, permission: 'version.view' });
  const tests = await listTestRows(ctx, model.id, { cursor: input.cursor ?? null, limit: input.limit });
  const total = await countTests(ctx, model.id);
  return { tests, total, nextCursor: tests.length === input.limit ? (tests.at(-1)?.id ?? null) : null };
}
