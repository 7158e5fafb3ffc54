import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { TRAINER, type TrainerResult, trainInProcess } from '@/lib/engine/trainer';
import type { Ctx } from '@/lib/platform/context';
import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import type { CrossValidation } from '@/lib/pure/trainers/cross-validate';
import { spreadRows } from '@/lib/pure/trainers/spread-rows';
import type { TrainingSettings } from '@/lib/pure/trainers/training-settings';
import type { TrainingTable } from '@/lib/pure/trainers/training-table';
import { refreshDataset } from '../collection';
import { type OpenDataset, openDataset } from '../datasets';
import { artifacts, getModel, getVersion, takesSameInputs, tellGateway } from '../registry';
import type { Model, Signature, Version } from '../registry/schema';
import { admitFile, type InferRows } from '../validation';
import { type ChosenColumns, chooseColumns } from './choose-columns';
import { holdAgainstTrainer, type TrainerParity } from './hold-against-trainer';
import { RunFault } from './run-fault';
import type { RunNotebook } from './run-notebook';
import { type BuiltInMethod, isOutside, type OutsideMethod, type Pinned, type Recipe, type RunOutcome } from './schema';
import type { StoredRun } from './store-runs';
import { takeTrainingReference } from './take-training-reference';
import { readTrainingTable } from './training-table';
import { writeFirstCard } from './write-first-card';

/** Numbers of a table that a process of 2 GB can learn from. */
const MOST_CELLS = 40_000_000;
const SAMPLE = 1000;

export interface RunTools {
  notebook: RunNotebook;
  signal: AbortSignal;
  infer: InferRows;
  wait: (ms: number) => Promise<void>;
}

/** Where a run is when a step begins, of 1. */
const PROGRESS = { rows: 0, folds: 0.05, training: 0.6, file: 0.9, parity: 0.97 } as const;

/** Takes a run from its recipe to a version that answers as the trainer does, or to where a trainer outside goes on. */
export async function work(
  ctx: Ctx,
  run: StoredRun,
  tools: RunTools,
): Promise<{ outcome: RunOutcome; versionNumber: number } | { pinned: Pinned; method: OutsideMethod }> {
  const { notebook, signal } = tools;
  const { recipe } = run;
  notebook.begin('rows', PROGRESS.rows);
  notebook.say(`Run ${run.number}, try ${run.attempts}.`);
  const model = await getModel(ctx, { model: run.modelId });
  const champion = await signatureOf(ctx, model);
  const { dataset, chosen } = await pinRows(ctx, run, notebook);
  const pinned = pinInputs(recipe, dataset, chosen);
  notebook.pin(pinned);
  notebook.say(
    `Dataset "${pinned.datasetName}" version ${pinned.datasetNumber}, ${pinned.rows} rows, sha256 ${pinned.datasetSha256.slice(0, 12)}, up to ${pinned.cutOff ?? 'no date'}.`,
  );
  await notebook.write();
  const { method } = recipe;
  if (isOutside(method)) return { pinned, method };
  const table = await readTrainingTable(dataset, chosen, champion);
  const sample = spreadRows(table.target.length, SAMPLE);
  const trained = await train(recipe, method, table, sample, run, tools);
  notebook.begin('file', PROGRESS.file);
  notebook.say(`The file has ${trained.model.onnx.length} bytes. It is checked as an uploaded one.`);
  await notebook.write();
  const version = await admit(ctx, run, model, pinned, trained, signal);
  notebook.begin('parity', PROGRESS.parity);
  const parity = await holdAgainstTrainer(ctx, { model, version, table, sample, trained }, tools);
  notebook.say(`${parity.agreed} of ${parity.rows} rows are answered by the file as by the trainer.`);
  if (parity.agreed < parity.rows)
    throw new RunFault('parity', { rows: parity.rows, different: parity.rows - parity.agreed });
  notebook.say(await takeTrainingReference(ctx, { version, dataset, features: chosen.features }));
  const outcome = toOutcome(trained, parity, champion, version);
  await writeFirstCard(ctx, { version, run: run.number, pinned, outcome });
  return { versionNumber: version.number, outcome };
}

async function signatureOf(ctx: Ctx, model: Model): Promise<Signature | null> {
  if (model.champion === null) return null;
  return (await getVersion(ctx, { model: model.id, number: model.champion })).version.signature;
}

/** The rows of a run: those that an earlier try has pinned, else of the version that its recipe names or the dataset has now. */
async function pinRows(
  ctx: Ctx,
  { id, projectId, recipe, pinned }: StoredRun,
  notebook: RunNotebook,
): Promise<{ dataset: OpenDataset; chosen: ChosenColumns }> {
  const { datasetId } = recipe;
  const askedBy = { id, name: 'training' };
  const number =
    pinned?.datasetNumber ??
    recipe.datasetNumber ??
    (await refreshDataset(ctx, { projectId, datasetId, askedBy }, () => notebook.write()));
  const dataset = await openDataset(ctx, { projectId, datasetId, number });
  const { version } = dataset;
  const chosen = chooseColumns(version, recipe);
  if ('fault' in chosen) throw new RunFault(chosen.fault.code);
  const cells = version.rows * (chosen.features.length + 1);
  if (!isOutside(recipe.method) && cells > MOST_CELLS)
    throw new RunFault('too_many_cells', { cells, limit: MOST_CELLS });
  return { dataset, chosen };
}

