import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { ROLES, SCOPES } from '@/lib/platform/context';
import type { Operation } from '@/lib/platform/http/operation';
import { AUTHORISATION } from './authorisation-table';
import { callRoute } from './call-route';
import { OPERATIONS } from './operations';
import { createTestProject, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
let stranger: TestProject;
beforeAll(async () => {
  [project, stranger] = [await createTestProject(), await createTestProject()];
  await uploadFixture(project, 'iris_logreg_zipmap', 'iris');
});

const nameOf = (spec: Operation) => `${spec.method} ${spec.path}`;

function paramsOf(spec: Operation): Record<string, string> {
  const values: Record<string, string> = { model: 'iris', number: '1', token: randomUUID() };
  return Object.fromEntries(
    [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, values[name] ?? randomUUID()]),
  );
}

async function statusFor(spec: Operation, headers: Record<string, string>): Promise<number> {
  const response = await callRoute(spec.method, spec.path, {
    params: paramsOf(spec),
    headers,
    ...(spec.body ? { body: {} } : spec.rawBody ? { body: '' } : {}),
  });
  await response.body?.cancel();
  return response.status;
}

const isLetIn = (status: number) => status !== 401 && status !== 403;

test('has one line for every operation, and no other', () => {
  expect(Object.keys(AUTHORISATION).sort()).toEqual(OPERATIONS.map(nameOf).sort());
});

for (const spec of OPERATIONS) {
  test(`lets the right callers into ${nameOf(spec)}`, async () => {
    const line = AUTHORISATION[nameOf(spec)];
    if (!line) throw new Error('no line');
    const isOpen = line === 'open';
    const met: string[] = [];
    for (const role of ROLES) if (isLetIn(await statusFor(spec, await project.cookieOf(role)))) met.push(role);
    for (const scope of SCOPES)
      if (isLetIn(await statusFor(spec, { authorization: `Bearer ${project.keys[scope]}` }))) met.push(scope);
    const everybody = [...ROLES, ...SCOPES];
    const wanted = isOpen
      ? everybody
      : line === 'person'
        ? [...ROLES]
        : line === 'signed-in'
          ? everybody
          : line === 'owner'
            ? []
            : line.split(' ');
    expect(met.sort()).toEqual([...wanted].sort());
    const anonymous = await statusFor(spec, {});
    expect(isOpen ? anonymous !== 403 : anonymous === 401).toBe(true);
    expect(await statusFor(spec, { authorization: 'Bearer imp_wrong', ...(await project.cookieOf('scientist')) })).toBe(
      401,
    );
    const foreign = await statusFor(spec, { ...(await stranger.cookieOf('scientist')), 'x-project': project.id });
    expect(foreign).toBe(404);
  });
}
