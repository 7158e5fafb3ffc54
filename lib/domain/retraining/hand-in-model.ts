import fs from 'node:fs';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { isAppError, nothingIfGone } from '@/lib/platform/errors';
import { openDataset } from '../datasets';
import { artifacts, getModel, getVersion, takesSameInputs, tellGateway } from '../registry';
import type { Version } from '../registry/schema';
import { admitFile } from '../validation';
import { finishRun, toProblem } from './end-run';
import { requireClaim } from './require-claim';
import type { RunStep } from './schema';
import { noteRow } from './store-outside';
import type { StoredRun } from './store-runs';
import { takeTrainingReference } from './take-training-reference';
import { writeFirstCard } from './write-first-card';

/** A file may take so long to arrive and to be checked. */
const CHECK_MS = 15 * 60_000;

/**
 * Takes the file that a trainer outside has made of a run, checks it as an uploaded one, and ends the run with its version. A file that is
 * refused fails the run with the reason, and leaves no version.
 */
export async function handInModel(
  ctx: Ctx,
  input: {
    claim: string;
    length: number;
    declaredSha256: string | null;
    receive: (part: { file: string; offset: number; length: number }) => Promise<unknown>;
    signal?: AbortSignal;
  },
): Promise<Version> {
  const { claim } = input;
  const run = await inTransaction(ctx, async (tx) => {
    const { run: held, leaseUntil } = await requireClaim(tx, claim);
    const now = tx.now();
    await noteRow(tx, held, {
      leaseUntil: new Date(Math.max(leaseUntil.getTime(), now.getTime() + CHECK_MS)),
      steps: [...endLast(held.steps, now), { name: 'file', startedAt: now.toISOString(), endedAt: null }],
      lines: [{ at: now, text: `A file of ${input.length} bytes comes. It is checked as an uploaded one.` }],
    });
    return held;
  });
  const file = artifacts().temporary();
  try {
    await input.receive({ file, offset: 0, length: input.length });
    const version = await admit(ctx, run, file, input);
    await close(ctx, run, claim, { version, bytes: input.length, said: await referTo(ctx, run, version) });
    return version;
  } catch (error) {
    // Who breaks off may send the file again; one that is no good ends the run.
    if (isAppError(error) && error.code === 'invalid_input' && error.reason !== 'sha_mismatch')
      await finishRun(ctx, run, claim, { state: 'failed', problem: toProblem(error) });
    throw error;
  } finally {
    fs.rmSync(file, { force: true });
  }
}

async function admit(
  ctx: Ctx,
  run: StoredRun,
  file: string,
  { declaredSha256, signal }: { declaredSha256: string | null; signal?: AbortSignal | undefined },
): Promise<Version> {
  const { pinned } = run;
  if (!pinned) throw new Error('a run without pinned rows was claimed');
  const { name } = await getModel(ctx, { model: run.modelId });
  const { version } = await admitFile(ctx, {
    projectId: run.projectId,
    modelName: name,
    file,
    filename: `${name}-run-${run.number}.onnx`,
    declaredSha256,
    signal,
    training: {
      runId: run.id,
      trainedOn: {
        datasetId: pinned.datasetId,
        datasetNumber: pinned.datasetNumber,
        rows: pinned.rows,
        cutOff: pinned.cutOff,
        target: pinned.target,
      },
    },
  });
  await tellGateway(ctx, { projectId: run.projectId, modelId: version.modelId, number: version.number });
  return version;
}

/** Makes the rows that the trainer was handed the reference of its version, and drafts a first card. */
async function referTo(ctx: Ctx, { projectId, number, pinned }: StoredRun, version: Version): Promise<string> {
  if (!pinned) throw new Error('a run without pinned rows was claimed');
  const { datasetId, datasetNumber, features } = pinned;
  await writeFirstCard(ctx, { version, run: number, pinned, outcome: null });
  const dataset = await openDataset(ctx, { projectId, datasetId, number: datasetNumber }).catch(nothingIfGone);
  if (!dataset) return 'Its rows did not become its reference: their dataset is gone.';
  return takeTrainingReference(ctx, { version, dataset, features });
}

/** Ends the run with its version, and says whether callers of the champion could call it as they do. */
async function close(
  ctx: Ctx,
  run: StoredRun,
  claim: string,
  { version, bytes, said }: { version: Version; bytes: number; said: string },
): Promise<void> {
  const { champion, id } = await getModel(ctx, { model: run.modelId });
  const before = champion === null ? null : (await getVersion(ctx, { model: id, number: champion })).version;
  await inTransaction(ctx, async (tx) => {
    const { run: held, leaseUntil } = await requireClaim(tx, claim);
    const now = tx.now();
    await noteRow(tx, held, {
      leaseUntil,
      lines: [
        { at: now, text: `Version ${version.number} has come out of it.` },
        { at: now, text: said },
      ],
      steps: endLast(held.steps, now),
      ...(held.outside
        ? {
            outside: {
              ...held.outside,
              file: { bytes, takesSameInputs: before && takesSameInputs(before.signature, version.signature) },
            },
          }
        : {}),
    });
    await finishRun(tx, held, claim, { state: 'finished', outcome: null, versionNumber: version.number });
  });
}

const endLast = (steps: readonly RunStep[], now: Date): RunStep[] =>
  steps.map((step) => ({ ...step, endedAt: step.endedAt ?? now.toISOString() }));
