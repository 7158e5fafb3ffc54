import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { isUuid } from '@/lib/platform/uuid7';
import { authorise } from './permission';
import { type CreatedInvitation, Invitation, type NewInvitation, type OpenInvitation } from './schema';
import { hashSecretText, makeSecretText } from './secret-text';
import {
  findInvitationRow,
  insertInvitation,
  listInvitationRows,
  revokeInvitationRow,
  type StoredInvitation,
} from './store-invitations';

const VALID_MS = 7 * 24 * 3_600_000;

/** Makes a link that lets one person join, for 7 days. Its token is in the reply and nowhere else. */
export async function createInvitation(
  ctx: Ctx,
  input: NewInvitation & { projectId: string },
): Promise<CreatedInvitation> {
  authorise(ctx.actor, 'people.manage', input.projectId);
  const token = makeSecretText();
  return inTransaction(ctx, async (tx) => {
    const invitation = await insertInvitation(tx, {
      projectId: input.projectId,
      role: input.role,
      email: input.email ?? null,
      tokenHash: hashSecretText(token),
      invitedBy: actorName(ctx.actor),
      expiresAt: new Date(ctx.now().getTime() + VALID_MS),
    });
    await audit(tx, {
      action: 'invitation.create',
      object: `invitation:${invitation.id}`,
      projectId: input.projectId,
      after: { role: invitation.role, email: invitation.email },
    });
    return { token, path: `/invite/${token}`, invitation: Invitation.parse(invitation) };
  });
}

export async function listInvitations(ctx: Ctx, input: { projectId: string }): Promise<{ invitations: Invitation[] }> {
  authorise(ctx.actor, 'people.view', input.projectId);
  return { invitations: await listInvitationRows(ctx, input.projectId) };
}

export async function revokeInvitation(ctx: Ctx, input: { id: string }): Promise<Invitation> {
  return inTransaction(ctx, async (tx) => {
    const found = isUuid(input.id) ? await findInvitationRow(tx, { id: input.id }) : null;
    if (!found) throw notFound('invitation', input.id);
    authorise(ctx.actor, 'people.manage', found.projectId);
    if (!(await revokeInvitationRow(tx, found.id)))
      throw new AppError('conflict', `This invitation is ${found.state} already.`);
    await audit(tx, {
      action: 'invitation.revoke',
      object: `invitation:${found.id}`,
      projectId: found.projectId,
      before: { role: found.role, email: found.email },
    });
    return { ...found, state: 'revoked' };
  });
}

/** An invitation that can still be accepted, by its link. Needs the scope of the system. */
export async function findOpenInvitation(ctx: Ctx, token: string): Promise<StoredInvitation> {
  const found = await findInvitationRow(ctx, { tokenHash: hashSecretText(token) });
  if (found?.state !== 'open')
    throw new AppError('not_found', 'This invitation is not valid any more. Ask for a new link.', {
      reason: found?.state ?? 'unknown',
    });
  return found;
}

/** What the link is for. Needs the scope of the system. */
export async function getOpenInvitation(ctx: Ctx, input: { token: string }): Promise<OpenInvitation> {
  const { projectName, role, invitedBy, email, expiresAt } = await findOpenInvitation(ctx, input.token);
  return { project: projectName, role, invitedBy, email, expiresAt };
}
