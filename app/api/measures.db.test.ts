import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { publishMeasures } from '@/lib/domain/alerts';
import { uploadReference } from '@/lib/domain/datasets';
import { giveFeedback, writeLabels } from '@/lib/domain/feedback';
import { listMeasures } from '@/lib/domain/monitoring';
import { updatePerformance } from '@/lib/domain/performance';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import { database } from '@/lib/platform/database';
import { logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, uploadFixture } from './test-project';

const SECOND = 1000;

async function* csv() {
  const ages = Array.from({ length: 40 }, (_, i) => 30 + i);
  yield new TextEncoder().encode(
    `age,sex,bmi,s5,pressure_band,glucose_band\n${ages.map((age) => `${age},a,24.5,4.5,raised,low`).join('\n')}\n`,
  );
}

test('drift and quality of a champion are worked out once in five minutes, by one worker, and seen by its project only', async () => {
  const project = await createTestProject();
  const { model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`);
  const scientist = project.as('scientist');
  const { reference } = await uploadReference(scientist, {
    model: model.name,
    number: 1,
    filename: 'train.csv',
    body: csv(),
  });
  const t = Date.parse(reference.createdAt) + 11 * SECOND;
  const ages = Array.from({ length: 40 }, (_, i) => 50 + (i % 20));
  const call = logRecord({ projectId: project.id, modelId: model.id }, { t, ages });
  await commitBatch(database().pool, newDrainState(randomUUID()), [call], null);
  const labels = ages.map((age, row) => ({ predictionId: `${call.id}.${row}`, value: age > 54 ? 'fast' : 'slow' }));
  await writeLabels(scientist, { projectId: project.id, labels });
  await giveFeedback(scientist, { id: `${call.id}.0`, verdict: 'wrong' });
  const later = (seconds: number) => ({ ...systemCtxOfTest(), now: () => new Date(t + seconds * SECOND) });
  while (await updatePerformance(later(60), new AbortController().signal));

  // Two workers at once, over the models of all tests, none of which is worked out yet.
  await systemCtxOfTest().db.modelMeasuring.deleteMany({});
  const workers = [0, 1].map(async () => {
    let count = 0;
    while (await publishMeasures(later(120))) count += 1;
    return count;
  });
  const looked = (await Promise.all(workers)).reduce((sum, count) => sum + count, 0);
  const system = systemCtxOfTest();
  expect(looked).toBe(await system.db.modelMeasuring.count());
  expect(await publishMeasures(later(130))).toBe(false);

  const found = await listMeasures(scientist, project.id);
  const of = (measure: string, column = '') => found.find((one) => one.measure === measure && one.column === column);
  // 50 to 69 once too often each: a fifth of the labels differ from the answers, those of 51 to 54.
  expect(of('accuracy')).toEqual({ measure: 'accuracy', column: '', version: 1, value: 0.8, n: 40, model: model.name });
  expect(of('feedback-wrong')).toMatchObject({ value: 1, n: 1 });
  expect(of('psi', 'age')).toMatchObject({ n: 40, value: expect.any(Number) });
  expect(of('psi', 'age')?.value).toBeGreaterThan(0.25);
  expect(of('psi', 'sex')?.value).toBe(0);
  const other = await createTestProject();
  expect(await listMeasures(other.as('scientist'), project.id)).toEqual([]);
  expect(await publishMeasures(later(500))).toBe(true);
});
