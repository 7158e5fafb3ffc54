import { beforeAll, expect, test } from 'vitest';
import { giveFeedback, writeLabels } from '@/lib/domain/feedback';
import {
  archiveQueue,
  decideItem,
  getAgreement,
  getItem,
  holdItem,
  listItems,
  listQueues,
  saveQueue,
  sendToReview,
  takeItem,
  takeReviewBack,
} from '@/lib/domain/review';
import { QueueContent } from '@/lib/domain/review/schema';
import type { Ctx } from '@/lib/platform/context';
import { callRoute } from './call-route';
import { idAt } from './log-records';
import { createDesk, type ReviewDesk, SURE, UNSURE } from './review-desk';
import { auditActions, createTestProject, systemCtxOfTest } from './test-project';

let desk: ReviewDesk;
let project: ReviewDesk['project'];
/** A second and a third reviewer of the project. */
let others: Ctx[];
beforeAll(async () => {
  desk = await createDesk();
  ({ project } = desk);
  others = [await desk.reviewer('Rui'), await desk.reviewer('Ana')];
});
const queueOf: ReviewDesk['queueOf'] = (...of) => desk.queueOf(...of);
const logged: ReviewDesk['logged'] = (...of) => desk.logged(...of);
const fill = () => desk.fill();

async function waiting(id: string) {
  const { items } = await listItems(project.as('reviewer'), { id, limit: 200 });
  return items.map(({ rowId }) => rowId);
}