function pinInputs(recipe: Recipe, { version }: OpenDataset, { target, features }: ChosenColumns): Pinned {
  return {
    datasetId: version.datasetId,
    datasetName: version.name,
    datasetNumber: version.number,
    datasetSha256: version.sha256,
    rows: version.rows,
    cutOff: version.cutOff,
    target,
    features,
    method: recipe.method,
    folds: recipe.folds,
    seed: recipe.seed,
    environment: isOutside(recipe.method) ? null : { trainerSha256: hashOfTrainer(), node: process.version },
  };
}

const hashOfTrainer = () =>
  createHash('sha256')
    .update(fs.readFileSync(path.resolve(TRAINER)))
    .digest('hex');

async function train(
  recipe: Recipe,
  method: BuiltInMethod,
  table: TrainingTable,
  sample: Uint32Array,
  run: StoredRun,
  { notebook, signal }: RunTools,
): Promise<TrainerResult> {
  const { folds } = recipe;
  if (folds > 0) notebook.begin('folds', PROGRESS.folds);
  let fold: number | null = null;
  return trainInProcess(
    { table, settings: toSettings(method, recipe), folds, splitBy: recipe.splitBy, sample },
    {
      withinMs: recipe.maxMinutes * 60_000,
      signal,
      onLearn: () => notebook.begin('training', folds > 0 ? PROGRESS.training : PROGRESS.folds),
      onStage(stage) {
        const part = stage.round / stage.rounds;
        if (stage.fold !== null) {
          if (stage.fold !== fold) notebook.say(`Fold ${stage.fold + 1} of ${folds}.`);
          fold = stage.fold;
          notebook.progress(PROGRESS.folds + (PROGRESS.training - PROGRESS.folds) * ((stage.fold + part) / folds));
          return;
        }
        const from = folds > 0 ? PROGRESS.training : PROGRESS.folds;
        const { round, rounds, trainLoss, validationLoss } = stage;
        notebook.progress(from + (PROGRESS.file - from) * part, { round, rounds, trainLoss, validationLoss });
        if (round % LINE_EVERY === 0 || round === rounds || rounds <= LINE_EVERY)
          notebook.say(
            `Round ${round} of ${rounds}: loss ${trainLoss.toPrecision(5)}${validationLoss === null ? '' : `, of held-out rows ${validationLoss.toPrecision(5)}`}.`,
          );
      },
    },
  ).then((trained) => {
    notebook.say(`Learnt from ${trained.model.notes.rows.learnt} rows in run ${run.number}.`);
    return trained;
  });
}

/** Rounds between two lines of the log. */
const LINE_EVERY = 10;

function toSettings(method: BuiltInMethod, { seed, splitBy }: Pick<Recipe, 'seed' | 'splitBy'>): TrainingSettings {
  if (method.algorithm === 'gradient-boosting') {
    const { algorithm, task, earlyStopping: stops, ...parameters } = method;
    const earlyStopping = stops && { ...stops, ...(splitBy === null ? {} : { by: splitBy }) };
    return { algorithm, task, seed, parameters: { ...parameters, earlyStopping } };
  }
  const { l2, impute } = method;
  return method.algorithm === 'ridge'
    ? { algorithm: 'ridge', task: 'regression', seed, parameters: { l2, impute } }
    : { algorithm: 'logistic', task: 'classification', seed, parameters: { l2, impute } };
}

async function admit(
  ctx: Ctx,
  run: StoredRun,
  model: Model,
  pinned: Pinned,
  trained: TrainerResult,
  signal: AbortSignal,
): Promise<Version> {
  const file = artifacts().temporary();
  fs.writeFileSync(file, trained.model.onnx, { mode: 0o600 });
  const { version } = await admitFile(ctx, {
    projectId: run.projectId,
    modelName: model.name,
    file,
    filename: `${model.name}-run-${run.number}.onnx`,
    signal,
    training: {
      runId: run.id,
      trainedOn: {
        datasetId: pinned.datasetId,
        datasetNumber: pinned.datasetNumber,
        rows: trained.model.notes.rows.learnt,
        cutOff: pinned.cutOff,
        target: pinned.target,
      },
    },
  });
  await tellGateway(ctx, { projectId: run.projectId, modelId: version.modelId, number: version.number });
  return version;
}

function toOutcome(
  { model, crossValidation, importance }: TrainerResult,
  parity: TrainerParity,
  champion: Signature | null,
  version: Version,
): RunOutcome {
  return {
    crossValidation: crossValidation && readCrossValidation(crossValidation),
    importance: [...importance].sort((a, b) => b.mean - a.mean),
    rows: model.notes.rows,
    classes: model.classes ? [...model.classes.labels] : null,
    keptRounds: model.keptRounds,
    isConverged: model.isConverged,
    dropped: model.notes.dropped.map(({ column, reason }) => ({ column, reason })),
    fileBytes: model.onnx.length,
    parity,
    takesSameInputs: champion && takesSameInputs(champion, version.signature),
  };
}

/** Measures that a fold does not have are null. */
function readCrossValidation({ by, folds, metrics }: CrossValidation): NonNullable<RunOutcome['crossValidation']> {
  return {
    by,
    folds: folds.map(({ learnt, judged, metrics: of }) => ({
      learnt,
      judged,
      metrics: Object.fromEntries(Object.entries(of).map(([metric, value]) => [metric, finiteOrNull(value)])),
    })),
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([metric, { mean, deviation }]) => [
        metric,
        { mean: finiteOrNull(mean), deviation: finiteOrNull(deviation) },
      ]),
    ),
  };
}
