import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { ModelCard as CardRow } from '@/prisma/generated/client';
import { type Card, type CardContent, CardFields } from './schema';

interface OfVersion {
  modelId: string;
  versionNumber: number;
}

const toCard = (row: CardRow): Card => ({
  versionNumber: row.versionNumber,
  revision: row.revision,
  published: row.published,
  fields: CardFields.parse(row.fields),
  markdown: row.markdown,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  publishedAt: row.publishedAt?.toISOString() ?? null,
});

export async function findNewestCard(ctx: Ctx, of: OfVersion, publishedOnly: boolean): Promise<Card | null> {
  const row = await ctx.db.modelCard.findFirst({
    where: { ...of, ...(publishedOnly ? { published: true } : {}) },
    orderBy: { revision: 'desc' },
  });
  return row ? toCard(row) : null;
}

/** The newest published card of the highest version below `versionNumber`. */
export async function findPreviousCard(ctx: Ctx, of: OfVersion): Promise<Card | null> {
  const row = await ctx.db.modelCard.findFirst({
    where: { modelId: of.modelId, versionNumber: { lt: of.versionNumber }, published: true },
    orderBy: [{ versionNumber: 'desc' }, { revision: 'desc' }],
  });
  return row ? toCard(row) : null;
}

export async function findCardRevision(ctx: Ctx, of: OfVersion, revision: number): Promise<Card | null> {
  const row = await ctx.db.modelCard.findUnique({
    where: { modelId_versionNumber_revision: { ...of, revision } },
  });
  return row ? toCard(row) : null;
}

export async function listCardRows(ctx: Ctx, of: OfVersion): Promise<Card[]> {
  const rows = await ctx.db.modelCard.findMany({ where: of, orderBy: { revision: 'desc' }, take: 200 });
  return rows.map(toCard);
}

export async function insertCard(
  ctx: Ctx,
  of: OfVersion & { projectId: string },
  card: CardContent & { revision: number; createdBy: string },
): Promise<Card> {
  return toCard(await ctx.db.modelCard.create({ data: { ...of, ...card, createdAt: ctx.now() } }));
}

export async function updateCard(
  ctx: Ctx,
  of: OfVersion,
  revision: number,
  change: (CardContent & { createdBy: string }) | { published: true },
): Promise<Card> {
  const isPublishing = 'published' in change;
  return toCard(
    await ctx.db.modelCard.update({
      where: { modelId_versionNumber_revision: { ...of, revision } },
      data: isPublishing ? { published: true, publishedAt: ctx.now() } : { ...change, createdAt: ctx.now() },
    }),
  );
}

/** Changes of a model's cards wait for each other, so that revisions are given out in order. */
export async function lockCards(ctx: Ctx, modelId: string): Promise<void> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`cards/${modelId}`}))`;
}
