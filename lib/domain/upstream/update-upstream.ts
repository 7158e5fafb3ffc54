import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { learntSignature } from '@/lib/pure/json-service/learnt-signature';
import { getModel, tellGateway, updateSignature } from '../registry';
import { checkTarget } from './check-target';
import { getUpstream, missingUpstream } from './get-upstream';
import { requireFreeHeader } from './require-free-header';
import type { UpstreamChange, UpstreamView } from './schema';
import { lockUpstreamRow, type StoredUpstream, updateUpstreamRow } from './store-upstreams';

/** Changes address, secret, the reading of the answer, or the goal. What was compared under another reading no longer counts. */
export async function updateUpstream(
  ctx: Ctx,
  input: { model: string; change: UpstreamChange },
): Promise<UpstreamView> {
  const { change } = input;
  const { projectId } = await getModel(ctx, { model: input.model, permission: 'version.manage' });
  const target = change.url === undefined ? null : await checkTarget(ctx, { url: change.url, projectId });
  requireFreeHeader(change.header ?? null);
  await inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'version.manage' });
    const before = await lockUpstreamRow(tx.db, model.id);
    if (!before) throw missingUpstream(model.name);
    const after = changed(before, change, target, tx.now());
    await updateUpstreamRow(tx.db, after);
    const at = { modelId: model.id, number: after.versionNumber };
    await updateSignature(tx, at, learntSignature(after.learnt, after.said));
    await audit(tx, {
      action: 'upstream.update',
      object: `model:${model.name}`,
      projectId,
      before: forAudit(before),
      after: forAudit(after),
    });
  });
  await tellGateway(ctx, { projectId });
  return getUpstream(ctx, { model: input.model });
}

function changed(
  before: StoredUpstream,
  change: UpstreamChange,
  target: { url: string; allowPrivate: boolean } | null,
  now: Date,
): StoredUpstream {
  const { answerField: field = before.said.field, answerTask: task = before.said.task } = change;
  if (field !== null && field !== before.said.field && !before.learnt?.fields.some(({ name }) => name === field))
    throw invalidInput('answerField', `no answer had a field "${field}"`, { reason: 'unknown_field' });
  const isReadAnew = field !== before.said.field || task !== before.said.task || change.learnAgain === true;
  return {
    ...before,
    ...target,
    header: change.header === undefined ? before.header : change.header,
    timeoutMs: change.timeoutMs ?? before.timeoutMs,
    said: change.learnAgain ? { field: null, task: null } : { field, task },
    goalAnswers: change.goalAnswers ?? before.goalAnswers,
    goalPercent: change.goalPercent ?? before.goalPercent,
    ...(change.learnAgain ? { learnt: null, callsLearnt: 0, epoch: before.epoch + 1 } : {}),
    countedFrom: isReadAnew ? now : before.countedFrom,
  };
}

const forAudit = ({ url, allowPrivate, header, timeoutMs, said, goalAnswers, goalPercent, epoch }: StoredUpstream) => ({
  url,
  allowPrivate,
  headerName: header?.name ?? null,
  timeoutMs,
  ...said,
  goalAnswers,
  goalPercent,
  epoch,
});
