import { createHash } from 'node:crypto';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, isAppError } from '@/lib/platform/errors';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { findAnswerSettings, getServedVersion } from '../registry';
import { describeAnswer } from './compare-answers';
import { findLearnt } from './find-learnt';
import type { InferRows, RowAnswer, RowsCall } from './infer-rows';
import { rowFor } from './regression-row';
import { passesTest } from './regression-verdict';
import { type FailedTest, type LearntTest, RegressionReport, type RegressionResult } from './schema';
import { inferInForce } from './settled-inference';
import { insertReport } from './store';
import { dropOldReports, listTestRows, noteRun, readMarks, type StoredTest } from './store-regression';
import { TrainingRows } from './training-rows';

const TESTS_A_READ = 500;
const AGAIN_MS = 30_000;

type Verdict = { answer: RowAnswer | null } | { unfit: string } | { learnt: LearntTest['by'] };

/**
 * Runs all tests of a model through one of its versions as it answers by its settings, and keeps the result. Nothing of it is logged as a
 * prediction. Tests that the version was trained with are not asked: they are learnt.
 */
export async function runRegressionTests(
  ctx: Ctx,
  input: { model: string; number: number; infer: InferRows },
): Promise<RegressionReport> {
  const { model, version, served } = await getServedVersion(ctx, {
    model: input.model,
    number: input.number,
    permission: 'version.manage',
  });
  if (version.servedBy !== 'runner')
    throw new AppError('conflict', `Version ${version.number} has no file to run here.`, { reason: 'no_file' });
  if (served.reading.task === 'tensors')
    throw new AppError('invalid_input', 'The outputs of this model are tensors without a reading; nothing to test.', {
      reason: 'no_reading',
    });
  const startedMs = ctx.now().getTime();
  const target = { projectId: model.projectId, modelId: model.id, number: version.number };
  const training = await TrainingRows.open(ctx, model.projectId, version);
  const inForce = await inferInForce(ctx, input.infer, { ...target, served });
  const result: RegressionResult = {
    marks: await readMarks(ctx, model.id),
    settings: inForce.number,
    ...{ tests: 0, passed: 0, failed: 0, unfit: 0, learnt: 0, failures: [], unfitTests: [], learntTests: [] },
    trainingKnown: training !== null,
  };
  const hash = createHash('sha256');
  let cursor: string | null = null;
  for (;;) {
    const tests: StoredTest[] = await listTestRows(ctx, model.id, { cursor, limit: TESTS_A_READ });
    const verdicts = await judge(training, inForce.infer, target, served, tests);
    for (const [i, test] of tests.entries()) {
      hash.update(`${test.id} ${test.expected} ${test.tolerance}\n`);
      count(result, test, verdicts[i] ?? { answer: null });
    }
    cursor = tests.at(-1)?.id ?? null;
    if (tests.length < TESTS_A_READ) break;
  }
  const restMs = Math.max(AGAIN_MS, 10 * (ctx.now().getTime() - startedMs));
  return inTransaction(ctx, async (tx) => {
    const report = await insertReport(tx, {
      projectId: model.projectId,
      modelId: model.id,
      versionNumber: version.number,
      kind: 'regression',
      filename: 'regression tests',
      fileSha256: hash.digest('hex'),
      result,
      createdBy: actorName(ctx.actor),
    });
    // By settings that are no longer in force it is not settled how the version answers.
    const isInForce =
      ((await findAnswerSettings(tx, { modelId: model.id, versionNumber: version.number }))?.number ?? 0) ===
      result.settings;
    await noteRun(tx, target, isInForce ? result.marks : 0, new Date(tx.now().getTime() + restMs));
    await dropOldReports(tx, target);
    return RegressionReport.parse({ ...report, kind: 'regression' });
  });
}

function count(result: RegressionResult, test: StoredTest, verdict: Verdict) {
  result.tests += 1;
  if ('learnt' in verdict) {
    result.learnt += 1;
    const { id: testId, rowId, expected, tolerance } = test;
    result.learntTests.push({ testId, rowId, expected, tolerance, by: verdict.learnt });
  } else if ('unfit' in verdict) {
    result.unfit += 1;
    result.unfitTests.push({ testId: test.id, rowId: test.rowId, reason: verdict.unfit });
  } else if (verdict.answer && passesTest(verdict.answer, test)) result.passed += 1;
  else {
    result.failed += 1;
    result.failures.push(failureOf(test, verdict.answer));
  }
}

const failureOf = ({ id, rowId, expected, tolerance }: StoredTest, answer: RowAnswer | null): FailedTest => ({
  testId: id,
  rowId,
  expected,
  tolerance,
  answered: answer && describeAnswer({ ...answer, probabilities: null }),
});

async function judge(
  training: TrainingRows | null,
  infer: InferRows,
  target: Omit<RowsCall, 'rows'>,
  served: ServedSignature,
  tests: readonly StoredTest[],
): Promise<Verdict[]> {
  if (!training) return ask(infer, target, served, tests);
  const learnt: (LearntTest['by'] | null)[] = [];
  for (const test of tests) learnt.push(await findLearnt(training, test));
  const answered = await ask(
    infer,
    target,
    served,
    tests.filter((_, i) => !learnt[i]),
  );
  let at = 0;
  return learnt.map((by) => {
    if (by) return { learnt: by };
    at += 1;
    return answered[at - 1] ?? { answer: null };
  });
}

async function ask(
  infer: InferRows,
  target: Omit<RowsCall, 'rows'>,
  served: ServedSignature,
  tests: readonly StoredTest[],
): Promise<Verdict[]> {
  const verdicts: Verdict[] = tests.map(() => ({ answer: null }));
  const asked: { at: number; row: Record<string, unknown> }[] = [];
  for (const [at, test] of tests.entries()) {
    const found = rowFor(served.columns, test.fields);
    if ('missing' in found) verdicts[at] = { unfit: `${found.missing}: the row has no such value` };
    else asked.push({ at, row: found.row });
  }
  const settle = async (part: typeof asked): Promise<void> => {
    if (part.length === 0) return;
    try {
      const { answers } = await infer({ ...target, rows: part.map(({ row }) => row) });
      for (const [i, { at }] of part.entries()) verdicts[at] = { answer: answers[i] ?? null };
    } catch (error) {
      if (!isAppError(error) || error.code !== 'invalid_input') throw error;
      const faults = new Map<number, string>();
      for (const { name, reason } of error.invalidParams) {
        const [, row, field] = /^rows\.(\d+)\.?(.*)$/.exec(name) ?? [];
        if (row !== undefined) faults.set(Number(row), `${field}: ${reason}`);
      }
      if (faults.size > 0) {
        for (const [i, reason] of faults) if (part[i]) verdicts[part[i].at] = { unfit: reason };
        return settle(part.filter((_, i) => !faults.has(i)));
      }
      // The model failed on one of them without a word which: halves find it, and a row alone that it cannot answer has failed.
      if (part.length === 1) return;
      const middle = part.length >> 1;
      await settle(part.slice(0, middle));
      await settle(part.slice(middle));
    }
  };
  await settle(asked);
  return verdicts;
}
