import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';

/** Rows of a model in a window whose context holds one of the keys under a name; what shadows answered is none. */
export async function findRowsByContext(
  ctx: Ctx,
  of: {
    projectId: string;
    modelId: string;
    context: string;
    keys: string[];
    fromMs: number;
    toMs: number;
    limit: number;
  },
): Promise<{ key: string; id: string; row: number }[]> {
  return ctx.db.$queryRaw`
    select said.value->>${of.context} as key, p.id, (said.ordinality - 1)::int as row
    from predictions p cross join lateral jsonb_array_elements(p.context) with ordinality as said
    where p.project_id = ${of.projectId}::uuid and p.model_id = ${of.modelId}::uuid and p.shadow_of is null
      and p.id >= ${uuid7Floor(of.fromMs)}::uuid and p.id < ${uuid7Floor(of.toMs)}::uuid
      and jsonb_typeof(p.context) = 'array' and said.value->>${of.context} = any(${of.keys})
    limit ${of.limit}`;
}
