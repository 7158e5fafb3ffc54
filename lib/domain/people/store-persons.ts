import 'server-only';
import type { Actor, Ctx, Role } from '@/lib/platform/context';
import type { Db } from '@/lib/platform/db';
import type { Member } from './schema';

export interface StoredPerson {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  tokenVersion: number;
  owner: boolean;
  locale: string | null;
  lastSeenAt: Date | null;
  disabledAt: Date | null;
  memberships: { projectId: string; role: Role }[];
}

export type PersonActor = Actor & { kind: 'person' };

const WITH_ROLES = { memberships: { select: { projectId: true, role: true } } } as const;

/** Needs the scope of the system: a person's projects are not known before. */
export async function findPersonRow(db: Db, by: { id: string } | { email: string }): Promise<StoredPerson | null> {
  return db.person.findUnique({ where: by, include: WITH_ROLES });
}

export const toPersonActor = (person: StoredPerson): PersonActor => ({
  kind: 'person',
  id: person.id,
  name: person.name,
  email: person.email,
  owner: person.owner,
  memberships: person.memberships.map(({ projectId, role }) => ({ projectId, role })),
});

export const countPersons = (db: Db): Promise<number> => db.person.count();

export async function insertPerson(
  ctx: Ctx,
  person: { email: string; name: string; passwordHash: string | null; owner?: boolean },
): Promise<{ id: string }> {
  const { passwordHash, ...rest } = person;
  return ctx.db.person.create({
    data: { ...rest, ...(passwordHash ? { passwordHash } : {}), createdAt: ctx.now() },
    select: { id: true },
  });
}

export async function updatePerson(
  db: Db,
  id: string,
  change: { name?: string; locale?: string | null; passwordHash?: string; lastSeenAt?: Date },
): Promise<void> {
  await db.person.update({
    where: { id },
    data: {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.locale === undefined ? {} : { locale: change.locale }),
      ...(change.passwordHash === undefined ? {} : { passwordHash: change.passwordHash }),
      ...(change.lastSeenAt === undefined ? {} : { lastSeenAt: change.lastSeenAt }),
    },
  });
}

/** Ends all sessions of a person; returns the new token version. */
export async function raiseTokenVersion(db: Db, id: string): Promise<number> {
  const row = await db.person.update({
    where: { id },
    data: { tokenVersion: { increment: 1 } },
    select: { tokenVersion: true },
  });
  return row.tokenVersion;
}

export async function upsertMembership(ctx: Ctx, projectId: string, personId: string, role: Role): Promise<void> {
  await ctx.db.membership.upsert({
    where: { projectId_personId: { projectId, personId } },
    create: { projectId, personId, role, createdAt: ctx.now() },
    update: { role },
  });
}

export async function deleteMembership(ctx: Ctx, projectId: string, personId: string): Promise<void> {
  await ctx.db.membership.delete({ where: { projectId_personId: { projectId, personId } } });
}

export async function listMembers(ctx: Ctx, projectId: string): Promise<Member[]> {
  const rows = await ctx.db.membership.findMany({
    where: { projectId },
    include: { person: { select: { name: true, email: true, lastSeenAt: true, owner: true } } },
    orderBy: [{ createdAt: 'asc' }, { personId: 'asc' }],
    take: 1000,
  });
  return rows.map((row) => ({
    personId: row.personId,
    name: row.person.name,
    email: row.person.email,
    role: row.role,
    joinedAt: row.createdAt.toISOString(),
    lastSeenAt: row.person.lastSeenAt?.toISOString() ?? null,
    owner: row.person.owner,
  }));
}

/** Changes of a project's people wait for each other, so that two of them cannot both remove the last administrator. */
export async function lockPeople(ctx: Ctx, projectId: string): Promise<void> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`people/${projectId}`}))`;
}

export async function findSetting(ctx: Ctx, key: string): Promise<unknown> {
  return (await ctx.db.instanceSetting.findUnique({ where: { key } }))?.value ?? null;
}

export async function saveSetting(ctx: Ctx, key: string, value: object): Promise<void> {
  await ctx.db.instanceSetting.upsert({ where: { key }, create: { key, value }, update: { value } });
}

export async function deleteSetting(ctx: Ctx, key: string): Promise<void> {
  await ctx.db.instanceSetting.deleteMany({ where: { key } });
}

/** Counts an attempt to sign in before it is judged; older than `since` it starts anew. Returns the attempts so far, this one included. */
export async function countAttempt(db: Db, subject: string, now: Date, since: Date): Promise<number> {
  const rows = await db.$queryRaw<{ failures: number }[]>`
    insert into sign_in_attempts (subject, failures, since) values (${subject}, 1, ${now})
    on conflict (subject) do update set
      failures = case when sign_in_attempts.since < ${since} then 1 else sign_in_attempts.failures + 1 end,
      since = case when sign_in_attempts.since < ${since} or sign_in_attempts.failures < 5 then ${now} else sign_in_attempts.since end
    returning failures`;
  return rows[0]?.failures ?? 1;
}

export async function clearAttempts(db: Db, subject: string): Promise<void> {
  await db.signInAttempt.deleteMany({ where: { subject } });
}

/** Attempts that no longer count are removed. */
export async function deleteOldAttempts(db: Db, before: Date): Promise<void> {
  await db.signInAttempt.deleteMany({ where: { since: { lt: before } } });
}

export const listPersonNames = (ctx: Ctx, ids: string[]): Promise<{ id: string; name: string }[]> =>
  ctx.db.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });

export const listKeyNames = (ctx: Ctx, projectId: string, ids: string[]): Promise<{ id: string; name: string }[]> =>
  ctx.db.apiKey.findMany({ where: { projectId, id: { in: ids } }, select: { id: true, name: true } });
