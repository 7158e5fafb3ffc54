import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { getModel } from '../registry';
import { type GateRules, type GateView, hasThreshold } from './schema';
import { findGateRules, insertGateRules, listGateRules } from './store-gate';

/** What stands before versions of a model that are to answer calls, and what stood there before. */
export async function getGate(ctx: Ctx, input: { model: string }): Promise<GateView> {
  const model = await getModel(ctx, { ...input, permission: 'promotion.view' });
  const history = await listGateRules(ctx, model.id);
  return { rules: await findGateRules(ctx, model.id), history };
}

/** Changes the rules; reports that are there are judged by the new ones. */
export async function saveGate(ctx: Ctx, input: { model: string; rules: GateRules }): Promise<GateView> {
  const wrong = input.rules.rules.find(({ check, threshold }) => threshold !== null && !hasThreshold(check));
  if (wrong) throw invalidInput('rules', `the check "${wrong.check}" has no threshold`);
  const model = await inTransaction(ctx, async (tx) => {
    const found = await getModel(tx, { model: input.model, permission: 'promotion.rules' });
    const before = await findGateRules(tx, found.id);
    await insertGateRules(tx, { projectId: found.projectId, modelId: found.id }, input.rules);
    await audit(tx, {
      action: 'gate-rules.save',
      object: `model:${found.name}`,
      projectId: found.projectId,
      before,
      after: input.rules,
    });
    return found;
  });
  return getGate(ctx, { model: model.id });
}
