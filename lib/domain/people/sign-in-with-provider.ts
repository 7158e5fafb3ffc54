import { type Ctx, inTransaction } from '@/lib/platform/context';
import { joinProject } from './accept-invitation';
import { Email } from './schema';
import { recordSignIn, type SignedIn } from './sign-in';
import { findOpenInvitationOf, spendInvitation } from './store-invitations';
import { findPersonRow, insertPerson } from './store-persons';

/**
 * The person behind an e-mail that the OpenID provider vouches for, or null where the door stays shut: an address that is not
 * verified, that nobody invited, or that signs in by password (accounts are never joined by e-mail alone).
 * Needs the scope of the system.
 */
export async function signInWithProvider(
  ctx: Ctx,
  profile: { email: string; name: string; isVerified: boolean },
): Promise<SignedIn | null> {
  const parsed = Email.safeParse(profile.email);
  if (!parsed.success || !profile.isVerified) return null;
  const email = parsed.data;
  const known = await findPersonRow(ctx.db, { email });
  if (known && (known.passwordHash || known.disabledAt)) return null;
  const id =
    known?.id ??
    (await inTransaction(ctx, async (tx) => {
      const invitation = await findOpenInvitationOf(tx, email);
      if (!invitation || !(await spendInvitation(tx, invitation.id))) return null;
      const person = await insertPerson(tx, { email, name: profile.name.slice(0, 120) || email, passwordHash: null });
      await joinProject(tx, invitation, person.id);
      return person.id;
    }));
  const person = id ? await findPersonRow(ctx.db, { id }) : null;
  if (!person) return null;
  await recordSignIn(ctx, person.id);
  return { personId: person.id, tokenVersion: person.tokenVersion, name: person.name, email: person.email };
}
