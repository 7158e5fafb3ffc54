import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { DATASET_JOB, runBuild } from '@/lib/domain/collection';
import { erasePerson, listErasures } from '@/lib/domain/erasure';
import type { NewErasure } from '@/lib/domain/erasure/schema';
import { addComment, giveFeedback, listFeedback, withdrawFeedback, writeLabels } from '@/lib/domain/feedback';
import { commitBatch, getPrediction, listAnswers, newDrainState } from '@/lib/domain/predictions';
import { artifacts } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import {
  addGold,
  copyAsTest,
  decideItem,
  fillNextQueue,
  saveQueue,
  sendToReview,
  setExamShare,
} from '@/lib/domain/review';
import { QueueContent } from '@/lib/domain/review/schema';
import { runNextJob } from '@/lib/engine/jobs';
import { walkAudit } from '@/lib/platform/audit';
import { database } from '@/lib/platform/database';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { standsAnywhere } from './stands-anywhere';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const WHO = 'patient-kx77';
const SECRETS = [WHO, 'zz-input-kx77', 'reason-kx77', 'earlier-kx77', 'comment-kx77', 'note-kx77', 'value-kx77'];

let project: TestProject;
let model: Model;
beforeAll(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', 'mixed'));
});

const erase = (body: NewErasure, role: 'administrator' | 'scientist' = 'administrator') =>
  erasePerson(project.as(role), { ...body, projectId: project.id, secret: 'of the installation' });

/** Two calls of two rows each: the first row is about the person, the second about somebody else; and a shadow of the first call. */
async function logCalls(): Promise<string[]> {
  const of = { projectId: project.id, modelId: model.id };
  const texts = (first: string) => ({ shape: [2, 1], data: [first, 'b'] });
  const more = (t: number): Parameters<typeof logRecord>[1] => ({
    t,
    ages: [60.5, 40.25],
    ctx: [{ entity: WHO, time: '2026-03-02T12:00:00.000Z', ward: 'value-kx77' }, { entity: 'another' }],
  });
  const records = [Date.now() - 2000, Date.now() - 1000].map((t) => {
    const record = logRecord(of, more(t));
    return logRecord(of, { ...more(t), inputs: { ...record.inputs, sex: texts('zz-input-kx77') } });
  });
  await commitBatch(database().pool, newDrainState(randomUUID()), records, { segment: 1, offset: 1 });
  const [first] = records;
  if (!first) throw new Error('two calls are logged');
  const { db } = systemCtxOfTest();
  await db.$executeRaw`
    insert into predictions (id, project_id, model_id, version_number, received_at, rows, route, origin, protocol, queue_us, run_us, outcomes,
      tensors, context, shadow_of)
    select ${logRecord(of, more(Date.now() - 1500)).id}::uuid, project_id, model_id, version_number, received_at, rows, 'shadow', origin, protocol, 0, 0,
      outcomes, tensors, context, id from predictions where id = ${first.id}::uuid`;
  return records.map(({ id }) => id);
}

const standing = () => standsAnywhere(project.id, SECRETS);

