import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import {
  acceptInvitation,
  changeRole,
  createInvitation,
  createKey,
  createOwnProject,
  createSetupToken,
  getOpenInvitation,
  getSetUpState,
  leaseRates,
  listAuditEvents,
  listPeople,
  removePerson,
  revokeInvitation,
  revokeKey,
  setUp,
  signIn,
  signInWithProvider,
  updateMe,
} from '@/lib/domain/people';
import {
  auditActions,
  createTestProject,
  ctxOf,
  emptyInstallation,
  systemCtxOfTest,
  type TestProject,
} from './test-project';

let project: TestProject;
const credentials = { email: `ada-${randomUUID()}@example.org`, password: 'twelve letters' };
beforeAll(async () => {
  project = await createTestProject();
  const { token } = await createInvitation(project.as('administrator'), { projectId: project.id, role: 'scientist' });
  const anonymous = { ...systemCtxOfTest(), actor: { kind: 'anonymous' } as const };
  await acceptInvitation(anonymous, { token, name: 'Ada', ...credentials });
});

test('is set up once, by the newest link only', async () => {
  const { system, close } = await emptyInstallation();
  expect(await getSetUpState(system)).toEqual({ open: true });
  const old = (await createSetupToken(system)) ?? '';
  const token = (await createSetupToken(system)) ?? '';
  const wish = { ...credentials, token, name: 'Ada', project: 'first', demo: true };
  await expect(setUp(system, { ...wish, token: old })).rejects.toMatchObject({ reason: 'bad_token' });
  const late = { ...system, now: () => new Date(Date.now() + 8 * 24 * 3_600_000) };
  await expect(setUp(late, wish)).rejects.toMatchObject({ reason: 'bad_token' });
  const [done, second] = await Promise.allSettled([
    setUp(system, wish),
    setUp(system, { ...wish, email: 'b@example.org' }),
  ]);
  expect([done.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
  expect(await system.db.job.count({ where: { kind: 'demo' } })).toBe(1);
  expect(await system.db.person.count({ where: { owner: true } })).toBe(1);
  const events = await system.db.auditEvent.findMany({ orderBy: { id: 'asc' } });
  expect(events.map(({ action }) => action)).toEqual(['project.create', 'person.set-up']);
  expect(await createSetupToken(system)).toBeNull();
  await close();
});

test('lets the provider in for an invited e-mail only, never for an account with a password', async () => {
  const system = systemCtxOfTest();
  const email = `oidc-${randomUUID()}@example.org`;
  const profile = { email, name: 'Olga', isVerified: true };
  expect(await signInWithProvider(system, profile)).toBeNull();
  await createInvitation(project.as('administrator'), { projectId: project.id, role: 'user', email });
  expect(await signInWithProvider(system, { ...profile, isVerified: false })).toBeNull();
  const first = await signInWithProvider(system, profile);
  expect(first?.name).toBe('Olga');
  expect((await signInWithProvider(system, profile))?.personId).toBe(first?.personId);
  expect(await signInWithProvider(system, { ...profile, email: credentials.email })).toBeNull();
});

test('signs in, counts failures per address and locks after five', async () => {
  const system = systemCtxOfTest();
  expect(
    (await signIn(system, { ...credentials, email: ` ${credentials.email.toUpperCase()} `, address: '10.0.0.1' })).name,
  ).toBe('Ada');
  for (let left = 4; left >= 0; left--)
    await expect(signIn(system, { ...credentials, password: 'wrong', address: '10.0.0.2' })).rejects.toMatchObject({
      code: 'unauthenticated',
      details: { attemptsLeft: left },
    });
  await expect(signIn(system, { ...credentials, address: '10.0.0.2' })).rejects.toMatchObject({
    code: 'limit_exceeded',
    retryAfter: 900,
  });
  expect((await signIn(system, { ...credentials, address: '10.0.0.1' })).name).toBe('Ada');
  const later = { ...system, now: () => new Date(Date.now() + 16 * 60_000) };
  expect((await signIn(later, { ...credentials, address: '10.0.0.2' })).name).toBe('Ada');
});

test('counts an unknown e-mail like a known one', async () => {
  await expect(
    signIn(systemCtxOfTest(), { email: 'nobody@example.org', password: 'x', address: '10.0.0.3' }),
  ).rejects.toMatchObject({ code: 'unauthenticated', details: { attemptsLeft: 4 } });
});

test('invites a new person by a link that works once', async () => {
  const made = await createInvitation(project.as('administrator'), { projectId: project.id, role: 'reviewer' });
  expect(await auditActions(`invitation:${made.invitation.id}`)).toEqual(['invitation.create']);
  const anonymous = { ...systemCtxOfTest(), actor: { kind: 'anonymous' } as const };
  expect((await getOpenInvitation(anonymous, { token: made.token })).role).toBe('reviewer');
  const wish = {
    token: made.token,
    name: 'Grace',
    email: `grace-${project.id}@example.org`,
    password: 'twelve letters',
  };
  await expect(acceptInvitation(anonymous, { token: made.token })).rejects.toThrow(/name: it is needed/);
  expect((await acceptInvitation(anonymous, wish)).project.id).toBe(project.id);
  expect(await auditActions(`invitation:${made.invitation.id}`)).toEqual(['invitation.create', 'invitation.accept']);
  await expect(acceptInvitation(anonymous, { ...wish, email: 'other@example.org' })).rejects.toMatchObject({
    code: 'not_found',
    reason: 'accepted',
  });
  const { people } = await listPeople(project.as('administrator'), { projectId: project.id });
  expect(people.find(({ name }) => name === 'Grace')?.role).toBe('reviewer');
});

test('lets a signed-in person of another project join, and keeps an invitation to its e-mail', async () => {
  const other = await createTestProject();
  const ctx = project.as('administrator');
  const made = await createInvitation(ctx, { projectId: project.id, role: 'user', email: other.people.user.email });
  const joining = (role: 'user' | 'reviewer') => ({ ...systemCtxOfTest(), actor: other.people[role].actor });
  await expect(acceptInvitation(joining('reviewer'), { token: made.token })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await acceptInvitation(joining('user'), { token: made.token })).email).toBe(other.people.user.email);
});

test('ends an invitation, and refuses both to scientists', async () => {
  const made = await createInvitation(project.as('administrator'), { projectId: project.id, role: 'user' });
  await expect(
    createInvitation(project.as('scientist'), { projectId: project.id, role: 'user' }),
  ).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(revokeInvitation(project.as('scientist'), { id: made.invitation.id })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await revokeInvitation(project.as('administrator'), { id: made.invitation.id })).state).toBe('revoked');
  await expect(getOpenInvitation(systemCtxOfTest(), { token: made.token })).rejects.toMatchObject({
    reason: 'revoked',
  });
});

