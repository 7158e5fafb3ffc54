import 'server-only';
import type { Actor, Ctx, KeyScope } from '@/lib/platform/context';
import type { Db } from '@/lib/platform/db';
import type { ApiKey, NewApiKey, Project } from './schema';

const toKey = (row: {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  callsPerSecond: number | null;
}): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes as KeyScope[],
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  callsPerSecond: row.callsPerSecond,
});

export const toProject = (row: { id: string; slug: string; name: string; createdAt: Date }): Project => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  createdAt: row.createdAt.toISOString(),
});

/** The actor behind a key's hash, or null. Needs the scope of the system: the project is not known before. */
export async function findKeyActor(db: Db, hash: string, now: Date): Promise<(Actor & { kind: 'key' }) | null> {
  const row = await db.apiKey.findUnique({ where: { hash } });
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= now)) return null;
  const { id, name, projectId, callsPerSecond } = row;
  return { kind: 'key', id, name, projectId, scopes: row.scopes as KeyScope[], callsPerSecond };
}

export async function touchKeys(db: Db, ids: string[], at: Date): Promise<void> {
  await db.apiKey.updateMany({ where: { id: { in: ids } }, data: { lastUsedAt: at } });
}

export async function insertKey(
  ctx: Ctx,
  projectId: string,
  key: NewApiKey & { prefix: string; hash: string; createdBy: string },
): Promise<ApiKey> {
  const row = await ctx.db.apiKey.create({
    data: {
      projectId,
      name: key.name,
      scopes: key.scopes,
      prefix: key.prefix,
      hash: key.hash,
      createdBy: key.createdBy,
      callsPerSecond: key.callsPerSecond ?? null,
      createdAt: ctx.now(),
      ...(key.expiresAt ? { expiresAt: new Date(key.expiresAt) } : {}),
    },
  });
  return toKey(row);
}

export async function listKeyRows(ctx: Ctx, projectId: string): Promise<ApiKey[]> {
  const rows = await ctx.db.apiKey.findMany({
    where: { projectId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 500,
  });
  return rows.map(toKey);
}

/** Revokes a key; null where there is none that was still valid. */
export async function revokeKeyRow(ctx: Ctx, id: string): Promise<(ApiKey & { projectId: string }) | null> {
  const found = await ctx.db.apiKey.findUnique({ where: { id } });
  if (!found || found.revokedAt) return null;
  const row = await ctx.db.apiKey.update({ where: { id }, data: { revokedAt: ctx.now() } });
  return { ...toKey(row), projectId: row.projectId };
}

export async function findKeyProject(ctx: Ctx, id: string): Promise<string | null> {
  return (await ctx.db.apiKey.findUnique({ where: { id }, select: { projectId: true } }))?.projectId ?? null;
}

/** A project by id, slug or name. */
export async function findProjectRow(db: Db, reference: string): Promise<Project | null> {
  const isId = /^[0-9a-f-]{36}$/i.test(reference);
  const row = await db.project.findFirst({
    where: isId ? { id: reference } : { OR: [{ slug: reference }, { name: reference }] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return row ? toProject(row) : null;
}

export async function listProjectRows(db: Db, ids?: string[]): Promise<Project[]> {
  const rows = await db.project.findMany({
    where: ids ? { id: { in: ids } } : {},
    orderBy: { name: 'asc' },
    take: 1000,
  });
  return rows.map(toProject);
}

export async function insertProject(ctx: Ctx, project: { slug: string; name: string }): Promise<Project> {
  return toProject(await ctx.db.project.create({ data: { ...project, createdAt: ctx.now() } }));
}
