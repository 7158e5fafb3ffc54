import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { Replay as ReplayRow } from '@/prisma/generated/client';
import { ReplayResult } from './schema';

export interface StoredReplay {
  id: string;
  projectId: string;
  modelId: string;
  version: number;
  from: Date;
  to: Date;
  result: ReplayResult | null;
  createdBy: string;
  createdAt: Date;
}

const toReplay = (row: ReplayRow): StoredReplay => ({
  id: row.id,
  projectId: row.projectId,
  modelId: row.modelId,
  version: row.versionNumber,
  from: row.fromAt,
  to: row.toAt,
  result: ReplayResult.nullable().parse(row.result),
  createdBy: row.createdBy,
  createdAt: row.createdAt,
});

export async function insertReplay(
  ctx: Ctx,
  { version, from, to, ...replay }: Omit<StoredReplay, 'result'>,
): Promise<void> {
  await ctx.db.replay.create({ data: { ...replay, versionNumber: version, fromAt: from, toAt: to } });
}

export async function listReplayRows(ctx: Ctx, modelId: string, limit: number): Promise<StoredReplay[]> {
  const rows = await ctx.db.replay.findMany({
    where: { modelId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(toReplay);
}

export async function findReplay(ctx: Ctx, of: { modelId?: string; id: string }): Promise<StoredReplay | null> {
  const row = await ctx.db.replay.findFirst({ where: of });
  return row && toReplay(row);
}

/** Keeps what came out; nothing where the replay was deleted. */
export async function keepResult(ctx: Ctx, id: string, result: ReplayResult): Promise<void> {
  await ctx.db.replay.updateMany({ where: { id }, data: { result } });
}

export async function deleteReplayRow(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.replay.deleteMany({ where: { id } });
}
