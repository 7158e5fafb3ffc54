import { z } from 'zod';
import { insertJob } from '@/lib/engine/jobs';
import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { createProject } from './create-project';
import { hashPassword } from './password';
import type { SetUp, SetUpDone, SetUpState } from './schema';
import { hashSecretText, isSecretOf, makeSecretText } from './secret-text';
import {
  countPersons,
  deleteSetting,
  findSetting,
  insertPerson,
  lockPeople,
  saveSetting,
  upsertMembership,
} from './store-persons';

const SETTING = 'setup';
const VALID_MS = 7 * 24 * 3_600_000;
const StoredToken = z.object({ tokenHash: z.string(), expiresAt: z.iso.datetime() });

/** The text of a new set-up link's token, valid for 7 days; the one before ends. Null once there is a person. System only. */
export async function createSetupToken(ctx: Ctx): Promise<string | null> {
  if (ctx.actor.kind !== 'system') throw new AppError('forbidden', 'Only the server itself opens its set-up.');
  return inTransaction(ctx, async (tx) => {
    await lockPeople(tx, SETTING);
    if ((await countPersons(tx.db)) > 0) return null;
    const token = makeSecretText();
    await saveSetting(tx, SETTING, {
      tokenHash: hashSecretText(token),
      expiresAt: new Date(ctx.now().getTime() + VALID_MS).toISOString(),
    });
    return token;
  });
}

export async function getSetUpState(ctx: Ctx): Promise<SetUpState> {
  return { open: (await countPersons(ctx.db)) === 0 };
}

/**
 * Makes the first person, who owns the installation, and the first project. The token is spent in the same transaction.
 * Needs the scope of the system.
 */
export async function setUp(ctx: Ctx, input: SetUp): Promise<SetUpDone> {
  if (!(await getSetUpState(ctx)).open) throw alreadyDone();
  await requireToken(ctx, input.token);
  const passwordHash = await hashPassword(input.password);
  return inTransaction({ ...ctx, actor: { kind: 'system', name: 'set-up' } }, async (tx) => {
    await lockPeople(tx, SETTING);
    if ((await countPersons(tx.db)) > 0) throw alreadyDone();
    await requireToken(tx, input.token);
    await deleteSetting(tx, SETTING);
    const person = await insertPerson(tx, { email: input.email, name: input.name, passwordHash, owner: true });
    const project = await createProject(tx, { name: input.project });
    await upsertMembership(tx, project.id, person.id, 'administrator');
    if (input.demo) await insertJob(tx, { projectId: project.id, kind: 'demo', payload: {}, createdBy: input.name });
    await audit(tx, {
      action: 'person.set-up',
      object: `person:${person.id}`,
      projectId: project.id,
      after: { name: input.name, demo: input.demo },
    });
    return { personId: person.id, email: input.email, project };
  });
}

const alreadyDone = () =>
  new AppError('conflict', 'This installation is set up already. Sign in instead.', { reason: 'already_set_up' });

async function requireToken(ctx: Ctx, token: string) {
  const stored = StoredToken.safeParse(await findSetting(ctx, SETTING));
  if (!stored.success || !isSecretOf(token, stored.data.tokenHash) || new Date(stored.data.expiresAt) <= ctx.now())
    throw new AppError(
      'forbidden',
      'This set-up link is not valid or has expired. Start the server again for a new link.',
      { reason: 'bad_token' },
    );
}
