import { createHash, createHmac } from 'node:crypto';
import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput, nothingIfGone } from '@/lib/platform/errors';
import { entityForms } from '@/lib/platform/fingerprint';
import { listFilesAbout, listHolding, putRewritten, type RewrittenVersion, rewriteWithout } from '../datasets';
import { countKept, eraseFeedbackAbout, eraseGiver, listGiverRows } from '../feedback';
import { authorise, eraseNotifications, findProjectRow } from '../people';
import { blankLoggedRows, countCalls, listEntityRows, type RowOfCall } from '../predictions';
import { getModel, removeFiles } from '../registry';
import { listRunsOn } from '../retraining';
import { countSettledItems, entityDestination, eraseItems } from '../review';
import { eraseTests } from '../validation';
import type { ErasureReport, ErasureResult, KEPT, NewErasure } from './schema';
import { insertErasure } from './store';

const MOST_ROWS = 100_000;
const TRANSACTION_MS = 300_000;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Ends a transaction whose writes are not wanted. */
class OnlyTried extends Error {
  constructor(readonly report: ErasureReport) {
    super('a dry run');
  }
}

type Subject = Pick<NewErasure, 'by' | 'value'> & { projectId: string };

/**
 * Erases what was sent and written about a person: by the entity of rows, their inputs, context, texts, items, tests and rows of datasets; by a
 * giver of feedback, their name and what they wrote. Verdicts, labels, calls and decisions stay, so that counts do. Without a confirmation all
 * of it is done and rolled back, and told with the confirmation to send; with one that no longer fits 409. `secret` keys the hash by which the
 * subject can be found again.
 */
export async function erasePerson(
  ctx: Ctx,
  input: NewErasure & { projectId: string; secret: string },
): Promise<ErasureResult> {
  const { by, projectId, confirmation } = input;
  authorise(ctx.actor, 'privacy.erase', projectId);
  const subject: Subject = { by, projectId, value: input.value };
  const found = await findRows(ctx, subject);
  const rowHashes = found.rows.map(({ predictionId, row }) => sha256(`${predictionId}.${row}`));
  const datasets = by === 'entity' ? await findDatasets(ctx, subject, found.rows) : NO_DATASETS;
  const sets = datasets.holding.map(({ version, rows }) => `${version.datasetId}/${version.number}/${rows}`);
  const proof = sha256(rowHashes.join('\n'));
  const expected = sha256([projectId, by, input.value, proof, ...sets].join('\n'));
  if (confirmation !== undefined) await checkConfirmed(ctx, input, expected);
  const rewritten: RewrittenVersion[] = [];
  const rowIds = new Set(found.rows.map(idOf));
  if (confirmation !== undefined)
    for (const { version } of datasets.holding) rewritten.push(await rewriteWithout(version, rowIds));
  const facts = { rowHashes, proof, datasets };
  try {
    const { id, report, files } = await inTransaction(
      ctx,
      (tx) =>
        erase(tx, subject, {
          ...found,
          ...facts,
          rewritten,
          secret: input.secret,
          isTried: confirmation === undefined,
        }),
      { timeoutMs: TRANSACTION_MS },
    );
    await removeFiles(ctx, projectId, files);
    return { ...report, id, confirmation: null };
  } catch (error) {
    if (error instanceof OnlyTried) return { ...error.report, id: null, confirmation: expected };
    throw error;
  }
}

const idOf = ({ predictionId, row }: RowOfCall): string => `${predictionId}.${row}`;

interface Found {
  rows: RowOfCall[];
  /** What rows are about, by model: for its destination. */
  entities: { modelId: string; entityHash: string }[];
}

async function findRows(ctx: Ctx, { by, value, projectId }: Subject): Promise<Found> {
  if (by === 'giver') return { rows: await listGiverRows(ctx, { projectId, giver: value }), entities: [] };
  const rows = await listEntityRows(ctx, { projectId, entity: value });
  if (rows.length > MOST_ROWS)
    throw new AppError(
      'limit_exceeded',
      `The log has ${rows.length.toLocaleString('en')} rows of it; ${MOST_ROWS.toLocaleString('en')} are erased at once. Keep the log for fewer days first.`,
      { reason: 'too_many_rows' },
    );
  const models = [...new Set(rows.map(({ modelId }) => modelId))];
  return {
    rows,
    entities: models.flatMap((modelId) =>
      entityForms(projectId, value).map((entity) => ({
        modelId,
        entityHash: entityDestination(modelId, { entity, rowId: '' }).entityHash,
      })),
    ),
  };
}

