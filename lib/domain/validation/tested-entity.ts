import { createHash } from 'node:crypto';

/** What a row of a model is about, hashed: its `context.entity`, else the row itself. */
export const testedEntity = (modelId: string, { entity, rowId }: { entity: string | null; rowId: string }): string =>
  createHash('sha256')
    .update(JSON.stringify([modelId, entity === null ? 'row' : 'entity', entity ?? rowId]))
    .digest('hex');
