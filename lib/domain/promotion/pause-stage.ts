import { audit } from '@/lib/platform/audit';
import type { Ctx } from '@/lib/platform/context';
import { listPeopleOfRole, nameProject, notify } from '../people';
import { getModel } from '../registry';
import { isWaitedFor } from './judge-stage';
import type { GuardView } from './schema';
import { changePromotion, type StoredPromotion } from './store-promotions';

/** Has a stage wait for a person, who goes on by hand or back: tells administrators and who asked for it. In the caller's transaction. */
export async function pauseStage(tx: Ctx, promotion: StoredPromotion, views: readonly GuardView[]): Promise<void> {
  const { projectId, versionNumber, askedById } = promotion;
  const model = await getModel(tx, { model: promotion.modelId });
  await changePromotion(tx, promotion.id, { pausedAt: tx.now() });
  await audit(tx, {
    action: 'promotion.pause',
    object: `model:${model.name}/${versionNumber}`,
    projectId,
    after: {
      promotionId: promotion.id,
      waitsFor: views
        .filter(isWaitedFor)
        .map(({ guard, counted, needed }) => `${guard}: ${counted} of ${needed}`)
        .join(', '),
    },
  });
  const people = new Set(await listPeopleOfRole(tx, { projectId, role: 'administrator' }));
  if (askedById !== null) people.add(askedById);
  const link = `/p/${await nameProject(tx, projectId)}/models/${encodeURIComponent(model.name)}/promotion`;
  const values = { model: model.name, version: String(versionNumber) };
  for (const personId of people)
    await notify(tx, { projectId, personId, kind: 'promotion-paused', values, link, wantsMail: false });
}
