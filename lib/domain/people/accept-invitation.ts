import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { findOpenInvitation } from './invitations';
import { hashPassword } from './password';
import type { AcceptInvitation, Project } from './schema';
import { forgetSession } from './session-person';
import { findProjectRow } from './store';
import { type StoredInvitation, spendInvitation } from './store-invitations';
import { findPersonRow, insertPerson, toPersonActor, upsertMembership } from './store-persons';

/** Writes the membership of a spent invitation and its audit event. A role that a person has already is not lowered. */
export async function joinProject(tx: Ctx, invitation: StoredInvitation, personId: string): Promise<void> {
  const person = await findPersonRow(tx.db, { id: personId });
  if (!person) throw new AppError('not_found', 'This person is not here any more.');
  const has = person.memberships.find((membership) => membership.projectId === invitation.projectId);
  if (has) throw new AppError('conflict', 'You belong to this project already.', { reason: 'already_member' });
  await upsertMembership(tx, invitation.projectId, personId, invitation.role);
  forgetSession(personId);
  await audit(
    { ...tx, actor: toPersonActor(person) },
    {
      action: 'invitation.accept',
      object: `invitation:${invitation.id}`,
      projectId: invitation.projectId,
      after: { personId, role: invitation.role },
    },
  );
}

/**
 * Joins a project by a link: the signed-in person, or a new one made from name, e-mail and password.
 * Needs the scope of the system.
 */
export async function acceptInvitation(
  ctx: Ctx,
  input: AcceptInvitation & { token: string },
): Promise<{ project: Project; email: string }> {
  const invitation = await findOpenInvitation(ctx, input.token);
  const { actor } = ctx;
  if (actor.kind === 'key') throw new AppError('forbidden', 'A key cannot join a project; sign in, or send no key.');
  const wanted = actor.kind === 'person' ? actor.email : input.email;
  if (actor.kind !== 'person')
    for (const name of ['name', 'email', 'password'] as const)
      if (input[name] === undefined) throw invalidInput(name, 'it is needed to make your account');
  if (invitation.email && invitation.email !== wanted)
    throw new AppError('forbidden', 'This invitation is for another e-mail address.', { reason: 'other_email' });
  const passwordHash = actor.kind === 'person' || !input.password ? null : await hashPassword(input.password);
  return inTransaction(ctx, async (tx) => {
    if (!(await spendInvitation(tx, invitation.id)))
      throw new AppError('not_found', 'This invitation is not valid any more. Ask for a new link.');
    let personId = actor.kind === 'person' ? actor.id : '';
    if (actor.kind !== 'person') {
      const { email = '', name = '' } = input;
      if (await findPersonRow(tx.db, { email }))
        throw new AppError('conflict', 'There is an account with this e-mail. Sign in, then open the link again.', {
          reason: 'email_taken',
        });
      personId = (await insertPerson(tx, { email, name, passwordHash })).id;
    }
    await joinProject(tx, invitation, personId);
    const project = await findProjectRow(tx.db, invitation.projectId);
    if (!project) throw new AppError('not_found', 'This project is not here any more.');
    return { project, email: wanted ?? '' };
  });
}