test('rules bring rows in once, with their reasons, the most useful first', async () => {
  const queue = await queueOf('all rules', {
    rules: { complaints: true, confidenceBelow: 0.5, disagreement: true },
  });
  const id = await logged([SURE, UNSURE, SURE]);
  await logged([SURE, UNSURE, [0.1, 0.8, 0.1]], { shadowOf: id });
  await giveFeedback(project.as('scientist'), { id: `${id}.0`, verdict: 'wrong', expected: '2' });
  await giveFeedback(project.as('scientist'), { id: `${id}.1`, verdict: 'right' });
  await fill();
  // A complaint, then where the versions differ, then what it was unsure of.
  expect(await waiting(queue.id)).toEqual([`${id}.0`, `${id}.2`, `${id}.1`]);
  await fill();
  expect(await waiting(queue.id)).toHaveLength(3);
  const { queues } = await listQueues(project.as('reviewer'), { projectId: project.id, model: 'iris' });
  expect(queues.find(({ name }) => name === 'all rules')?.counts).toEqual({
    open: 3,
    disputed: 0,
    settled: 0,
    held: 0,
  });
  await archiveQueue(project.as('scientist'), queue);
  await expect(waiting(queue.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('a random part keeps its chance, which its label takes along', async () => {
  const queue = await queueOf('random', {
    rules: { complaints: false, random: { share: 0.25, by: { context: 'entity', shares: { rare: 1 } } } },
  });
  const id = await logged(
    Array.from({ length: 400 }, () => SURE),
    { entities: Array.from({ length: 400 }, (_, i) => (i < 10 ? 'rare' : 'often')) },
  );
  await fill();
  const rows = await systemCtxOfTest().db.$queryRaw<{ n: number; p: number; rare: number }[]>`
    select count(*)::int n, avg(inclusion_probability) p, count(*) filter (where entity = 'rare')::int rare from review_items
    where queue_id = ${queue.id}::uuid group by inclusion_probability = 1 order by 2`;
  const [often, rare] = rows;
  // Of 390 rows a quarter, within four standard deviations of 8.6.
  expect(Math.abs((often?.n ?? 0) - 97.5)).toBeLessThan(35);
  expect(often).toMatchObject({ p: 0.25, rare: 0 });
  expect(rare).toEqual({ n: 10, p: 1, rare: 10 });
  const taken = await takeItem(project.as('reviewer'), queue);
  const item = taken.item ?? expect.fail('an item waits');
  await decideItem(project.as('reviewer'), { id: item.id, decision: 'label', value: '0', note: '' });
  const labels = await systemCtxOfTest().db.label.findMany({ where: { projectId: project.id, predictionId: id } });
  expect(labels).toMatchObject([{ source: 'random-sample', value: '0' }]);
  expect([0.25, 1]).toContain(labels[0]?.inclusionProbability);
  await archiveQueue(project.as('scientist'), queue);
});

test('two disagree, a third settles it, and a review is blind until it is saved', async () => {
  const queue = await queueOf('twice', { reviewsWanted: 2 });
  const id = await logged([UNSURE]);
  await giveFeedback(project.as('scientist'), { id: `${id}.0`, verdict: 'wrong', expected: '1', reason: 'petals' });
  const first = project.as('reviewer');
  const [second, third] = others;
  if (!second || !third) throw new Error('three reviewers are there');
  const sent = await sendToReview(first, { id: queue.id, row: id });
  expect(sent.revealed).toBeNull();
  expect(JSON.stringify(sent)).not.toContain('petals');
  expect(sent).toMatchObject({ state: 'open', reviewsWanted: 2, inputs: [{ name: 'X' }] });
  const { item: taken } = await takeItem(first, queue);
  expect(taken?.id).toBe(sent.id);
  // It is reserved: the second finds nothing, and may not decide.
  expect(await takeItem(second, queue)).toEqual({ item: null });
  const label = (value: string) => ({ id: sent.id, decision: 'label' as const, value, note: '' });
  await expect(decideItem(second, label('1'))).rejects.toMatchObject({ code: 'conflict', reason: 'held' });
  await expect(holdItem(second, sent)).rejects.toMatchObject({ reason: 'held' });
  await expect(decideItem(first, label('rose'))).rejects.toMatchObject({ reason: 'unknown_class' });
  const after = await decideItem(first, { ...label('1'), tookMs: 1500 });
  expect(after).toMatchObject({ state: 'open', item: { reviewsDone: 1, revealed: { answer: '0' } } });
  expect(after.item.revealed?.feedback).toMatchObject([{ expected: '1', reason: 'petals' }]);
  await expect(decideItem(first, label('2'))).rejects.toMatchObject({ reason: 'reviewed' });
  const { item: next } = await takeItem(second, queue);
  expect(next).toMatchObject({ id: sent.id, revealed: null });
  expect(await decideItem(second, label('2'))).toMatchObject({ state: 'disputed' });
  expect(await systemCtxOfTest().db.label.count({ where: { predictionId: id } })).toBe(0);
  // Neither of the two gets it again; who settles it sees what they said.
  expect(await takeItem(first, queue)).toEqual({ item: null });
  const { item: disputed } = await takeItem(third, queue);
  expect(disputed?.revealed?.reviews.map(({ value, isBlind }) => [value, isBlind])).toEqual([
    ['1', true],
    ['2', true],
  ]);
  const settled = await decideItem(third, { ...label('2'), note: 'long petals' });
  expect(settled.item).toMatchObject({ state: 'settled', outcome: 'label', value: '2' });
  expect(settled.item.revealed?.reviews.at(-1)).toMatchObject({ isAdjudication: true, isBlind: false });
  expect(await systemCtxOfTest().db.label.findMany({ where: { predictionId: id } })).toMatchObject([
    { source: 'review', value: '2', inclusionProbability: 1 },
  ]);
  expect(await auditActions(`review-item:${sent.id}`)).toEqual(['review.save', 'review.save', 'review.save']);
  await expect(decideItem(first, label('2'))).rejects.toMatchObject({ reason: 'settled' });
  // Taken back, its label goes, and it waits for somebody to settle it again.
  await expect(takeReviewBack(first, sent)).rejects.toMatchObject({ reason: 'reviewed_since' });
  expect(await takeReviewBack(third, sent)).toMatchObject({ state: 'disputed', value: null });
  expect(await systemCtxOfTest().db.label.count({ where: { predictionId: id } })).toBe(0);
  await decideItem(third, { id: sent.id, decision: 'inputs-wrong', note: '' });
  expect(await getItem(first, sent)).toMatchObject({ state: 'settled', outcome: 'inputs-wrong' });
  expect(await systemCtxOfTest().db.label.count({ where: { predictionId: id } })).toBe(0);
});

test('twenty people at once never get the same item, and of two decisions at once one is told so', async () => {
  const queue = await queueOf('crowd');
  const id = await logged(Array.from({ length: 20 }, () => UNSURE));
  for (let row = 0; row < 20; row += 1)
    await sendToReview(project.as('reviewer'), { id: queue.id, row: `${id}.${row}` });
  const people = await Promise.all(Array.from({ length: 20 }, (_, i) => desk.reviewer(`Reviewer ${i}`)));
  const taken = await Promise.all(people.map((ctx) => takeItem(ctx, queue)));
  expect(new Set(taken.map(({ item }) => item?.id)).size).toBe(20);
  expect(taken.every(({ item }) => item !== null)).toBe(true);
  // Asked again, each gets what they hold.
  const again = await takeItem(people[0] ?? expect.fail(), queue);
  expect(again.item?.id).toBe(taken[0]?.item?.id);
  const target = taken[0]?.item?.id ?? '';
  const key = { authorization: `Bearer ${project.keys.write}` };
  const { db } = systemCtxOfTest();
  await db.reviewItem.update({ where: { id: target }, data: { lockedBy: null, lockedUntil: null } });
  const decisions = await Promise.all(
    ['0', '1'].map((value, i) =>
      i === 0
        ? decideItem(people[0] ?? expect.fail(), { id: target, decision: 'label', value, note: '' }).then(
            () => 201,
            (error: { reason: string }) => error.reason,
          )
        : callRoute('POST', '/api/review-items/{id}/reviews', {
            params: { id: target },
            headers: key,
            body: { decision: 'label', value },
          }).then(({ status }) => (status === 409 ? 'settled' : status)),
    ),
  );
  expect(decisions.map(String).sort()).toEqual(['201', 'settled']);
  expect(await db.review.count({ where: { itemId: target } })).toBe(1);
});

test('a skipped item is kept for others, and comes back to who skipped it only if they ask for it', async () => {
  const queue = await queueOf('skip');
  const id = await logged([UNSURE]);
  const [second] = others;
  const sent = await sendToReview(project.as('reviewer'), { id: queue.id, row: id });
  await expect(
    callRoute('POST', '/api/review-items/{id}/reviews', {
      params: { id: sent.id },
      headers: await project.cookieOf('reviewer'),
      body: { decision: 'skip' },
    }).then(({ status }) => status),
  ).resolves.toBe(422);
  await decideItem(project.as('reviewer'), { id: sent.id, decision: 'skip', note: 'I know the owner' });
  expect(await takeItem(project.as('reviewer'), queue)).toEqual({ item: null });
  expect(await takeItem(second ?? expect.fail(), queue)).toMatchObject({ item: { id: sent.id, reviewsDone: 0 } });
});

test('tells how far reviewers agree, who is how fast and right, and what is left', async () => {
  const queue = await queueOf('agreement', { reviewsWanted: 2 });
  const id = await logged(Array.from({ length: 10 }, () => UNSURE));
  const pair = [project.as('reviewer'), others[0] ?? expect.fail()];
  // Cohen's classes by hand: 5 times 0/0, twice 0/1, once 1/0, twice 1/1.
  const said = ['00', '00', '00', '00', '00', '01', '01', '10', '11', '11'];
  for (const [row, [a = '', b = '']] of said.map((text) => [...text]).entries()) {
    const item = await sendToReview(pair[0] ?? expect.fail(), { id: queue.id, row: `${id}.${row}` });
    for (const [i, value] of [a, b].entries())
      await decideItem(pair[i] ?? expect.fail(), {
        id: item.id,
        decision: 'label',
        value,
        note: '',
        tookMs: 1000 * (row + 1),
      });
  }
  // The truth of four rows came by itself: the first reviewer was right in three, the second in all.
  await writeLabels(project.as('scientist'), {
    projectId: project.id,
    labels: [0, 1, 5, 9].map((row) => ({ predictionId: `${id}.${row}`, value: row === 0 || row === 1 ? '0' : '1' })),
  });
  const found = await getAgreement(project.as('reviewer'), { id: queue.id, days: 7 });
  // Observed 7 of 10; expected 0.7 · 0.6 + 0.3 · 0.4 = 0.54.
  expect(found.pairs).toMatchObject([
    { n: 10, agreeing: 7, kappa: { value: expect.closeTo((0.7 - 0.54) / 0.46, 12), reason: null, entities: 10 } },
  ]);
  const { low, high } = found.pairs[0]?.kappa ?? expect.fail();
  // For many units its standard error is the root of 0.7 · 0.3 / 10 over 0.46, some 0.32; ten units have an interval as wide.
  expect(low).toBeLessThan(0.1);
  expect(low).toBeGreaterThan(-0.7);
  expect(high).toBeGreaterThan(0.6);
  expect(high).toBeLessThanOrEqual(1);
  // Krippendorff: 13 ratings of 0 and 7 of 1, 6 disagreeing ordered pairs: 1 - 19 · 6 / (2 · 13 · 7).
  expect(found.alpha.value).toBeCloseTo(1 - (19 * 6) / 182, 12);
  expect(found.alpha.low ?? 1).toBeLessThan(found.alpha.value ?? 0);
  expect(found).toMatchObject({ items: 10, entities: 10, scale: 'nominal', isCut: false });
  expect(found.confusions).toEqual([{ one: '0', other: '1', items: 3, share: 1 }]);
  expect(
    found.reviewers.map(({ reviews, seconds, gold }) => [reviews, seconds?.median, gold?.right, gold?.n]).sort(),
  ).toEqual([
    [10, 5.5, 3, 4],
    [10, 5.5, 4, 4],
  ]);
  // From the day on which the queue was made.
  expect(found.course).toHaveLength(1);
  expect(found.course[0]).toMatchObject({ added: 10, settled: 7, waiting: 3 });
});

test('compares ordered classes by their order, which names each class of the model once', async () => {
  const of = (classOrder: string[]) => ({ scale: 'ordinal' as const, classOrder });
  await expect(queueOf('by difference', { scale: 'interval' })).rejects.toMatchObject({
    reason: 'wrong_scale',
    invalidParams: [{ name: 'scale' }],
  });
  for (const order of [
    ['0', '1'],
    ['0', '1', '2', '2'],
    ['0', '1', 'rose'],
  ])
    await expect(queueOf('no order', of(order))).rejects.toMatchObject({ reason: 'class_order' });
  const loose = await callRoute('POST', '/api/models/{model}/review-queues', {
    params: { model: 'iris' },
    headers: await project.cookieOf('scientist'),
    body: { name: 'x', rules: {}, scale: 'ratio' },
  });
  expect(loose.status).toBe(422);
  const queue = await queueOf('ordered', { reviewsWanted: 2, ...of(['0', '2', '1']) });
  expect(queue).toMatchObject({ scale: 'ordinal', classOrder: ['0', '2', '1'] });
  const id = await logged(Array.from({ length: 4 }, () => UNSURE));
  const pair = [project.as('reviewer'), others[0] ?? expect.fail()];
  for (const [row, values] of ['00', '01', '12', '22'].entries()) {
    const item = await sendToReview(pair[0] ?? expect.fail(), { id: queue.id, row: `${id}.${row}` });
    for (const [i, value] of [...values].entries())
      await decideItem(pair[i] ?? expect.fail(), { id: item.id, decision: 'label', value, note: '' });
  }
  const found = await getAgreement(project.as('reviewer'), { id: queue.id, days: 7 });
  expect(found).toMatchObject({ scale: 'ordinal', order: ['0', '2', '1'], unordered: 0 });
  // By hand as in lib/domain/review/agreement-scale.test.ts.
  expect(found.alpha.value).toBeCloseTo(1 - (7 * 73) / 600, 12);
  // Without its own order the queue takes the model's.
  await saveQueue(project.as('scientist'), {
    id: queue.id,
    content: QueueContent.parse({ name: 'ordered', rules: {}, scale: 'ordinal' }),
  });
  const again = await getAgreement(project.as('reviewer'), { id: queue.id, days: 7 });
  expect(again.order).toEqual(['0', '1', '2']);
  expect(again.alpha.value).toBeCloseTo(1 - (7 * 25) / 600, 12);
});

test('names what is wrong with a queue, and hides those of other projects', async () => {
  await queueOf('taken');
  await expect(queueOf('taken')).rejects.toMatchObject({ code: 'invalid_input', reason: 'name_taken' });
  const bad = await callRoute('POST', '/api/models/{model}/review-queues', {
    params: { model: 'iris' },
    headers: await project.cookieOf('scientist'),
    body: { name: 'x', rules: { random: { share: 2 } }, reviewsWanted: 9 },
  });
  expect(bad.status).toBe(422);
  expect((await bad.json()).invalidParams.map(({ name }: { name: string }) => name).sort()).toEqual([
    'reviewsWanted',
    'rules.random.share',
  ]);
  const stranger = await createTestProject();
  const queue = await queueOf('mine');
  await expect(takeItem(stranger.as('reviewer'), queue)).rejects.toMatchObject({ code: 'not_found' });
  await expect(sendToReview(project.as('reviewer'), { id: queue.id, row: idAt(Date.now()) })).rejects.toMatchObject({
    code: 'not_found',
  });
});
