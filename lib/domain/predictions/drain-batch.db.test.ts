import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { logRecord } from '@/app/api/log-records';
import { createTestProject, systemCtxOfTest, uploadFixture } from '@/app/api/test-project';
import { database } from '@/lib/platform/database';
import { decodeTensors } from '../serving';
import { commitBatch, newDrainState } from './store-drain';

test('keeps a call whose texts hold what PostgreSQL refuses, and counts it', async () => {
  const project = await createTestProject();
  const { model } = await uploadFixture(project, 'mixed_columns');
  const place = { projectId: project.id, modelId: model.id };
  const { inputs } = logRecord(place, { ages: [40, 60] });
  const call = logRecord(place, {
    o: ['n\u0000', `${'x'.repeat(199)}😀`],
    ages: [40, 60],
    inputs: { ...inputs, sex: { shape: [2, 1], data: [`${'x'.repeat(199)}😀`, 'constructor'] } },
    outputs: { label: { shape: [2], data: ['n\u0000', '\\u0000 \ud800'] } },
  });
  const spool = randomUUID();
  for (const offset of [1, 2]) {
    // A new state each time: the second batch reads back what the first has counted.
    const record = offset === 1 ? call : { ...call, id: logRecord({ projectId: '', modelId: '' }).id };
    await commitBatch(database().pool, newDrainState(spool), [record], { segment: 1, offset });
  }
  const { db } = systemCtxOfTest();
  const [row] = await db.prediction.findMany({ where: { id: call.id } });
  expect(row && decodeTensors(row.tensors).outputs).toEqual(call.outputs);
  const [rollup] = await db.predictionRollup.findMany({ where: { grain: 'hour', modelId: model.id } });
  expect(rollup?.features).toMatchObject({ sex: { n: 4, texts: { constructor: 2 } } });
});
