import type { Ctx } from '@/lib/platform/context';
import { getModel } from '../registry';
import type { LabelSources } from './schema';
import { listSourceRows, shownSource } from './store-label-sources';

/** The sources from which labels of a model are pulled, without their secrets. */
export async function listLabelSources(ctx: Ctx, input: { model: string }): Promise<LabelSources> {
  const model = await getModel(ctx, { model: input.model, permission: 'performance.view' });
  return { sources: (await listSourceRows(ctx, model.id)).map((source) => shownSource(ctx, source)) };
}
