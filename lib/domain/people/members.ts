import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction, type Role } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { authorise } from './permission';
import type { Member } from './schema';
import { forgetSession } from './session-person';
import { deleteMembership, listMembers, lockPeople, raiseTokenVersion, upsertMembership } from './store-persons';

export async function listPeople(ctx: Ctx, input: { projectId: string }): Promise<{ people: Member[] }> {
  authorise(ctx.actor, 'people.view', input.projectId);
  return { people: await listMembers(ctx, input.projectId) };
}

interface OfProject {
  projectId: string;
  personId: string;
}

async function changeMember<T>(
  ctx: Ctx,
  input: OfProject,
  work: (tx: Ctx, member: Member, members: Member[]) => Promise<T>,
): Promise<T> {
  authorise(ctx.actor, 'people.manage', input.projectId);
  const done = await inTransaction(ctx, async (tx) => {
    await lockPeople(tx, input.projectId);
    const members = await listMembers(tx, input.projectId);
    const member = members.find((candidate) => candidate.personId === input.personId);
    if (!member) throw notFound('person', input.personId);
    return work(tx, member, members);
  });
  forgetSession(input.personId);
  return done;
}

function keepAnAdministrator(member: Member, members: Member[]) {
  const administrators = members.filter(({ role }) => role === 'administrator');
  if (member.role === 'administrator' && administrators.length === 1)
    throw new AppError('conflict', 'A project keeps at least one administrator. Make another person one first.', {
      reason: 'last_administrator',
    });
}

export async function changeRole(ctx: Ctx, input: OfProject & { role: Role }): Promise<Member> {
  return changeMember(ctx, input, async (tx, member, members) => {
    if (input.role !== 'administrator') keepAnAdministrator(member, members);
    await upsertMembership(tx, input.projectId, input.personId, input.role);
    await audit(tx, {
      action: 'person.change-role',
      object: `person:${member.personId}`,
      projectId: input.projectId,
      before: { role: member.role },
      after: { role: input.role },
    });
    return { ...member, role: input.role };
  });
}

/** Takes a person out of a project; the account stays. */
export async function removePerson(ctx: Ctx, input: OfProject): Promise<Member> {
  return changeMember(ctx, input, async (tx, member, members) => {
    keepAnAdministrator(member, members);
    await deleteMembership(tx, input.projectId, input.personId);
    await audit(tx, {
      action: 'person.remove',
      object: `person:${member.personId}`,
      projectId: input.projectId,
      before: { role: member.role },
    });
    return member;
  });
}

/** Ends all sessions of a person of the project, on every device. */
export async function signOutPerson(ctx: Ctx, input: OfProject): Promise<Member> {
  return changeMember(ctx, input, async (tx, member) => {
    await raiseTokenVersion(tx.db, member.personId);
    await audit(tx, {
      action: 'person.sign-out-everywhere',
      object: `person:${member.personId}`,
      projectId: input.projectId,
    });
    return member;
  });
}
