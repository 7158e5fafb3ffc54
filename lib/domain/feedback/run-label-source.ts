import { randomUUID } from 'node:crypto';
import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { getModel } from '../registry';
import { composeLabelSource } from './compose-label-source';
import { nextPull } from './label-source-times';
import { failedOutcome } from './pull-error';
import { pullLabels } from './pull-labels';
import { missingSource, requireLabelSource } from './require-label-source';
import type { LabelFile, LabelSourceTrial, PullOutcome } from './schema';
import {
  claimDueSource,
  claimSource,
  findSourceRow,
  type StoredLabelSource,
  settleSource,
} from './store-label-sources';

/** Longer than reading and writing can take; a worker that died is waited for so long. */
const LEASE_MS = 10 * 60_000;

/** Says what a source would write, before it is saved. */
export async function tryLabelSource(ctx: Ctx, input: { model: string; trial: LabelSourceTrial }): Promise<LabelFile> {
  const { id, source: content } = input.trial;
  const model = await getModel(ctx, { model: input.model, permission: 'label-source.manage' });
  const before = id === null ? null : await findSourceRow(ctx, model.id, id);
  if (id !== null && !before) throw missingSource(id);
  return read(ctx, model, await composeLabelSource(ctx, model, content, before));
}

/** Pulls a source now, whatever its schedule says; with `dryRun` it only says what would be written. 409 while it is being pulled. */
export async function runLabelSource(
  ctx: Ctx,
  input: { model: string; id: string; dryRun?: '1' | undefined },
): Promise<LabelFile> {
  const { model, source } = await requireLabelSource(ctx, input);
  if (input.dryRun === '1') return read(ctx, model, source);
  const lease = randomUUID();
  if (!(await claimSource(ctx, source.id, { id: lease, ms: LEASE_MS })))
    throw new AppError('conflict', 'This source is being pulled right now. Look again in a minute.', {
      reason: 'pull_running',
    });
  const { outcome, pulled, error } = await pull(ctx, model, source, false);
  await settle(ctx, source, lease, { outcome, ...pulled });
  if (error !== undefined) throw error;
  if (!pulled?.found) throw new Error('a pull that asks for the whole file gets it');
  return pulled.found;
}

/**
 * Pulls the source that has been due for longest. Returns false when none was due. After an outage it is one pull; a failure is kept with
 * the source, which is tried again at its next time. Of two workers one pulls. System scope.
 */
export async function pullDueLabels(ctx: Ctx): Promise<boolean> {
  const lease = randomUUID();
  const source = await claimDueSource(ctx, { id: lease, ms: LEASE_MS });
  if (!source) return false;
  const own: Ctx = { ...ctx, actor: { kind: 'system', name: `label source ${source.name}` } };
  const model = await getModel(own, { model: source.modelId, permission: 'label.write' });
  const { outcome, pulled, error } = await pull(own, model, source, true);
  if (outcome.kind === 'failed' && outcome.fault === 'internal')
    ctx.log.warn({ err: error, source: source.id }, 'labels could not be pulled');
  await settle(own, source, lease, { outcome, ...pulled, dueAt: nextPull(source, own.now()) });
  return true;
}

type OfModel = Parameters<typeof pullLabels>[1];

async function read(ctx: Ctx, model: OfModel, source: StoredLabelSource): Promise<LabelFile> {
  const { found } = await pullLabels(ctx, model, source, { isWritten: false, ifChanged: false });
  if (!found) throw new Error('a pull that asks for the whole file gets it');
  return found;
}

async function pull(ctx: Ctx, model: OfModel, source: StoredLabelSource, ifChanged: boolean) {
  try {
    const { found, at, etag } = await pullLabels(ctx, model, source, { isWritten: true, ifChanged });
    return { outcome: outcomeOf(found), pulled: { found, pulledUntil: at, etag } };
  } catch (error) {
    return { outcome: failedOutcome(error), pulled: null, error };
  }
}

function outcomeOf(found: LabelFile | null): PullOutcome {
  if (!found) return { kind: 'unchanged' };
  const { lines, rows, replaced, unknown, misfits } = found;
  return { kind: 'written', lines, rows, replaced: replaced ?? 0, unknown: unknown.count, misfits: misfits.count };
}

async function settle(
  ctx: Ctx,
  { id, projectId, modelId }: StoredLabelSource,
  lease: string,
  {
    outcome,
    pulledUntil,
    etag,
    dueAt,
  }: { outcome: PullOutcome; pulledUntil?: Date; etag?: string | null; dueAt?: Date },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const ended = {
      lastAt: tx.now(),
      outcome,
      ...(pulledUntil ? { pulledUntil } : {}),
      ...(etag === undefined ? {} : { etag }),
      ...(dueAt ? { dueAt } : {}),
    };
    if (!(await settleSource(tx, { id, lease }, ended))) return;
    if (outcome.kind !== 'written' || outcome.rows === 0) return;
    await audit(tx, {
      action: 'label-source.pull',
      object: `label-source:${id}`,
      projectId,
      after: { modelId, ...outcome },
    });
  });
}
