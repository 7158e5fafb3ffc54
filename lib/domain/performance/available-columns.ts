import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { countedPlaces, listContextNames } from '../predictions';
import { getServedVersion } from '../registry';
import type { Model } from '../registry/schema';
import { NO_SLICE } from './cut-columns';
import { factsOf } from './model-facts';
import type { AvailableColumn } from './schema';

/** Inputs of the champion, and keys that newer calls had in their context but for their moment. */
export async function listColumns(ctx: Ctx, model: Model): Promise<AvailableColumn[]> {
  const [facts, inputs, names] = await Promise.all([
    factsOf(ctx, model, null),
    listInputs(ctx, model),
    listContextNames(ctx, { projectId: model.projectId, modelId: model.id }),
  ]);
  return [
    ...inputs.map((name) => ({ from: 'input' as const, name, title: facts.titles.get(name) ?? '' })),
    ...names.filter((name) => name !== NO_SLICE).map((name) => ({ from: 'context' as const, name, title: '' })),
  ];
}

/** Names of the columns of the champion; none where there is no version. */
const listInputs = (ctx: Ctx, model: Model): Promise<string[]> =>
  getServedVersion(ctx, { model: model.id, permission: 'model.view' }).then(
    ({ version: { signature }, overlay }) => countedPlaces({ signature, overlay }).map(({ name }) => name),
    (error: unknown) => {
      if (isAppError(error) && error.code === 'not_found') return [];
      throw error;
    },
  );
