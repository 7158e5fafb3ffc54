import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { getModel } from '../registry';
import type { DriftSettings } from './schema';
import { findDriftSettings, saveDriftSettings } from './store';

/** Says how the inputs of a model are watched from now on. What the days say is worked out anew with it, past ones too. */
export async function setDriftSettings(
  ctx: Ctx,
  input: { model: string; settings: DriftSettings },
): Promise<DriftSettings> {
  return inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'version.manage' });
    const before = await findDriftSettings(tx, model.id);
    await saveDriftSettings(tx, { modelId: model.id, projectId: model.projectId }, input.settings);
    await audit(tx, {
      action: 'drift.set',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before,
      after: input.settings,
    });
    return input.settings;
  });
}
