import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { learntSignature } from '@/lib/pure/json-service/learnt-signature';
import { authorise, requireProject } from '../people';
import { registerService, tellGateway } from '../registry';
import type { Model } from '../registry/schema';
import { checkTarget } from './check-target';
import { requireFreeHeader } from './require-free-header';
import { NewUpstream } from './schema';
import { insertUpstreamRow } from './store-upstreams';

const NOTHING_SAID = { field: null, task: null };

/** Puts the gateway in front of a running service: a model whose answers come from there, under the name that is given. */
export async function createUpstream(ctx: Ctx, input: NewUpstream & { projectId?: string }): Promise<Model> {
  const { projectId: named, ...given } = input;
  const projectId = named ?? requireProject(ctx);
  authorise(ctx.actor, 'version.upload', projectId);
  const { name, url: address, header, timeoutMs } = NewUpstream.parse(given);
  requireFreeHeader(header);
  const { url, allowPrivate } = await checkTarget(ctx, { url: address, projectId });
  const signature = learntSignature(null, NOTHING_SAID);
  const made = await inTransaction(ctx, async (tx) => {
    const { model, version } = await registerService(tx, { projectId, modelName: name, signature });
    await insertUpstreamRow(
      tx,
      {
        projectId,
        modelId: model.id,
        versionNumber: version.number,
        url,
        allowPrivate,
        header,
        timeoutMs,
        said: NOTHING_SAID,
        learnt: null,
        callsLearnt: 0,
        epoch: 0,
        goalAnswers: 1000,
        goalPercent: 99,
        countedFrom: tx.now(),
      },
      actorName(tx.actor),
    );
    await audit(tx, {
      action: 'upstream.create',
      object: `model:${model.name}`,
      projectId,
      after: { url, allowPrivate, headerName: header?.name ?? null, timeoutMs },
    });
    return model;
  });
  await tellGateway(ctx, { projectId });
  return made;
}
