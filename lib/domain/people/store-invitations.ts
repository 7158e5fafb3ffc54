import 'server-only';
import type { Ctx, Role } from '@/lib/platform/context';
import type { Invitation as InvitationRow } from '@/prisma/generated/client';
import type { Invitation } from './schema';

export type StoredInvitation = Invitation & { projectId: string; projectName: string };

const toInvitation = (row: InvitationRow & { project: { name: string } }, now: Date): StoredInvitation => ({
  id: row.id,
  projectId: row.projectId,
  projectName: row.project.name,
  role: row.role,
  email: row.email,
  invitedBy: row.invitedBy,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  state: row.acceptedAt ? 'accepted' : row.revokedAt ? 'revoked' : row.expiresAt <= now ? 'expired' : 'open',
});

const WITH_PROJECT = { project: { select: { name: true } } } as const;

export async function insertInvitation(
  ctx: Ctx,
  input: { projectId: string; role: Role; email: string | null; tokenHash: string; invitedBy: string; expiresAt: Date },
): Promise<StoredInvitation> {
  const { email, ...rest } = input;
  const row = await ctx.db.invitation.create({
    data: { ...rest, ...(email ? { email } : {}), createdAt: ctx.now() },
    include: WITH_PROJECT,
  });
  return toInvitation(row, ctx.now());
}

export async function listInvitationRows(ctx: Ctx, projectId: string): Promise<StoredInvitation[]> {
  const rows = await ctx.db.invitation.findMany({
    where: { projectId },
    include: WITH_PROJECT,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 200,
  });
  return rows.map((row) => toInvitation(row, ctx.now()));
}

/** Needs the scope of the system where only the link is known. */
export async function findInvitationRow(
  ctx: Ctx,
  by: { id: string } | { tokenHash: string },
): Promise<StoredInvitation | null> {
  const row = await ctx.db.invitation.findUnique({ where: by, include: WITH_PROJECT });
  return row ? toInvitation(row, ctx.now()) : null;
}

/** The newest open invitation of an e-mail address, in any project. */
export async function findOpenInvitationOf(ctx: Ctx, email: string): Promise<StoredInvitation | null> {
  const row = await ctx.db.invitation.findFirst({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: ctx.now() } },
    include: WITH_PROJECT,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return row ? toInvitation(row, ctx.now()) : null;
}

/** Spends an open invitation; false where another call was first. */
export async function spendInvitation(ctx: Ctx, id: string): Promise<boolean> {
  const { count } = await ctx.db.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null, expiresAt: { gt: ctx.now() } },
    data: { acceptedAt: ctx.now() },
  });
  return count === 1;
}

/** Ends an open invitation; false where it was no longer open. */
export async function revokeInvitationRow(ctx: Ctx, id: string): Promise<boolean> {
  const { count } = await ctx.db.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null },
    data: { revokedAt: ctx.now() },
  });
  return count === 1;
}