test('erases all that was sent and written about an entity, keeps counts, and names what learnt from it', async () => {
  const [one = '', two = ''] = await logCalls();
  const scientist = project.as('scientist');
  const { db } = systemCtxOfTest();
  const queue = await saveQueue(scientist, {
    model: model.id,
    content: QueueContent.parse({ name: 'desk', rules: {} }),
  });
  // A dataset takes no rows of entities that are examined.
  await setExamShare(scientist, { projectId: project.id, share: 0 });
  const judged = { id: `${one}.0`, verdict: 'wrong' as const, expected: 'slow' };
  await giveFeedback(project.as('reviewer'), { ...judged, reason: 'earlier-kx77' });
  await giveFeedback(project.as('reviewer'), {
    ...judged,
    reason: 'reason-kx77',
    fields: [{ field: 'sex', problem: 'mistyped', value: 'value-kx77' }],
  });
  await addComment(scientist, { id: `${one}.0`, text: 'comment-kx77' });
  const settled = await sendToReview(scientist, { id: queue.id, row: `${one}.0` });
  await decideItem(scientist, { id: settled.id, decision: 'label', value: 'slow', note: 'note-kx77' });
  await sendToReview(scientist, { id: queue.id, row: `${two}.0` });
  await addGold(scientist, { id: queue.id, from: 'hand', row: `${two}.0`, value: 'slow' });
  await writeLabels(scientist, {
    projectId: project.id,
    labels: [`${one}.0`, `${one}.1`, `${two}.1`].map((predictionId) => ({ predictionId, value: 'slow' })),
  });
  // A dataset of the log, with the person's row and others, which a run has learnt from.
  const started = await callRoute('POST', '/api/dataset-builds', {
    headers: await project.cookieOf('scientist'),
    body: {
      query: { model: 'mixed', from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', context: ['ward'] },
      place: { name: 'of the log' },
    },
  });
  expect(started.status, await started.clone().text()).toBe(202);
  await runNextJob(systemCtxOfTest(), { [DATASET_JOB]: runBuild }, new AbortController().signal);
  const before = await db.datasetVersion.findFirstOrThrow({ where: { projectId: project.id } });
  const fileOf = (sha256: string) => artifacts().place(project.id, sha256);
  expect(fs.readFileSync(fileOf(before.sha256)).includes(WHO)).toBe(true);
  await db.$executeRaw`
    insert into training_runs (id, project_id, model_id, number, state, started_by, recipe, pinned, version_number, created_by, created_at)
    values (${randomUUID()}::uuid, ${project.id}::uuid, ${model.id}::uuid, 1, 'done', '{}', '{}',
      ${JSON.stringify({ datasetId: before.datasetId, datasetNumber: 1 })}::jsonb, 7, 'test', now())`;
  await copyAsTest(scientist, { id: `${two}.0`, expected: 'slow' });
  expect((await standing()).length).toBeGreaterThan(SECRETS.length);
  const all = await db.prediction.count({ where: { projectId: project.id } });

  // Only administrators; first what would be, and nothing of it is done.
  await expect(erase({ by: 'entity', value: WHO }, 'scientist')).rejects.toMatchObject({ code: 'forbidden' });
  const standingBefore = await standing();
  const would = await erase({ by: 'entity', value: WHO });
  expect(would).toMatchObject({
    id: null,
    rows: 2,
    erased: {
      calls: 3,
      feedback: 1,
      history: 1,
      comments: 1,
      waiting: 1,
      settled: 1,
      notes: 1,
      known: 1,
      tests: 1,
      notifications: 1,
      datasetRows: 1,
    },
    datasets: [{ name: 'of the log', number: 1, rows: 1 }],
    learnt: [{ model: 'mixed', run: 1, version: 7 }],
  });
  expect(await standing()).toEqual(standingBefore);
  const confirmation = would.confirmation ?? '';
  await expect(erase({ by: 'entity', value: WHO, confirmation })).rejects.toMatchObject({ reason: 'name_differs' });
  await expect(erase({ by: 'entity', value: WHO, confirmation: 'x', name: project.name })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'changed',
  });
  expect(await standing()).toEqual(standingBefore);

  const done = await erase({ by: 'entity', value: WHO, confirmation, name: project.name });
  expect({ ...done, id: null, confirmation }).toEqual(would);
  // What is counted by value stays counted.
  expect(await standing()).toEqual(['prediction_rollups: zz-input-kx77']);
  for (const { what, before: was, after } of done.kept) expect([what, after]).toEqual([what, was]);
  expect(await db.prediction.count({ where: { projectId: project.id } })).toBe(all);
  // The other row of each call is as it was, to the bit.
  const [call] = await listAnswers(systemCtxOfTest(), project.id, [one]);
  expect([...(call?.inputs.age?.data ?? [])]).toEqual([null, 40.25]);
  expect([...(call?.inputs.sex?.data ?? [])]).toEqual([null, 'b']);
  expect(call?.contexts).toEqual([
    { time: '2026-03-02T12:00:00.000Z', 'implanta.erased': new Date().toISOString().slice(0, 10) },
    { entity: 'another' },
  ]);
  expect(call?.outcomes).toEqual(['fast', 'slow']);
  expect((await getPrediction(scientist, { id: `${one}.1` })).context).toEqual({ entity: 'another' });
  const { feedback, counts } = await listFeedback(scientist, { model: 'mixed', limit: 10 });
  expect(counts).toEqual({ right: 0, wrong: 1 });
  expect(feedback).toMatchObject([{ reason: '', fields: [{ field: 'sex', value: null }], expected: 'slow' }]);
  expect(await db.reviewItem.findMany({ where: { queueId: queue.id } })).toMatchObject([
    { entity: null, state: 'settled', value: 'slow' },
  ]);
  expect(await db.regressionTest.findMany({ where: { projectId: project.id, predictionId: two } })).toMatchObject([
    { fields: [], removedReason: 'what was sent in the row was erased' },
  ]);
  // The dataset has its other rows, under other files; the old ones are gone.
  const after = await db.datasetVersion.findFirstOrThrow({ where: { projectId: project.id } });
  expect([before.rows, after.rows]).toEqual([3, 2]);
  expect(fs.existsSync(fileOf(before.sha256))).toBe(false);
  expect(fs.readFileSync(fileOf(after.sha256)).includes(WHO)).toBe(false);
  // Nothing is learnt from or asked about what is left of the rows.
  await expect(copyAsTest(scientist, { id: `${two}.0`, expected: 'slow' })).rejects.toMatchObject({ code: 'conflict' });
  while (await fillNextQueue({ ...systemCtxOfTest(), now: () => new Date(Date.now() + 120_000) }));

  // The proof: a hash of each row, in the audit trail by their sum, and a trail that holds.
  const { erasures } = await listErasures(project.as('administrator'), { projectId: project.id });
  expect(erasures).toMatchObject([{ id: done.id, rows: 2, proof: done.proof }]);
  const row = await db.erasure.findUniqueOrThrow({ where: { id: done.id ?? '' } });
  expect(row.rowHashes).toHaveLength(2);
  expect(JSON.stringify(row)).not.toContain(WHO);
  const [event] = await db.auditEvent.findMany({ where: { object: `erasure:${done.id}` } });
  expect(event).toMatchObject({ action: 'privacy.erase', after: { rows: 2, proof: done.proof } });
  for await (const link of walkAudit(systemCtxOfTest())) expect(link.fault).toBeNull();
  expect(await erase({ by: 'entity', value: WHO })).toMatchObject({ rows: 0, erased: { calls: 0, feedback: 0 } });
});

