import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Prisma } from '@/prisma/generated/client';
import { floorTo } from './rollup-grain';
import { ChosenColumn } from './schema';
import { type RollupRange, SHADOW, TRAFFIC_ORIGINS } from './store-rollups';
import { mergeParts, type PartCounts, type Parts, type PartsJson, partsFromJson } from './traffic-parts';

/** The columns by which the rows of a model are told apart. The room performance lets a scientist choose them. */
export async function listChosenColumns(ctx: Ctx, modelId: string): Promise<ChosenColumn[]> {
  const row = await ctx.db.sliceSettings.findUnique({ where: { modelId }, select: { columns: true } });
  return row ? ChosenColumn.array().parse(row.columns) : [];
}

/**
 * The parts of a model's traffic in the hours (and, for older traffic, the days) that begin in a range, added up over versions, routes and origins; the
 * bucket that contains the start counts too. Of the asked dimensions only.
 */
export async function sumParts(
  ctx: Ctx,
  range: Omit<RollupRange, 'withShadow'>,
  dimensions: readonly string[],
): Promise<Map<string, ReadonlyMap<string, PartCounts>>> {
  const from = (grain: 'hour' | 'day') => new Date(floorTo(range.fromMs, grain));
  const picked = dimensions.map((name) => Prisma.sql`${name}::text, parts -> ${name}`);
  const rows = await ctx.db.$queryRaw<{ parts: PartsJson }[]>`
    select jsonb_strip_nulls(jsonb_build_object(${Prisma.join(picked)})) as parts from prediction_rollups
    where project_id = ${range.projectId}::uuid and model_id = ${range.modelId}::uuid and at < ${new Date(range.toMs)}
      and ((grain = 'hour' and at >= ${from('hour')}) or (grain = 'day' and at >= ${from('day')}))
      and parts <> '{}'::jsonb and route <> ${SHADOW} and origin = any(${[...TRAFFIC_ORIGINS]})
      ${range.versions ? Prisma.sql`and version_number = any(${[...range.versions]}::int[])` : Prisma.empty}`;
  const sum: Parts = new Map();
  for (const { parts } of rows) mergeParts(sum, partsFromJson(parts), Number.POSITIVE_INFINITY);
  return sum;
}
