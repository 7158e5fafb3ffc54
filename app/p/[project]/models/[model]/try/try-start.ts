import 'server-only';
import { type ModelReading, readingOf } from '@/app/model-reading';
import { getPrediction } from '@/lib/domain/predictions';
import { exampleRow, getServedVersion, rowFields } from '@/lib/domain/registry';
import type { Model, Row, RowField } from '@/lib/domain/registry/schema';
import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';

export interface TryStart {
  number: number;
  fields: RowField[];
  row: Row;
  examples: Row[];
  reading: ModelReading;
}

/** What the form of a model begins with: the version and the row that the address names, else the champion and an example. */
export async function findTryStart(
  ctx: Ctx,
  model: Model,
  search: Record<string, string | string[] | undefined>,
): Promise<TryStart | null> {
  const asked = typeof search.version === 'string' ? Number(search.version) : undefined;
  const number = asked ?? model.champion ?? model.versions.at(-1);
  if (number === undefined || !model.versions.includes(number)) return null;
  const { served, overlay } = await getServedVersion(ctx, { model: model.id, number, permission: 'model.view' });
  const fields = rowFields(served, overlay);
  const row = exampleRow(fields, overlay);
  const logged = typeof search.row === 'string' ? await findLogged(ctx, search.row, model.id) : null;
  return {
    number,
    fields,
    row: { ...row, ...logged },
    examples: overlay?.examples ?? [],
    reading: await readingOf(ctx, model.id, number),
  };
}

/** The inputs of a logged row, as far as they were kept as they were. */
async function findLogged(ctx: Ctx, id: string, modelId: string): Promise<Row | null> {
  try {
    const { inputs, model } = await getPrediction(ctx, { id });
    if (model.id !== modelId) return null;
    return Object.fromEntries(
      inputs.flatMap(({ name, values, personal, kind }) => {
        if (values === null || personal !== 'keep') return [];
        const isOne = values.length === 1 && kind !== 'list' && kind !== 'image';
        return [[name, isOne ? (values[0] ?? null) : values]];
      }),
    );
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return null;
    throw error;
  }
}
