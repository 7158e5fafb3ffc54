import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { acceptInvitation, createInvitation } from '@/lib/domain/people';
import type { Me } from '@/lib/domain/people/schema';
import { callRoute } from './call-route';
import { createTestProject, systemCtxOfTest, type TestProject } from './test-project';

const password = 'twelve letters';
let project: TestProject;
let email: string;
beforeAll(async () => {
  project = await createTestProject();
  email = `linus-${randomUUID()}@example.org`;
  const { token } = await createInvitation(project.as('administrator'), { projectId: project.id, role: 'scientist' });
  const anonymous = { ...systemCtxOfTest(), actor: { kind: 'anonymous' } as const };
  await acceptInvitation(anonymous, { token, name: 'Linus', email, password });
});

const signIn = async (given = password) => {
  const response = await callRoute('POST', '/api/session', {
    headers: { 'x-forwarded-for': `10.1.0.1, ${email}` },
    body: { email, password: given },
  });
  return { response, cookie: response.headers.get('set-cookie')?.split(';', 1)[0] ?? '' };
};
const me = (cookie: string) => callRoute('GET', '/api/me', { headers: { cookie } });
const browser = (cookie: string) => ({ cookie, 'sec-fetch-site': 'same-origin' });

test('signs in by a cookie that scripts cannot read', async () => {
  const { response, cookie } = await signIn();
  expect(response.status).toBe(200);
  expect(response.headers.get('set-cookie')).toMatch(
    /^implanta\.session=.+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400$/,
  );
  const body = (await (await me(cookie)).json()) as Me;
  expect(body).toMatchObject({ name: 'Linus', email, projects: [{ id: project.id, role: 'scientist' }] });
});

test('tells the attempts left after a wrong password', async () => {
  const { response } = await signIn('wrong');
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ reason: 'wrong_password', details: { attemptsLeft: 4 } });
});

test('refuses changes that another site sends with the cookie', async () => {
  const { cookie } = await signIn();
  const rename = (headers: Record<string, string>) =>
    callRoute('PATCH', '/api/me', { headers: { cookie, ...headers }, body: { name: 'Linus' } });
  expect((await rename({})).status).toBe(403);
  expect((await rename({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await rename({ origin: 'https://evil.example', host: 'localhost' })).status).toBe(403);
  expect((await rename({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
});

test('ends every session at once, also the one that asked', async () => {
  const [one, two] = [(await signIn()).cookie, (await signIn()).cookie];
  const end = await callRoute('POST', '/api/me/sign-out-everywhere', { headers: browser(one) });
  expect(end.status).toBe(204);
  expect((await me(one)).status).toBe(401);
  expect((await me(two)).status).toBe(401);
  expect((await me((await signIn()).cookie)).status).toBe(200);
});

test('keeps this session when the password changes, and ends the others', async () => {
  const [one, two] = [(await signIn()).cookie, (await signIn()).cookie];
  const change = await callRoute('PATCH', '/api/me', {
    headers: browser(one),
    body: { password: { old: password, new: password } },
  });
  const renewed = change.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  expect((await me(two)).status).toBe(401);
  expect((await me(renewed)).status).toBe(200);
});

test('takes no broken cookie, and a wrong key never falls back to the cookie', async () => {
  const { cookie } = await signIn();
  expect((await me(`${cookie.slice(0, -3)}abc`)).status).toBe(401);
  const both = await callRoute('GET', '/api/me', { headers: { cookie, authorization: 'Basic abc' } });
  expect(both.status).toBe(401);
});

test('answers 404 for a project that the person does not belong to', async () => {
  const other = await createTestProject();
  const { cookie } = await signIn();
  const list = (name: string) => callRoute('GET', '/api/models', { headers: { cookie, 'x-project': name } });
  expect((await list(other.id)).status).toBe(404);
  expect((await list(other.name)).status).toBe(404);
  expect((await list(project.name)).status).toBe(200);
});