const NO_DATASETS: Awaited<ReturnType<typeof findDatasets>> = { holding: [], files: [], learnt: [] };

/** Datasets that have rows of it, and the runs and versions that learnt from them. */
async function findDatasets(ctx: Ctx, { projectId, value }: Subject, rows: readonly RowOfCall[]) {
  const [holding, files] = await Promise.all([
    listHolding(ctx, { projectId, rowIds: new Set(rows.map(idOf)) }),
    listFilesAbout(ctx, { projectId, entity: value }),
  ]);
  const learnt: ErasureReport['learnt'] = [];
  for (const { datasetId, number } of [...holding.map(({ version }) => version), ...files])
    for (const { modelId, run, version } of await listRunsOn(ctx, { projectId, datasetId, datasetNumber: number })) {
      const model = await getModel(ctx, { model: modelId, permission: 'model.view' }).catch(nothingIfGone);
      learnt.push({ model: model?.name ?? modelId, run, version });
    }
  return { holding, files, learnt };
}

/** Throws 422 where the name differs, 409 where what would be erased is not what was confirmed. */
async function checkConfirmed(ctx: Ctx, input: NewErasure & { projectId: string }, expected: string): Promise<void> {
  const project = await findProjectRow(ctx.db, input.projectId);
  if (input.name !== project?.name)
    throw invalidInput('name', `repeat the project's name, "${project?.name ?? ''}", to erase for good`, {
      reason: 'name_differs',
    });
  if (input.confirmation !== expected)
    throw new AppError(
      'conflict',
      'There are other rows of it now than you confirmed. Look at what would be erased again.',
      {
        reason: 'changed',
      },
    );
}

type Counts = Record<(typeof KEPT)[number], number>;

async function countStaying(ctx: Ctx, projectId: string): Promise<Counts> {
  const [calls, kept, settled] = await Promise.all([
    countCalls(ctx, projectId),
    countKept(ctx, projectId),
    countSettledItems(ctx, projectId),
  ]);
  return { calls, settled, ...kept };
}

async function erase(
  tx: Ctx,
  { by, value, projectId }: Subject,
  of: Found & {
    rowHashes: string[];
    proof: string;
    datasets: Awaited<ReturnType<typeof findDatasets>>;
    rewritten: readonly RewrittenVersion[];
    secret: string;
    isTried: boolean;
  },
): Promise<{ id: string; report: ErasureReport; files: string[] }> {
  const { rows, entities, datasets } = of;
  const before = await countStaying(tx, projectId);
  const nothing = { calls: 0, waiting: 0, settled: 0, notes: 0, known: 0, tests: 0, notifications: 0, datasetRows: 0 };
  const files: string[] = [];
  let erased: ErasureReport['erased'];
  if (by === 'giver') erased = { ...nothing, ...(await eraseGiver(tx, { projectId, giver: value })) };
  else {
    const said = await eraseFeedbackAbout(tx, projectId, rows);
    const items = await eraseItems(tx, projectId, rows, entities);
    const calls = await blankLoggedRows(tx, projectId, rows);
    const notifications = await eraseNotifications(tx, projectId, rows.map(idOf));
    for (const one of of.rewritten) files.push(...(await putRewritten(tx, one)));
    const datasetRows = datasets.holding.reduce((sum, one) => sum + one.rows, 0);
    // Last: it locks the audit trail.
    const tests = await eraseTests(tx, projectId, rows);
    erased = { ...said, ...items, calls, notifications, datasetRows, tests };
  }
  const after = await countStaying(tx, projectId);
  const report: ErasureReport = {
    by,
    rows: rows.length,
    erased,
    kept: (['calls', 'feedback', 'labels', 'settled'] as const).map((what) => ({
      what,
      before: before[what],
      after: after[what],
    })),
    datasets: datasets.holding.map(({ version: { datasetId, name, number }, rows: n }) => ({
      ...{ datasetId, name, number },
      rows: n,
    })),
    files: datasets.files.map(({ datasetId, name, number }) => ({ datasetId, name, number })),
    learnt: datasets.learnt,
    proof: of.proof,
  };
  if (of.isTried) throw new OnlyTried(report);
  const subjectHash = createHmac('sha256', of.secret).update(`erasure\n${projectId}\n${by}\n${value}`).digest('hex');
  const id = await insertErasure(tx, { projectId, subjectHash, rowHashes: of.rowHashes, report });
  await audit(tx, {
    action: 'privacy.erase',
    object: `erasure:${id}`,
    projectId,
    after: { subjectHash, ...report },
  });
  return { id, report, files };
}
