import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { decisiveField, learntSignature } from '@/lib/pure/json-service/learnt-signature';
import { findShapeLoss } from '@/lib/pure/json-service/render-answer';
import { getModel, getServedVersion } from '../registry';
import type { Model } from '../registry/schema';
import { SETTLED_AFTER } from './keep-learnt';
import { mapColumns } from './map-columns';
import type { FileBeside, UpstreamView } from './schema';
import { countAgreement, countPassed } from './store-agreement';
import { findUpstreamRow, type StoredUpstream } from './store-upstreams';

const DAY_MS = 86_400_000;

export const missingUpstream = (name: string) =>
  new AppError('not_found', `The model ${name} does not stand in front of a running service.`, {
    reason: 'no_upstream',
  });

/** The service behind a model: what was learnt of it, who answers now, and how far a file beside it agrees. */
export async function getUpstream(ctx: Ctx, input: { model: string }): Promise<UpstreamView> {
  const model = await getModel(ctx, { model: input.model, permission: 'version.view' });
  const upstream = await findUpstreamRow(ctx, model.id);
  if (!upstream) throw missingUpstream(model.name);
  const { learnt, said } = upstream;
  const of = { projectId: model.projectId, modelId: model.id, version: upstream.versionNumber };
  return {
    url: upstream.url,
    headerName: upstream.header?.name ?? null,
    timeoutMs: upstream.timeoutMs,
    versionNumber: upstream.versionNumber,
    answers: model.champion === upstream.versionNumber ? 'service' : 'file',
    callsLearnt: Math.min(upstream.callsLearnt, SETTLED_AFTER),
    settlesAfter: SETTLED_AFTER,
    learnt: learnt && {
      columns: learnt.columns,
      forms: learnt.forms,
      fields: learnt.fields,
      listWidth: learnt.list?.width ?? null,
      decisive: decisiveField(learnt, said)?.name ?? null,
      task: learntSignature(learnt, said).reading.task,
    },
    answerField: said.field,
    answerTask: said.task,
    loss: learnt && findShapeLoss(learnt, said),
    goalAnswers: upstream.goalAnswers,
    goalPercent: upstream.goalPercent,
    beside: await fileBeside(ctx, model, upstream),
    files: model.versions.filter((number) => number !== upstream.versionNumber),
    passed: await countPassed(ctx, { ...of, since: new Date(ctx.now().getTime() - DAY_MS) }),
  };
}

/** The version that would answer in the service's place: the shadow, or the champion that does so already. */
export async function fileBeside(ctx: Ctx, model: Model, upstream: StoredUpstream): Promise<FileBeside | null> {
  const isService = model.champion === upstream.versionNumber;
  const number = isService ? model.deployment.shadow : model.champion;
  if (number === null || upstream.learnt === null) return null;
  const { served, version } = await getServedVersion(ctx, { model: model.id, number, permission: 'model.view' });
  if (version.servedBy !== 'runner') return null;
  const { compared, agreeing } = await countAgreement(ctx, {
    projectId: model.projectId,
    modelId: model.id,
    version: number,
    from: upstream.countedFrom,
    answers: upstream.goalAnswers,
  });
  return {
    version: number,
    mapping: mapColumns(served, upstream.learnt),
    compared,
    agreeing,
    isReached: compared >= upstream.goalAnswers && agreeing >= (compared * upstream.goalPercent) / 100,
  };
}
