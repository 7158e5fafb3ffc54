import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import { markDays } from '../feedback';
import { getModel } from '../registry';
import type { Model } from '../registry/schema';
import { listColumns } from './available-columns';
import type { BlockChoiceBody, BlockEntity, BlockSettingsView } from './schema';
import { findBlockChoice, saveBlockChoice } from './store-blocks';
import { listLabelledDays } from './store-slices';

/** The name that callers know for what a row is about. */
const ENTITY = 'entity';

/** What rows of a model belong together by, beside their days, and what else could be chosen. */
export async function getBlockSettings(ctx: Ctx, input: { model: string }): Promise<BlockSettingsView> {
  const model = await getModel(ctx, { model: input.model, permission: 'performance.view' });
  return viewOf(ctx, model);
}

/** Chooses it. Labelled days that are in the log are counted anew. */
export async function setBlockSettings(
  ctx: Ctx,
  input: { model: string; body: BlockChoiceBody },
): Promise<BlockSettingsView> {
  const { entity } = input.body;
  const model = await getModel(ctx, { model: input.model, permission: 'version.manage' });
  const of = { modelId: model.id, projectId: model.projectId };
  const { available, entity: before } = await viewOf(ctx, model);
  const isSame = (one: BlockEntity | null, other: BlockEntity | null) =>
    one?.from === other?.from && one?.name === other?.name;
  if (isSame(entity, before)) return viewOf(ctx, model);
  if (entity && !available.some((one) => isSame(one, entity)))
    throw invalidInput(
      'entity',
      `neither the champion's inputs nor the context of newer calls has "${entity.name.slice(0, 60)}": GET this address lists what there is`,
    );
  await inTransaction(ctx, async (tx) => {
    await saveBlockChoice(tx, of, entity && { ...entity, choice: uuid7() });
    await audit(tx, {
      action: 'blocks.set',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: { entity: before },
      after: { entity },
    });
    if (entity) await markDays(tx, model.projectId, await listLabelledDays(tx, of));
  });
  return viewOf(ctx, model);
}

async function viewOf(ctx: Ctx, model: Model): Promise<BlockSettingsView> {
  const [choice, columns] = await Promise.all([findBlockChoice(ctx, model.id), listColumns(ctx, model)]);
  const isEntity = ({ from, name }: BlockEntity) => from === 'context' && name === ENTITY;
  const entity = columns.find(isEntity) ?? { from: 'context', name: ENTITY, title: '' };
  return {
    entity: choice && { from: choice.from, name: choice.name },
    // What callers say a row is about comes first, also before any has said it.
    available: [entity, ...columns.filter((column) => !isEntity(column))],
  };
}
