import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { markDays } from '../feedback';
import { getModel } from '../registry';
import type { Model } from '../registry/schema';
import { listColumns } from './available-columns';
import { cutColumns } from './cut-columns';
import { factsOf, nameOfClass } from './model-facts';
import type { SliceChoice, SliceSettings, SliceSettingsView } from './schema';
import { findSliceSettings, listLabelledDays, saveSliceSettings } from './store-slices';

/** By which columns the performance of a model is told apart, and what else could be chosen. */
export async function getSliceSettings(ctx: Ctx, input: { model: string }): Promise<SliceSettingsView> {
  const model = await getModel(ctx, { model: input.model, permission: 'performance.view' });
  return viewOf(ctx, model, await findSliceSettings(ctx, model.id));
}

/**
 * Chooses the columns by which performance is told apart. A column is cut when it is chosen, and keeps its cut for as long as it stays.
 * Days that are in the log are counted anew for columns that are new.
 */
export async function setSliceSettings(
  ctx: Ctx,
  input: { model: string; choice: SliceChoice },
): Promise<SliceSettingsView> {
  const { choice } = input;
  const model = await getModel(ctx, { model: input.model, permission: 'version.manage' });
  const of = { modelId: model.id, projectId: model.projectId };
  const { classes } = await factsOf(ctx, model, null);
  if (choice.positive !== null && classes.length > 0 && !classes.includes(choice.positive))
    throw invalidInput('positive', `the model has no class "${choice.positive.slice(0, 60)}"`);
  const known = await findSliceSettings(ctx, model.id);
  const columns = await cutColumns(ctx, of, choice.columns, known.columns);
  const settings: SliceSettings = { columns, positive: choice.positive };
  await inTransaction(ctx, async (tx) => {
    const before = await findSliceSettings(tx, model.id);
    await saveSliceSettings(tx, of, settings);
    await audit(tx, {
      action: 'slices.set',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before,
      after: settings,
    });
    const counted = new Set(before.columns.map(({ id }) => id));
    if (columns.some(({ id }) => !counted.has(id))) await markDays(tx, model.projectId, await listLabelledDays(tx, of));
  });
  return viewOf(ctx, model, settings);
}

async function viewOf(ctx: Ctx, model: Model, settings: SliceSettings): Promise<SliceSettingsView> {
  const [facts, available] = await Promise.all([factsOf(ctx, model, null), listColumns(ctx, model)]);
  return {
    ...settings,
    available,
    classes: facts.classes.map((label) => ({ label, name: nameOfClass(facts, label) })),
  };
}
