import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { Prisma } from '@/prisma/generated/client';
import type { DayGroups } from './count-group';
import { type DayGroupsJson, dayGroupsToJson } from './groups-json';
import { BlockEntity } from './schema';
import { type DaysOfModel, dayColumns, dayKeyOf, type PerformanceKey, whereDays } from './store';

/** What rows of a model belong together by, and the name of the choice. */
export type BlockChoice = BlockEntity & { choice: string };

export async function findBlockChoice(ctx: Ctx, modelId: string): Promise<BlockChoice | null> {
  const row = await ctx.db.blockSettings.findUnique({
    where: { modelId },
    select: { choice: true, from: true, name: true },
  });
  return row ? { choice: row.choice, ...BlockEntity.parse({ from: row.from, name: row.name }) } : null;
}

/** Saves the choice; what was counted by the one before goes. In the caller's transaction. */
export async function saveBlockChoice(
  ctx: Ctx,
  of: { modelId: string; projectId: string },
  choice: BlockChoice | null,
): Promise<void> {
  await ctx.db.blockDay.deleteMany({ where: of });
  if (!choice) {
    await ctx.db.blockSettings.deleteMany({ where: of });
    return;
  }
  const data = { ...choice, updatedAt: ctx.now() };
  await ctx.db.blockSettings.upsert({ where: { modelId: of.modelId }, create: { ...of, ...data }, update: data });
}

/** Of the rows with this key, by groups of entities. */
export type BlockDay<Part extends 'measures' | 'slices'> = Pick<DayGroupsJson, 'entities' | Part>;

/** The same for what was counted of the same rows. */
export const nameOfDay = (key: PerformanceKey & { dayMs: number }): string =>
  [key.dayMs, key.ownDayMs, key.versionNumber, key.route, key.source].join('/');

/** What is known of the entities of a model's days by this choice, by `nameOfDay`. */
export async function listBlockDays<Part extends 'measures' | 'slices'>(
  ctx: Ctx,
  of: DaysOfModel,
  choice: string | null,
  part: Part,
): Promise<Map<string, BlockDay<Part>>> {
  if (choice === null) return new Map();
  const rows = await ctx.db.blockDay.findMany({
    where: { ...whereDays(of), choice },
    omit: { measures: part !== 'measures', slices: part !== 'slices' },
  });
  return new Map(
    rows.flatMap((row): [string, BlockDay<Part>][] => {
      const key = dayKeyOf(row);
      // The columns hold what this room wrote.
      return key ? [[nameOfDay(key), row as unknown as BlockDay<Part>]] : [];
    }),
  );
}

/** Replaces everything that is known of the entities of a project's day, in the caller's transaction. */
export async function replaceBlockDay(
  ctx: Ctx,
  of: { projectId: string; dayMs: number },
  found: readonly (PerformanceKey & { groups: DayGroups })[],
): Promise<void> {
  await ctx.db.blockDay.deleteMany({ where: { projectId: of.projectId, day: new Date(of.dayMs) } });
  if (found.length === 0) return;
  await ctx.db.blockDay.createMany({
    data: found.map(({ groups, ...key }) => {
      const { slices, ...json } = dayGroupsToJson(groups);
      return {
        ...dayColumns(ctx, of, key),
        choice: groups.choice,
        // Lists and numbers only, which the interfaces they are told by do not say.
        ...(json as unknown as Record<'entities' | 'measures', Prisma.InputJsonObject>),
        ...(slices ? { slices: slices as unknown as Prisma.InputJsonObject } : {}),
      };
    }),
  });
}
