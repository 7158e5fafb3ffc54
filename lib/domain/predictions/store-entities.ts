import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { PredictionRecord } from '../serving';
import type { Sql } from './store-buckets';

/** Keeps which models have rows that name what they are about, for good. `known` holds those that are kept already. */
export async function noteEntities(sql: Sql, records: readonly PredictionRecord[], known: Set<string>): Promise<void> {
  const found = new Set<string>();
  for (const { m, ctx } of records) if (!known.has(m) && ctx?.some((row) => Object.hasOwn(row, 'entity'))) found.add(m);
  if (found.size === 0) return;
  // A model that was deleted meanwhile is left out.
  await sql.query(
    'insert into entity_models (model_id, project_id) select id, project_id from models where id = any($1::uuid[]) on conflict do nothing',
    [[...found]],
  );
  for (const model of found) known.add(model);
}

/** Whether any row of a model has ever named what it is about. */
export async function hasEntityRows(ctx: Ctx, modelId: string): Promise<boolean> {
  return (await ctx.db.entityModel.count({ where: { modelId } })) > 0;
}
