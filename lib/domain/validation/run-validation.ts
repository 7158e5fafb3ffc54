import type { Job, JobTools } from '@/lib/engine/jobs';
import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { checkBehaviour, checkBudget, checkMonotonicity } from './checks/check-behaviour';
import { checkFile } from './checks/check-file';
import { checkTests } from './checks/check-tests';
import { madeRows } from './checks/made-rows';
import { estimated, unknown } from './checks/measure';
import { OwnRunner } from './checks/own-runner';
import { allUnknown, type ExaminedVersion, OF_ROWS, openVersion, validateRows } from './checks/validate-rows';
import { runRegressionTests } from './run-tests';
import {
  EvaluationResult,
  type Measurement,
  type VALIDATION_STEPS,
  type ValidationPlan,
  type ValidationResult,
} from './schema';
import { findNewestReport, insertReport } from './store';
import { ValidationPayload } from './validations';

/** From where to where each step goes, as shares of the whole. */
const SPANS: Record<(typeof VALIDATION_STEPS)[number], readonly [number, number]> = {
  rows: [0, 0.05],
  answers: [0.05, 0.45],
  champion: [0.45, 0.65],
  behaviour: [0.65, 0.9],
  tests: [0.9, 1],
};

/**
 * Examines a version in processes of its own and keeps the report; callers feel nothing of it. A job that died is begun again. System scope.
 */
export async function runValidation(ctx: Ctx, job: Job, { report, signal }: JobTools): Promise<void> {
  const { modelId, number, plan } = ValidationPayload.parse(job.payload);
  const tell = async (step: (typeof VALIDATION_STEPS)[number], share = 0) => {
    const [from, to] = SPANS[step];
    await report({ progress: from + (to - from) * share, message: step });
  };
  const of = await openVersion(ctx, { model: modelId, number });
  const { model, version, served, places } = of;
  const runner = await OwnRunner.open(model.projectId, version, served);
  let result: ValidationResult;
  try {
    const { dataset } = plan;
    const found = dataset ? await validateRows(ctx, of, { ...plan, dataset }, { runner, tell }) : null;
    const cells = found?.cells ?? madeRows(places);
    await tell('behaviour');
    const behaviour = [
      ...(await checkBehaviour(runner, places, cells, { isReadable: served.reading.task !== 'tensors', signal })),
      await checkMonotonicity(runner, places, cells, plan.monotone),
      ...checkBudget(version.probe),
    ];
    await tell('tests');
    const measurements = [
      ...(found?.measurements ?? (await withoutRows(ctx, of))),
      ...behaviour,
      await examineTests(ctx, of, runner),
      ...checkFile(version.inspection, version.signature.inputs),
    ];
    result = { plan, rows: found?.rows ?? null, measurements };
  } finally {
    runner.end();
  }
  signal.throwIfAborted();
  await save(ctx, { of, job, plan, result });
}

/** The score of the newest evaluation of an uploaded file: its numbers are kept, its rows are not. */
async function withoutRows(ctx: Ctx, { model, version }: ExaminedVersion): Promise<Measurement[]> {
  const others = allUnknown(
    OF_ROWS.filter((check) => check !== 'score'),
    'no-dataset',
  );
  const report = await findNewestReport(ctx, model.id, version.number, 'evaluation');
  if (!report) return [...others, unknown('score', 'no-dataset')];
  const { task, classification, regression, rows, effectiveRows, group } = EvaluationResult.parse(report.result);
  const found = classification?.accuracy ?? regression?.mae;
  const score = estimated(
    'score',
    {
      value: found?.value ?? Number.NaN,
      low: found?.low ?? Number.NaN,
      high: found?.high ?? Number.NaN,
      ...{ n: rows, blocks: effectiveRows, by: group === null ? 'row' : 'entity' },
    },
    task === 'classification' ? 'least' : 'most',
    task === 'classification' ? 'accuracy' : 'mae',
    { unit: regression?.unit ?? '' },
  );
  return [...others, score];
}

async function examineTests(ctx: Ctx, { model, version, served }: ExaminedVersion, runner: OwnRunner) {
  if (served.reading.task === 'tensors') return unknown('regression-tests', 'tensors');
  const { number } = version;
  const { result } = await runRegressionTests(ctx, { model: model.id, number, infer: runner.infer });
  return checkTests(ctx, { modelId: model.id, number, champion: model.champion }, result);
}

async function save(
  ctx: Ctx,
  { of, job, plan, result }: { of: ExaminedVersion; job: Job; plan: ValidationPlan; result: ValidationResult },
): Promise<void> {
  const { model, version } = of;
  await inTransaction(ctx, async (tx) => {
    const report = await insertReport(tx, {
      projectId: model.projectId,
      modelId: model.id,
      versionNumber: version.number,
      kind: 'validation',
      filename: result.rows?.name ?? '',
      fileSha256: version.sha256 ?? '',
      result,
      createdBy: job.createdBy,
    });
    await audit(tx, {
      action: 'validation.report',
      object: `model:${model.name}/${version.number}`,
      projectId: model.projectId,
      after: { reportId: report.id, dataset: plan.dataset, rows: result.rows?.judged ?? null },
    });
  });
}