test('erases the name and the words of who gave feedback, and keeps their verdicts', async () => {
  const [id = ''] = await logCalls();
  const giver = project.people.scientist;
  const said = { verdict: 'wrong' as const, expected: 'slow' };
  await giveFeedback(project.as('scientist'), { id: `${id}.0`, ...said, reason: 'earlier words' });
  await giveFeedback(project.as('scientist'), { id: `${id}.0`, ...said, reason: 'words of mine' });
  const gone = await giveFeedback(project.as('scientist'), { id: `${id}.1`, ...said, reason: 'words of mine' });
  await withdrawFeedback(project.as('scientist'), { feedback: gone.id });
  await giveFeedback(project.as('reviewer'), { id: `${id}.0`, ...said, reason: 'words of another' });
  await addComment(project.as('scientist'), { id: `${id}.0`, text: 'a comment of mine' });
  const would = await erase({ by: 'giver', value: giver.email.toUpperCase() });
  expect(would).toMatchObject({ rows: 2, erased: { feedback: 1, history: 2, comments: 1, calls: 0, datasetRows: 0 } });
  const done = await erase({
    by: 'giver',
    value: giver.email.toUpperCase(),
    confirmation: would.confirmation ?? '',
    name: project.name,
  });
  for (const { before, after } of done.kept) expect(after).toBe(before);
  const { db } = systemCtxOfTest();
  expect(await db.feedback.findMany({ where: { predictionId: id }, orderBy: { id: 'asc' } })).toMatchObject([
    { reason: '', givenBy: 'erased', giverId: null, verdict: 'wrong', expected: 'slow' },
    { reason: 'words of another' },
  ]);
  expect(await db.feedbackHistory.count({ where: { predictionId: id } })).toBe(0);
  expect(await db.threadEntry.count({ where: { predictionId: id } })).toBe(0);
  // What was sent in the rows is somebody else's.
  expect((await getPrediction(project.as('scientist'), { id: `${id}.0` })).context).toMatchObject({ entity: WHO });
});

test('is for administrators, over the API too', async () => {
  const post = async (headers: Record<string, string>, body: object) =>
    callRoute('POST', '/api/erasures', { headers, body });
  expect((await post(await project.cookieOf('scientist'), { by: 'entity', value: 'x' })).status).toBe(403);
  expect((await post(await project.cookieOf('administrator'), { by: 'entity', value: ' ' })).status).toBe(422);
  const key = { authorization: `Bearer ${project.keys.admin}` };
  expect(await (await post(key, { by: 'entity', value: 'nobody' })).json()).toMatchObject({ id: null, rows: 0 });
  // Another project's rows are nothing to it.
  const stranger = await createTestProject();
  const theirs = { authorization: `Bearer ${stranger.keys.admin}` };
  expect(await (await post(theirs, { by: 'entity', value: WHO })).json()).toMatchObject({ rows: 0 });
});
