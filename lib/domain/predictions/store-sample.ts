import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Prisma } from '@/prisma/generated/client';
import { decodeTensors } from '../serving';
import type { LoggedInputs } from './store-recount';
import { TRAFFIC_ORIGINS } from './store-rollups';

const CALLS_A_READ = 500;
/** The last 16 bits of an id are random, and so say of a call once and for all whether a part of the log has it. */
const STEPS = 2 ** 16;

/**
 * The inputs of a version's calls with ids from `from` up to `before`, oldest first, without shadows and what a scientist tried: a part of them,
 * `share`, always the same one.
 */
export async function* listSampledInputs(
  ctx: Ctx,
  of: { projectId: string; modelId: string; versionNumber: number; from: string; before: string; share: number },
): AsyncGenerator<LoggedInputs & { id: string }> {
  const below = Math.ceil(of.share * STEPS);
  const isPart =
    below >= STEPS ? Prisma.sql`true` : Prisma.sql`('x' || right(id::text, 4))::bit(16)::integer < ${below}`;
  let after: string | null = null;
  for (;;) {
    const behind: Prisma.Sql = after === null ? Prisma.sql`id >= ${of.from}::uuid` : Prisma.sql`id > ${after}::uuid`;
    const rows: (Omit<LoggedInputs, 'inputs'> & { id: string; tensors: Uint8Array })[] = await ctx.db.$queryRaw`
      select id, received_at as "receivedAt", rows, route, origin, context, tensors from predictions
      where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and version_number = ${of.versionNumber}
        and origin = any(${[...TRAFFIC_ORIGINS]}) and route <> 'shadow'
        and ${behind} and id < ${of.before}::uuid and ${isPart}
      order by id limit ${CALLS_A_READ}`;
    for (const { tensors, ...row } of rows) yield { ...row, inputs: decodeTensors(tensors).inputs };
    after = rows.at(-1)?.id ?? null;
    if (rows.length < CALLS_A_READ) return;
  }
}
