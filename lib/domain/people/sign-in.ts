import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { isPassword } from './password';
import { Email } from './schema';
import { forgetSession } from './session-person';
import { clearAttempts, countAttempt, deleteOldAttempts, findPersonRow, toPersonActor } from './store-persons';

export const ATTEMPTS = 5;
const WAIT_MS = 15 * 60_000;

export interface SignedIn {
  personId: string;
  tokenVersion: number;
  name: string;
  email: string;
}

/**
 * Judges an e-mail and a password. Throws `unauthenticated` with the attempts left, `limit_exceeded` after five failures of this
 * e-mail from this address within 15 minutes. An unknown e-mail takes the same time and counts in the same way.
 * Needs the scope of the system.
 */
export async function signIn(ctx: Ctx, input: { email: string; password: string; address: string }): Promise<SignedIn> {
  const parsed = Email.safeParse(input.email);
  const email = parsed.success ? parsed.data : input.email.trim().toLowerCase().slice(0, 254);
  const subject = `${email}|${input.address}`;
  const now = ctx.now();
  const since = new Date(now.getTime() - WAIT_MS);
  const attempt = await countAttempt(ctx.db, subject, now, since);
  if (attempt > ATTEMPTS)
    throw new AppError('limit_exceeded', 'Too many attempts. Wait 15 minutes, then try again.', {
      reason: 'sign_in_locked',
      retryAfter: WAIT_MS / 1000,
    });
  const person = parsed.success ? await findPersonRow(ctx.db, { email }) : null;
  const fits = await isPassword(person?.passwordHash ?? null, input.password);
  if (!person || !fits || person.disabledAt) {
    const attemptsLeft = ATTEMPTS - attempt;
    throw new AppError(
      'unauthenticated',
      attemptsLeft > 0
        ? `E-mail and password do not match. ${attemptsLeft} attempts left, then a 15-minute wait.`
        : 'E-mail and password do not match. Wait 15 minutes, then try again.',
      { reason: 'wrong_password', details: { attemptsLeft } },
    );
  }
  await clearAttempts(ctx.db, subject);
  await deleteOldAttempts(ctx.db, since);
  await recordSignIn(ctx, person.id);
  return { personId: person.id, tokenVersion: person.tokenVersion, name: person.name, email: person.email };
}

/** Leaves the audit event of a sign-in, in the person's name. */
export async function recordSignIn(ctx: Ctx, personId: string): Promise<void> {
  const person = await findPersonRow(ctx.db, { id: personId });
  if (!person) return;
  forgetSession(personId);
  await inTransaction({ ...ctx, actor: toPersonActor(person) }, (tx) =>
    audit(tx, { action: 'person.sign-in', object: `person:${personId}` }),
  );
}
