import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createKey, createProject } from '@/lib/domain/people';
import { emptyRollup } from '@/lib/domain/predictions';
import { addCall, rollupToJson } from '@/lib/domain/predictions/rollup';
import { artifacts } from '@/lib/domain/registry';
import type { Model, Version } from '@/lib/domain/registry/schema';
import { admitFile } from '@/lib/domain/validation';
import { sessionCookie } from '@/lib/platform/auth';
import { type Actor, type Ctx, createCtx, type KeyScope, ROLES, type Role, SCOPES } from '@/lib/platform/context';
import { database, processLog } from '@/lib/platform/database';
import { openDatabase } from '@/lib/platform/db';
import { requiredEnv } from '@/lib/platform/env';
import { migrate } from '@/lib/platform/migrate';

/** A project of its own for a test, with one person of each role and one key of each scope. */
export interface TestProject {
  id: string;
  name: string;
  people: Record<Role, { id: string; email: string; actor: Actor & { kind: 'person' } }>;
  keys: Record<KeyScope, string>;
  /** The ctx of a person of the project. */
  as: (role: Role) => Ctx;
  /** Headers of a request by a person, with the cookie and origin that a browser sends. */
  cookieOf: (role: Role) => Promise<Record<string, string>>;
}

export const ctxOf = (actor: Actor, projectId: string | null = null): Ctx =>
  createCtx({ database: database(), actor, projectId, log: processLog(), requestId: randomUUID() });

export const systemCtxOfTest = (): Ctx => ctxOf({ kind: 'system', name: 'test' });

/** The owner's address of a new database with the tables of a folder of migrations and without rows. */
export async function emptyDatabase(migrations = 'prisma/migrations'): Promise<string> {
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  const owner = await database().pool.connect();
  await owner.query('reset role');
  await owner.query(`create database ${name}`);
  await owner.query('set role implanta_app');
  owner.release();
  const url = requiredEnv('DATABASE_URL').replace(/\/[^/]*$/, `/${name}`);
  await migrate(url, migrations);
  return url;
}

/** The ctx of the system in a new database without rows, and what closes it. */
export async function emptyInstallation(): Promise<{ system: Ctx; close: () => Promise<void> }> {
  const url = await emptyDatabase();
  const empty = openDatabase(url);
  const actor: Actor = { kind: 'system', name: 'test' };
  return {
    system: createCtx({ database: empty, actor, log: processLog(), requestId: randomUUID() }),
    close: () => empty.close(),
  };
}

/** The events of an object in the audit trail. */
export async function auditActions(object: string): Promise<string[]> {
  const rows = await systemCtxOfTest().db.auditEvent.findMany({ where: { object }, orderBy: { id: 'asc' } });
  return rows.map((row) => row.action);
}

export async function createTestProject(): Promise<TestProject> {
  const system = systemCtxOfTest();
  const name = `test ${randomUUID()}`;
  const project = await createProject(system, { name });
  const people = {} as TestProject['people'];
  for (const role of ROLES) {
    const email = `${role}-${randomUUID()}@example.org`;
    const row = await system.db.person.create({ data: { email, name: `${role} of ${name}`.slice(0, 60) } });
    await system.db.membership.create({ data: { projectId: project.id, personId: row.id, role } });
    people[role] = {
      id: row.id,
      email,
      actor: {
        kind: 'person',
        id: row.id,
        name: row.name,
        email,
        owner: false,
        memberships: [{ projectId: project.id, role }],
      },
    };
  }
  const keys = {} as TestProject['keys'];
  for (const scope of SCOPES) {
    const made = await createKey(system, { projectId: project.id, name: scope, scopes: [scope] });
    keys[scope] = made.key;
  }
  return {
    id: project.id,
    name,
    people,
    keys,
    as: (role) => ctxOf(people[role].actor, project.id),
    async cookieOf(role) {
      const person = await system.db.person.findUniqueOrThrow({ where: { id: people[role].id } });
      const cookie = await sessionCookie({
        personId: person.id,
        tokenVersion: person.tokenVersion,
        name: person.name,
        email: person.email,
      });
      return { cookie: cookie.split(';', 1)[0] ?? '', 'sec-fetch-site': 'same-origin', 'x-project': project.id };
    },
  };
}

export const fixtureFile = (name: string): string => path.resolve('lib/pure/onnx/fixtures', name, 'model.onnx');

/** A real model file of the fixtures, uploaded as a version. */
export async function uploadFixture(
  project: TestProject,
  fixture: string,
  modelName: string = fixture,
): Promise<{ model: Model; version: Version }> {
  const file = artifacts().temporary();
  fs.copyFileSync(fixtureFile(fixture), file);
  return admitFile(project.as('scientist'), { projectId: project.id, modelName, file, filename: `${fixture}.onnx` });
}

const MINUTE_MS = 60_000;

/** Calls of the minute of a moment, as a drainer would have counted them; failed ones by their status. */
export async function countCalls(
  model: Model,
  of: { version: number; route: string; origin: string; atMs: number; ok: number; errors: Record<string, number> },
): Promise<void> {
  const rollup = emptyRollup();
  for (let i = 0; i < of.ok; i++) addCall(rollup, { rows: 1, latencyUs: 4000 });
  rollup.errors = of.errors;
  await systemCtxOfTest().db.predictionRollup.create({
    data: {
      spool: '00000000-0000-7000-8000-000000000001',
      projectId: model.projectId,
      modelId: model.id,
      versionNumber: of.version,
      route: of.route,
      origin: of.origin,
      grain: 'minute',
      at: new Date(Math.floor(of.atMs / MINUTE_MS) * MINUTE_MS),
      ...rollupToJson(rollup),
    },
  });
}
