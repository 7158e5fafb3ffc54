import { beforeAll, expect, test } from 'vitest';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import { getServedVersion } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { decideItem, saveQueue, sendToReview } from '@/lib/domain/review';
import { entityDestination } from '@/lib/domain/review/entity-destination';
import { ImportedReviews, type NewReview, QueueContent } from '@/lib/domain/review/schema';
import type { Ctx } from '@/lib/platform/context';
import { database } from '@/lib/platform/database';
import { parquetRows } from '@/lib/pure/tabular/parquet-rows';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const ENTITIES = Array.from({ length: 12 }, (_, i) => `patient ${i}`);
let project: TestProject;
let model: Model;
let first: Ctx;
let second: Ctx;
let third: Ctx;
/** A settled queue of twelve rows, and its call. */
let queue: { id: string };
let call: string;
const isExam = (row: number) =>
  entityDestination(model.id, { entity: ENTITIES[row] ?? null, rowId: '' }).destination === 'exam';
const said = (row: number) => (row % 3 === 0 ? 'fast' : 'slow');

const queueOf = (name: string, reviewsWanted = 2) =>
  saveQueue(project.as('scientist'), {
    model: model.id,
    content: QueueContent.parse({ name, rules: { complaints: false }, reviewsWanted }),
  });
const fetchFile = async (of: { id: string }, format: string, split?: string) => {
  const reply = await callRoute('GET', '/api/review-queues/{id}/export', {
    params: { id: of.id },
    query: { format, ...(split ? { split } : {}) },
    headers: await project.cookieOf('reviewer'),
  });
  expect(reply.status).toBe(200);
  return reply;
};
const send = async (of: { id: string }, format: string, tasks: unknown, more: { dryRun?: string } = {}) =>
  callRoute('POST', '/api/review-queues/{id}/import', {
    params: { id: of.id },
    query: { format, ...more },
    headers: await project.cookieOf('scientist'),
    body: tasks as object,
  });
const took = async (reply: Promise<Response>) => {
  const found = await reply;
  const body = await found.json();
  expect(found.status, JSON.stringify(body)).toBe(200);
  return ImportedReviews.parse(body);
};
const reviewsIn = (of: { id: string }) =>
  systemCtxOfTest().db.$queryRaw<object[]>`
    select i."row", r.decision, r.value, r.note, r.reviewer_name as name, r.took_ms as took, r.is_adjudication as settles,
      i.state, i.outcome, i.value as settled
    from reviews r join review_items i on i.id = r.item_id
    where i.queue_id = ${of.id}::uuid and r.taken_back_at is null order by i."row", r.id`;

beforeAll(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'mixed_columns', 'mixed'));
  [first, second, third] = [project.as('reviewer'), project.as('administrator'), project.as('scientist')];
  const { served } = await getServedVersion(third, { model: 'mixed', number: 1 });
  if (served.reading.task !== 'classification' || !served.reading.probabilities) throw new Error('it has classes');
  const record = logRecord(
    { projectId: project.id, modelId: model.id },
    {
      ages: ENTITIES.map((_, row) => 40 + row),
      ctx: ENTITIES.map((entity) => ({ entity })),
      outputs: {
        [served.reading.probabilities]: {
          shape: [ENTITIES.length, 2],
          data: ENTITIES.flatMap((_, row) => [0.25 + row / 100, 0.75 - row / 100]),
        },
      },
    },
  );
  await commitBatch(database().pool, newDrainState(crypto.randomUUID()), [record], { segment: 1, offset: 1 });
  call = record.id;
  queue = await queueOf('settled');
  for (const row of ENTITIES.keys()) {
    const item = await sendToReview(first, { id: queue.id, row: `${call}.${row}` });
    const give = (ctx: Ctx, review: Partial<NewReview>) =>
      decideItem(ctx, { id: item.id, decision: 'label', value: said(row), note: '', ...review });
    if (row === 0) {
      await give(third, { decision: 'skip', value: undefined, note: 'I know the patient' });
      await give(first, { note: 'as the chart says', tookMs: 1500 });
      await give(second, { value: 'slow' });
      // Who skipped it settles it after all.
      await give(third, {});
    } else if (row === 1) {
      for (const ctx of [first, second]) await give(ctx, { decision: 'cannot-tell', value: undefined });
    } else for (const ctx of [first, second]) await give(ctx, {});
  }
});

