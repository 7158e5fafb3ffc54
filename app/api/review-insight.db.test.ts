import { expect, test } from 'vitest';
import { giveFeedback } from '@/lib/domain/feedback';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import { getServedVersion } from '@/lib/domain/registry';
import { decideItem, fillNextQueue, getInsight, importReviews, saveQueue } from '@/lib/domain/review';
import { QueueContent } from '@/lib/domain/review/schema';
import { database } from '@/lib/platform/database';
import { logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, uploadFixture } from './test-project';

const ROWS = 12;

test('tells the error from the random sample, feedback by confidence, reasons and times', async () => {
  const project = await createTestProject();
  const { model } = await uploadFixture(project, 'mixed_columns', 'mixed');
  const { served } = await getServedVersion(project.as('scientist'), { model: 'mixed', number: 1 });
  if (served.reading.task !== 'classification' || !served.reading.probabilities) throw new Error('it has classes');
  const system = { ...systemCtxOfTest(), now: () => new Date(Date.now() + 120_000) };
  const queue = await saveQueue(project.as('scientist'), {
    model: model.id,
    content: QueueContent.parse({ name: 'sample', rules: { complaints: false, random: { share: 1 } } }),
  });
  const rows = [...Array(ROWS).keys()];
  const record = logRecord(
    { projectId: project.id, modelId: model.id },
    {
      t: Date.now() + 5,
      // All are answered with "slow", with 0.95 or 0.55.
      ages: rows.map(() => 40),
      ctx: rows.map((row) => ({ entity: `patient ${row >> 1}` })),
      outputs: {
        [served.reading.probabilities]: {
          shape: [ROWS, 2],
          data: rows.flatMap((row) => (row % 2 === 0 ? [0.95, 0.05] : [0.55, 0.45])),
        },
      },
    },
  );
  await commitBatch(database().pool, newDrainState(crypto.randomUUID()), [record], { segment: 1, offset: 1 });
  const insight = () => getInsight({ ...project.as('reviewer'), now: system.now }, { model: 'mixed', days: 7 });
  expect(await insight()).toMatchObject({
    answered: ROWS,
    judged: 0,
    decision: null,
    reasons: { n: 0, top: [] },
    errors: { metric: 'error-rate', versions: [] },
  });
  while (await fillNextQueue(system));
  const { db } = systemCtxOfTest();
  const items = await db.reviewItem.findMany({ where: { queueId: queue.id }, orderBy: { row: 'asc' } });
  expect(items).toHaveLength(ROWS);
  // Of patients 4 and 5 only every fourth row was drawn; two rows are left waiting.
  await db.reviewItem.updateMany({
    where: { queueId: queue.id, row: { gte: 8 } },
    data: { inclusionProbability: 0.25 },
  });
  await db.reviewItem.updateMany({
    where: { queueId: queue.id },
    data: { createdAt: new Date(Date.now() - 3_600_000) },
  });
  for (const { id, row } of items.slice(0, 10))
    await decideItem(project.as('reviewer'), {
      id,
      decision: 'label',
      value: row === 0 || row === 9 ? 'fast' : 'slow',
      note: '',
    });
  const judge = (row: number, verdict: 'right' | 'wrong', reason = '') =>
    giveFeedback(project.as('scientist'), { id: `${record.id}.${row}`, verdict, reason });
  await judge(1, 'wrong', 'too  old');
  await judge(3, 'wrong', 'Too old ');
  await judge(5, 'wrong', 'a typo');
  await judge(11, 'right');
  await judge(0, 'wrong');
  const found = await insight();
  expect(found.judged).toBe(11);
  expect(found.answered).toBe(ROWS);
  expect(found.decision?.n).toBe(10);
  expect(found.decision?.median).toBeGreaterThan(3600);
  expect(found.decision?.median).toBeLessThan(3700);
  expect(found.reasons).toMatchObject({ n: 4, withReason: 3 });
  expect(found.reasons.top.map(({ reason, count }) => [reason.toLowerCase().replace(/ +/, ' '), count])).toEqual([
    ['too old', 2],
    ['a typo', 1],
  ]);
  expect(found.confidence?.bands.filter(({ n }) => n > 0)).toEqual([
    { from: 0.5, to: 0.6, n: 4, wrong: 3 },
    { from: 0.9, to: 1, n: 1, wrong: 1 },
  ]);
  // Eight rows count once and two count four times: 1 + 4 of 8 + 8 are wrong.
  const [version, ...more] = found.errors.versions;
  expect(more).toEqual([]);
  expect(version).toMatchObject({ version: 1, n: 10, drawn: ROWS, entities: 5, value: 5 / 16 });
  expect(found.weakest).toMatchObject({ looked: 0, slices: [] });
  expect(found.weakest.found + found.weakest.reported).toBe(10);
  expect(version?.low ?? 1).toBeLessThan(5 / 16);
  expect(version?.high ?? 0).toBeGreaterThan(5 / 16);
  // What comes from elsewhere is settled as it comes in, and tells nothing of how long people take.
  const other = await saveQueue(project.as('scientist'), {
    model: model.id,
    content: QueueContent.parse({ name: 'from elsewhere', rules: { complaints: false } }),
  });
  const brought = await importReviews(project.as('scientist'), {
    id: other.id,
    format: 'argilla',
    tasks: [{ id: `${record.id}.2`, responses: { value: [{ value: 'slow', user_id: 'x' }] } }],
  });
  expect(brought.settled).toBe(1);
  expect((await insight()).decision?.n).toBe(10);
  await expect(getInsight(project.as('user'), { model: 'mixed', days: 7 })).rejects.toMatchObject({
    code: 'forbidden',
  });
});
