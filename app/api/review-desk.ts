import { getServedVersion } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { fillNextQueue, saveQueue } from '@/lib/domain/review';
import { QueueContent } from '@/lib/domain/review/schema';
import { encodeTensors } from '@/lib/domain/serving';
import type { Ctx } from '@/lib/platform/context';
import { database } from '@/lib/platform/database';
import { idAt } from './log-records';
import { createTestProject, ctxOf, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

/** A project for tests of reviews, with the model iris. */
export interface ReviewDesk {
  project: TestProject;
  model: Model;
  /** One more reviewer of the project. */
  reviewer: (name: string) => Promise<Ctx>;
  queueOf: (
    name: string,
    content?: Partial<Parameters<typeof QueueContent.parse>[0] & object>,
  ) => ReturnType<typeof saveQueue>;
  /** Logs a call whose rows have these probabilities of the three classes. */
  logged: (
    shares: readonly (readonly number[])[],
    more?: { entities?: readonly string[]; shadowOf?: string; inputs?: readonly (readonly number[])[] },
  ) => Promise<string>;
  /** The worker, two minutes later. */
  fill: () => Promise<void>;
}

export async function createDesk(): Promise<ReviewDesk> {
  const project = await createTestProject();
  const { model } = await uploadFixture(project, 'iris_logreg_zipmap', 'iris');
  const { served } = await getServedVersion(project.as('scientist'), { model: 'iris', number: 1 });
  if (served.reading.task !== 'classification' || !served.reading.probabilities) throw new Error('iris has classes');
  const { probabilities } = served.reading;
  const { pool } = database();
  await pool.query('select ensure_prediction_partition(current_date)');
  await pool.query('select ensure_prediction_partition(current_date + 1)');
  return {
    project,
    model,
    async reviewer(name) {
      const system = systemCtxOfTest();
      const email = `${name}-${project.id}-${Math.random()}@example.org`;
      const person = await system.db.person.create({ data: { email, name } });
      await system.db.membership.create({ data: { projectId: project.id, personId: person.id, role: 'reviewer' } });
      const memberships = [{ projectId: project.id, role: 'reviewer' as const }];
      return ctxOf({ kind: 'person', id: person.id, name, email, owner: false, memberships }, project.id);
    },
    queueOf: (name, content = {}) =>
      saveQueue(project.as('scientist'), {
        model: 'iris',
        content: QueueContent.parse({ name, rules: { complaints: false }, ...content }),
      }),
    async logged(shares, more = {}) {
      const id = idAt(Date.now() + 5);
      const inputs = more.inputs ?? shares.map(() => [5, 3, 1, 0.2]);
      await systemCtxOfTest().db.prediction.create({
        data: {
          id,
          projectId: project.id,
          modelId: model.id,
          versionNumber: 1,
          receivedAt: new Date(),
          rows: shares.length,
          route: more.shadowOf ? 'shadow' : 'champion',
          origin: 'api',
          protocol: 'api',
          latencyUs: 1,
          queueUs: 0,
          runUs: 1,
          outcomes: shares.map((row) => String(row.indexOf(Math.max(...row)))),
          ...(more.shadowOf ? { shadowOf: more.shadowOf } : {}),
          ...(more.entities ? { context: more.entities.map((entity) => ({ entity })) } : {}),
          tensors: new Uint8Array(
            encodeTensors(
              [['X', { shape: [shares.length, 4], data: Float32Array.from(inputs.flat()) }]],
              [[probabilities, { shape: [shares.length, 3], data: shares.flat() }]],
            ),
          ),
        },
      });
      return id;
    },
    async fill() {
      const system = { ...systemCtxOfTest(), now: () => new Date(Date.now() + 120_000) };
      while (await fillNextQueue(system));
    },
  };
}

export const SURE = [0.98, 0.01, 0.01] as const;
export const UNSURE = [0.4, 0.35, 0.25] as const;