test('training rows are what is given unless more is asked for, and exam rows never among them', async () => {
  const rows = [...ENTITIES.keys()].filter((row) => row !== 1);
  const [exams, trained] = [rows.filter(isExam), rows.filter((row) => !isExam(row))];
  expect(exams.length).toBeGreaterThan(0);
  expect(trained.length).toBeGreaterThan(0);
  const idsOf = (all: number[]) => all.map((row) => `${call}.${row}`).sort();
  const lines = async (split?: string) =>
    (await (await fetchFile(queue, 'jsonl', split)).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const byDefault = await lines();
  expect(byDefault.map(({ row_id }) => row_id).sort()).toEqual(idsOf(trained));
  expect(new Set(byDefault.map(({ split }) => split))).toEqual(new Set(['train']));
  expect((await lines('exam')).map(({ row_id }) => row_id).sort()).toEqual(idsOf(exams));
  const all = await lines('all');
  expect(all).toHaveLength(12);
  expect(all.filter(({ split }) => split === 'exam').map(({ row_id }) => row_id)).toEqual(
    expect.arrayContaining(idsOf(exams)),
  );
  expect(all.find(({ row_id }) => row_id === `${call}.0`)).toMatchObject({
    value: 'fast',
    outcome: 'label',
    source: 'review',
    inclusion_probability: null,
    entity: 'patient 0',
    reviews: 3,
    version: 1,
    answer: 'slow',
    confidence: 0.75,
    context: { entity: 'patient 0' },
    inputs: { age: 40, sex: 'a', bmi: 24.5, s5: 4.5, pressure_band: 'raised', glucose_band: 'low' },
  });
  expect(all.find(({ row_id }) => row_id === `${call}.1`)).toMatchObject({ value: null, outcome: 'cannot-tell' });
});

test('CSV and Parquet say the same', async () => {
  const [header = '', ...lines] = (await (await fetchFile(queue, 'csv', 'all')).text()).trimEnd().split('\r\n');
  expect(lines).toHaveLength(12);
  expect(header).toBe(
    'row_id,split,value,outcome,source,inclusion_probability,entity,decided_at,reviews,version,answer,confidence,context,severity,field_problems,scores,age,sex,bmi,s5,pressure_band,glucose_band',
  );
  expect(lines.at(-1)).toMatch(/^[0-9a-f-]{36}\.0,\w+,fast,label,review,,patient 0,\S+,3,1,slow,0\.75,/);
  const reply = await fetchFile(queue, 'parquet', 'all');
  expect(reply.headers.get('content-disposition')).toBe('attachment; filename="reviews-all.parquet"');
  const found: unknown[][] = [];
  for await (const part of parquetRows(await reply.arrayBuffer(), { maxRows: 50, maxColumns: 50, maxCells: 1000 })) {
    expect(part.columns.join(',')).toBe(header);
    found.push(...part.rows);
  }
  expect(found).toHaveLength(12);
  expect(found.at(-1)?.slice(16)).toEqual([40n, 'a', 24.5, 4.5, 'raised', 'low']);
});

test.each(['label-studio', 'argilla'])(
  'what goes out as %s comes back into another queue as the same reviews',
  async (format) => {
    const text = await (await fetchFile(queue, format, 'all')).text();
    const tasks: unknown[] = JSON.parse(text);
    // One task on each line.
    expect(text.trimEnd().split('\n')).toHaveLength(tasks.length + 2);
    const other = await queueOf(`again ${format}`);
    const labels = () => systemCtxOfTest().db.label.count({ where: { projectId: project.id } });
    const before = await labels();
    // Whoever skipped and came back has one review that counts.
    const given = {
      tasks: 12,
      reviews: 25,
      added: 12,
      settled: 12,
      disputed: 0,
      already: 0,
      late: 0,
      held: 0,
      empty: 0,
    };
    expect(await took(send(other, format, tasks, { dryRun: '1' }))).toEqual({ ...given, isWritten: false });
    expect(await reviewsIn(other)).toEqual([]);
    expect(await systemCtxOfTest().db.reviewItem.count({ where: { queueId: other.id } })).toBe(0);
    expect(await took(send(other, format, tasks))).toEqual({ ...given, isWritten: true });
    const [sent, back] = [await reviewsIn(queue), await reviewsIn(other)];
    // Argilla keeps no times.
    expect(back).toEqual(format === 'argilla' ? sent.map((one) => ({ ...one, took: null })) : sent);
    expect(await labels()).toBe(before);
    const kinds = await systemCtxOfTest().db.$queryRaw<{ id: string; blind: boolean }[]>`
    select distinct r.reviewer_id as id, r.is_blind as blind from reviews r join review_items i on i.id = r.item_id
    where i.queue_id = ${other.id}::uuid`;
    expect(kinds.every(({ id, blind }) => id.startsWith(`${format}:`) && !blind)).toBe(true);
    expect(await auditActions(`review-queue:${other.id}`)).toEqual(['review-queue.create', 'review.import']);
    // Sent again, nothing changes.
    expect(await took(send(other, format, tasks))).toMatchObject({ reviews: 0, added: 0, settled: 0, already: 25 });
    expect(await reviewsIn(other)).toEqual(back);
  },
);

const annotation = (value: string, by: unknown = 7) => ({
  result: [{ from_name: 'kind', to_name: 'x', type: 'choices', value: { choices: [value] } }],
  completed_by: by,
});
const task = (row: number, ...annotations: object[]) => ({ data: { row_id: `${call}.${row}` }, annotations });

test('takes what Label Studio exports with another configuration, by the rules of the queue', async () => {
  const other = await queueOf('from elsewhere');
  const tasks = [
    task(3, annotation('fast'), annotation('slow', { email: 'ana@example.org', first_name: 'Ana', last_name: 'Lima' })),
    task(4, annotation('fast'), { ...annotation('fast'), result: [] }),
    task(5, { ...annotation('fast'), was_cancelled: true, result: [] }),
    task(6),
  ];
  expect(await took(send(other, 'label-studio', tasks))).toMatchObject({
    reviews: 4,
    added: 4,
    settled: 0,
    disputed: 1,
    empty: 1,
  });
  expect(await reviewsIn(other)).toMatchObject([
    { row: 3, name: 'Label Studio user 7', value: 'fast', state: 'disputed' },
    { row: 3, name: 'Ana Lima', value: 'slow' },
    { row: 4, value: 'fast', state: 'open' },
    { row: 5, decision: 'skip', state: 'open' },
  ]);
  // A third settles what two differed on, and a fourth comes late.
  const more = [task(3, annotation('slow', 8), annotation('fast', 9))];
  expect(await took(send(other, 'label-studio', more))).toMatchObject({ reviews: 1, settled: 1, late: 1 });
  // What somebody holds is theirs.
  await systemCtxOfTest().db.reviewItem.updateMany({
    where: { queueId: other.id, row: 4 },
    data: { lockedBy: 'somebody', lockedUntil: new Date(Date.now() + 60_000) },
  });
  expect(await took(send(other, 'label-studio', [task(4, annotation('fast', 8))]))).toMatchObject({
    reviews: 0,
    held: 1,
  });
});

test('refuses a file with a fault, says where it is, and keeps nothing of it', async () => {
  const other = await queueOf('faults');
  const fine = task(2, annotation('fast'));
  const fault = async (format: string, tasks: unknown, name: string, reason: RegExp) => {
    const reply = await send(other, format, tasks);
    const body = await reply.json();
    expect([reply.status, body.invalidParams?.[0]?.name], JSON.stringify(body)).toEqual([422, name]);
    expect(body.invalidParams[0].reason).toMatch(reason);
  };
  await fault(
    'label-studio',
    [fine, task(3, annotation('quick'))],
    '1.annotations.0',
    /^task 2, row .*\.3: "quick" does not fit; .*classes .*fast/,
  );
  await fault('label-studio', [fine, task(99, annotation('fast'))], '1.row_id', /no row ".*\.99" of this model/);
  await fault('label-studio', [fine, fine], '1.row_id', /is in task 1 already/);
  await fault('label-studio', [fine, { data: { text: 'x' } }], '1.data.row_id', /It has no row_id/);
  await fault('label-studio', [{ ...fine, data: { row_id: 'x' } }], '0.row_id', /"x" is not the id of a row/);
  const two = annotation('fast');
  two.result[0]?.value.choices.push('slow');
  await fault('label-studio', [task(3, two)], '0.annotations.0', /more than one thing/);
  await fault('argilla', [{ id: 7, responses: {} }], '0.metadata.row_id', /task 1/);
  const answered = (value: unknown) => [
    { id: `${call}.3`, responses: { value: [{ value, user_id: crypto.randomUUID() }] } },
  ];
  await fault('argilla', answered(['fast']), '0.responses', /one text or number/);
  await fault('argilla', answered('quick'), '0.responses', /classes/);
  await fault('argilla', [], 'body', /no task/);
  expect(await systemCtxOfTest().db.reviewItem.count({ where: { queueId: other.id } })).toBe(0);
  const many = Array.from({ length: 2001 }, (_, i) => annotation('fast', i));
  expect((await send(other, 'label-studio', [task(2, ...many)])).status).toBe(422);
  // A row of another project's model is unknown, and so is the queue to a stranger.
  const stranger = await createTestProject();
  const refused = await callRoute('GET', '/api/review-queues/{id}/export', {
    params: { id: queue.id },
    headers: await stranger.cookieOf('scientist'),
  });
  expect(refused.status).toBe(404);
  const reviewer = await callRoute('POST', '/api/review-queues/{id}/import', {
    params: { id: other.id },
    query: { format: 'argilla' },
    headers: await project.cookieOf('reviewer'),
    body: answered('fast'),
  });
  expect(reviewer.status).toBe(403);
});