test('keeps the last administrator and lets others change', async () => {
  const own = await createTestProject();
  const ctx = own.as('administrator');
  const last = { projectId: own.id, personId: own.people.administrator.id };
  await expect(changeRole(ctx, { ...last, role: 'user' })).rejects.toMatchObject({ reason: 'last_administrator' });
  await expect(removePerson(ctx, last)).rejects.toMatchObject({ reason: 'last_administrator' });
  const user = { projectId: own.id, personId: own.people.user.id };
  expect((await changeRole(ctx, { ...user, role: 'reviewer' })).role).toBe('reviewer');
  await removePerson(ctx, user);
  expect(await auditActions(`person:${user.personId}`)).toEqual(['person.change-role', 'person.remove']);
  await expect(removePerson(own.as('scientist'), last)).rejects.toMatchObject({ code: 'forbidden' });
});

test('makes and ends keys; a scientist cannot make one that manages people', async () => {
  const ctx = project.as('scientist');
  const made = await createKey(ctx, { projectId: project.id, name: 'app', scopes: ['predict'] });
  expect((await revokeKey(ctx, { id: made.apiKey.id })).revokedAt).not.toBeNull();
  expect(await auditActions(`key:${made.apiKey.id}`)).toEqual(['key.create', 'key.revoke']);
  await expect(createKey(ctx, { projectId: project.id, name: 'all', scopes: ['admin'] })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(
    createKey(project.as('user'), { projectId: project.id, name: 'x', scopes: ['read'] }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(revokeKey(ctx, { id: 'not an id' })).rejects.toMatchObject({ code: 'not_found' });
});

test('changes a password only with the old one, and ends other sessions', async () => {
  const system = systemCtxOfTest();
  const ada = await system.db.person.findUniqueOrThrow({ where: { email: credentials.email } });
  const ctx = ctxOf({ kind: 'person', id: ada.id, name: ada.name, email: ada.email, owner: true, memberships: [] });
  await expect(updateMe(ctx, { password: { old: 'wrong', new: 'thirteen letters' } })).rejects.toMatchObject({
    reason: 'wrong_password',
  });
  const { tokenVersion } = await updateMe(ctx, { password: { old: 'twelve letters', new: 'twelve letters' } });
  expect(tokenVersion).toBe(ada.tokenVersion + 1);
  expect((await updateMe(ctx, { name: 'Ada L.' })).me.name).toBe('Ada L.');
  await updateMe(ctx, { name: 'Ada' });
});

test('lets only the owner make projects, and lists events by page', async () => {
  await expect(createOwnProject(project.as('administrator'), { name: 'more' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const system = systemCtxOfTest();
  const owner = { ...project.people.administrator.actor, owner: true };
  const made = await createOwnProject({ ...system, actor: owner }, { name: `more ${project.id}` });
  expect(await system.db.membership.count({ where: { projectId: made.id, role: 'administrator' } })).toBe(1);
  const page = await listAuditEvents(project.as('administrator'), { projectId: project.id, limit: 2 });
  expect(page.events).toHaveLength(2);
  const next = await listAuditEvents(project.as('administrator'), {
    projectId: project.id,
    limit: 2,
    cursor: page.nextCursor ?? undefined,
  });
  expect(BigInt(next.events[0]?.id ?? 0)).toBeLessThan(BigInt(page.events[1]?.id ?? 0));
  await expect(listAuditEvents(project.as('scientist'), { projectId: project.id, limit: 2 })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('gateways share the rate of a key by what they are asked for, half of it equally, and get all of it back when others stop', async () => {
  const { db } = systemCtxOfTest();
  const [keyId, one, other] = [randomUUID(), randomUUID(), randomUUID()];
  const at = new Date('2026-03-01T12:00:00Z');
  const lease = async (holder: string, wanted: number, seconds: number) =>
    (await leaseRates(db, holder, [{ keyId, wanted }], new Date(at.getTime() + seconds * 1000))).get(keyId);
  expect(await lease(one, 90, 0)).toBe(1);
  expect(await lease(other, 10, 0)).toBeCloseTo(0.25 + 0.5 * 0.1, 10);
  expect(await lease(one, 90, 1)).toBeCloseTo(0.25 + 0.5 * 0.9, 10);
  expect(await lease(other, 0, 1)).toBeCloseTo(0.25 + 0.5 / 91, 10);
  // Nobody has heard of the other one for more than four seconds.
  expect(await lease(one, 90, 6)).toBe(1);
});
