import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { hashPassword, isPassword } from './password';
import { Locale, type Me, type MeChange } from './schema';
import { forgetSession } from './session-person';
import { listProjectRows } from './store';
import { findPersonRow, raiseTokenVersion, type StoredPerson, updatePerson } from './store-persons';

async function requireMe(ctx: Ctx): Promise<StoredPerson> {
  if (ctx.actor.kind !== 'person') throw new AppError('forbidden', 'This is about a person; a key is none.');
  const person = await findPersonRow(ctx.db, { id: ctx.actor.id });
  if (!person) throw new AppError('unauthenticated', 'Sign in again.');
  return person;
}

export async function getMe(ctx: Ctx): Promise<Me> {
  const person = await requireMe(ctx);
  const roles = new Map(person.memberships.map(({ projectId, role }) => [projectId, role]));
  const projects = await listProjectRows(ctx.db, [...roles.keys()]);
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    owner: person.owner,
    locale: Locale.safeParse(person.locale).data ?? null,
    hasPassword: person.passwordHash !== null,
    projects: projects.flatMap((project) => {
      const role = roles.get(project.id);
      return role ? [{ ...project, role }] : [];
    }),
  };
}

/** Changes name, language or password. A new password ends all other sessions; the caller gets the new token version. */
export async function updateMe(ctx: Ctx, input: MeChange): Promise<{ me: Me; tokenVersion: number | null }> {
  const person = await requireMe(ctx);
  if (input.password && !(await isPassword(person.passwordHash, input.password.old)))
    throw invalidInput('password.old', 'it is not your password now', { reason: 'wrong_password' });
  const passwordHash = input.password ? await hashPassword(input.password.new) : undefined;
  const tokenVersion = await inTransaction(ctx, async (tx) => {
    await updatePerson(tx.db, person.id, {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.locale === undefined ? {} : { locale: input.locale }),
      ...(passwordHash === undefined ? {} : { passwordHash }),
    });
    const raised = passwordHash === undefined ? null : await raiseTokenVersion(tx.db, person.id);
    await audit(tx, {
      action: 'person.update',
      object: `person:${person.id}`,
      before: { name: person.name, locale: person.locale },
      after: { name: input.name ?? person.name, passwordChanged: passwordHash !== undefined },
    });
    return raised;
  });
  forgetSession(person.id);
  return { me: await getMe(ctx), tokenVersion };
}

/** Ends every session of the caller, this one included. */
export async function signOutEverywhere(ctx: Ctx): Promise<void> {
  const person = await requireMe(ctx);
  await inTransaction(ctx, async (tx) => {
    await raiseTokenVersion(tx.db, person.id);
    await audit(tx, { action: 'person.sign-out-everywhere', object: `person:${person.id}` });
  });
  forgetSession(person.id);
}
