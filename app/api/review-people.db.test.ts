import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import {
  addGold,
  assignItems,
  decideItem,
  getAgreement,
  getBurnDown,
  getExamShare,
  getInsight,
  getItem,
  holdItem,
  listGold,
  listItems,
  listReviewers,
  removeGold,
  sendToReview,
  setExamShare,
  takeItem,
  takeReviewBack,
} from '@/lib/domain/review';
import { entityDestination } from '@/lib/domain/review/entity-destination';
import { Assignment, NewGoldRows } from '@/lib/domain/review/schema';
import type { Ctx } from '@/lib/platform/context';
import { database } from '@/lib/platform/database';
import type { Scope } from '@/lib/platform/db';
import { callRoute } from './call-route';
import { createDesk, type ReviewDesk, SURE, UNSURE } from './review-desk';
import { auditActions, systemCtxOfTest } from './test-project';

let desk: ReviewDesk;
let keeper: Ctx;
let rui: Ctx;
let ana: Ctx;
beforeAll(async () => {
  desk = await createDesk();
  keeper = desk.project.as('scientist');
  rui = await desk.reviewer('Rui');
  ana = await desk.reviewer('Ana');
});

const idOf = ({ actor }: Ctx): string => ('id' in actor ? actor.id : '');
const assign = (id: string, people: readonly Ctx[], more: object = {}) =>
  assignItems(keeper, { id, ...Assignment.parse({ people: people.map(idOf), ...more }) });
const label = (id: string, value: string) => ({ id, decision: 'label' as const, value, note: '' });

/** A queue with one item for each row of a call. */
async function filled(name: string, rows: number, content: object = {}) {
  const queue = await desk.queueOf(name, content);
  const call = await desk.logged(Array.from({ length: rows }, () => UNSURE));
  const items: string[] = [];
  for (let row = 0; row < rows; row += 1)
    items.push((await sendToReview(keeper, { id: queue.id, row: `${call}.${row}` })).id);
  return { queue, call, items };
}

test('items are split evenly, come first to whom they are for, and are nobody else’s until they have decided', async () => {
  const { queue, items } = await filled('split', 5);
  // Who assigns lets go of what they hold, since it is somebody else's then.
  expect((await takeItem(keeper, queue)).item).not.toBeNull();
  expect(await assign(queue.id, [rui, ana])).toMatchObject({
    items: 5,
    people: [
      { name: 'Rui', items: 3 },
      { name: 'Ana', items: 2 },
    ],
  });
  const { reviewers, unassigned } = await listReviewers(ana, queue);
  expect(unassigned).toBe(0);
  expect(reviewers.find(({ name }) => name === 'Ana')?.assigned).toEqual({ open: 2, done: 0 });
  const list = await listItems(ana, { id: queue.id, limit: 50 });
  const own = list.items.filter(({ isAssigned }) => isAssigned).map(({ id }) => id);
  expect(own).toHaveLength(2);
  expect(list.items.flatMap(({ assignedTo }) => assignedTo).sort()).toEqual(['Ana', 'Ana', 'Rui', 'Rui', 'Rui']);
  for (let i = 0; i < 2; i += 1) {
    const { item } = await takeItem(ana, queue);
    expect(own).toContain(item?.id);
    await decideItem(ana, label(item?.id ?? '', '0'));
  }
  // What is left is Rui's.
  expect(await takeItem(ana, queue)).toEqual({ item: null });
  const [his = ''] = items.filter((id) => !own.includes(id));
  await expect(holdItem(ana, { id: his })).rejects.toMatchObject({ code: 'conflict', reason: 'assigned' });
  await expect(decideItem(ana, label(his, '0'))).rejects.toMatchObject({ reason: 'assigned' });
  // Given anew it is hers; taken back from all, anybody's.
  await assign(queue.id, [ana], { items: [his] });
  expect((await takeItem(ana, queue)).item?.id).toBe(his);
  await decideItem(ana, label(his, '0'));
  await assign(queue.id, [], { which: 'all' });
  expect((await takeItem(ana, queue)).item).not.toBeNull();
  expect((await listReviewers(ana, queue)).reviewers.find(({ name }) => name === 'Ana')?.assigned).toEqual({
    open: 0,
    done: 3,
  });
  expect(await auditActions(`review-queue:${queue.id}`)).toEqual(expect.arrayContaining(['review.assign']));
  await expect(assignItems(ana, { id: queue.id, people: [], which: 'all' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const stranger = await callRoute('POST', '/api/review-queues/{id}/assign', {
    params: { id: queue.id },
    headers: await desk.project.cookieOf('scientist'),
    body: { people: ['nobody'] },
  });
  expect(await stranger.json()).toMatchObject({ status: 422, reason: 'unknown_reviewer' });
});

test('each item goes to as many people as it needs; who has left keeps none, and an unassigned item is for whoever comes', async () => {
  const { queue, items } = await filled('twice each', 2, { reviewsWanted: 2 });
  const late = await desk.reviewer('Late');
  await assign(queue.id, [rui, ana]);
  expect((await listReviewers(ana, queue)).reviewers.filter(({ assigned }) => assigned.open === 2)).toHaveLength(2);
  expect(await takeItem(late, queue)).toEqual({ item: null });
  for (const [i, ctx] of [rui, ana].entries()) {
    const { item } = await takeItem(ctx, queue);
    await decideItem(ctx, label(item?.id ?? '', i === 0 ? '0' : '1'));
  }
  // Rui and Ana differ on one: both have reviewed it, so that a third may settle it.
  const { items: open } = await listItems(late, { id: queue.id, limit: 50 });
  const disputed = open.find(({ state }) => state === 'disputed');
  expect((await takeItem(late, queue)).item?.id).toBe(disputed?.id);
  await decideItem(late, label(disputed?.id ?? '', '1'));
  // Of the other one, what belongs to somebody who has left is for all.
  const system = systemCtxOfTest();
  await system.db.membership.deleteMany({
    where: { projectId: desk.project.id, personId: { in: [idOf(rui), idOf(ana)] } },
  });
  expect((await takeItem(late, queue)).item?.id).toBe(items.find((id) => id !== disputed?.id));
  for (const ctx of [rui, ana])
    await system.db.membership.create({
      data: { projectId: desk.project.id, personId: idOf(ctx), role: 'reviewer' },
    });
});

test('twenty people at once, half of the items assigned, never get the same one nor one that is another’s', async () => {
  const { queue } = await filled('crowd', 30);
  const people = await Promise.all(Array.from({ length: 20 }, (_, i) => desk.reviewer(`Person ${i}`)));
  const ten = people.slice(0, 10);
  const { items } = await listItems(keeper, { id: queue.id, limit: 50 });
  await assign(queue.id, ten, { items: items.slice(0, 20).map(({ id }) => id) });
  const after = await systemCtxOfTest().db.reviewItem.findMany({ where: { queueId: queue.id } });
  const ofItem = new Map(after.map(({ id, assignedTo }) => [id, assignedTo]));
  const taken = await Promise.all(people.map((ctx) => takeItem(ctx, queue)));
  expect(new Set(taken.map(({ item }) => item?.id)).size).toBe(20);
  for (const [i, { item }] of taken.entries())
    expect(ofItem.get(item?.id ?? '')).toEqual(i < 10 ? [idOf(people[i] ?? rui)] : []);
  // Reassigning at the same moment as taking leaves each item with one holder.
  const others = await Promise.all([
    assign(queue.id, ten.slice(0, 3), { which: 'all' }),
    ...people.map((ctx) => takeItem(ctx, queue)),
  ]);
  const held = others.slice(1).flatMap((one) => ('item' in one && one.item ? [one.item.id] : []));
  expect(held.length).toBeGreaterThan(0);
  expect(new Set(held).size).toBe(held.length);
});

test('what each person was given, has decided and has left is told by day, also after it was given to others', async () => {
  const { queue, items } = await filled('burn-down', 6);
  const queueDay = systemCtxOfTest();
  const DAY = 86_400_000;
  const today = Math.floor(Date.now() / DAY) * DAY + DAY / 2;
  const at = (ctx: Ctx, daysAgo: number): Ctx => ({ ...ctx, now: () => new Date(today - daysAgo * DAY) });
  // The queue and its items are four days old.
  const old = { createdAt: new Date(today - 4 * DAY) };
  await queueDay.db.reviewQueue.update({ where: { id: queue.id }, data: old });
  await queueDay.db.reviewItem.updateMany({ where: { queueId: queue.id }, data: old });
  const give = (daysAgo: number, to: readonly Ctx[], of: readonly string[]) =>
    assignItems(at(keeper, daysAgo), { id: queue.id, ...Assignment.parse({ people: to.map(idOf), items: of }) });
  const [a = '', b = '', c = '', d = '', e = '', f = ''] = items;
  await give(3, [rui], [a, b, c, d]);
  await decideItem(at(rui, 3), label(a, '0'));
  await decideItem(at(rui, 2), { id: b, decision: 'skip', note: 'unclear' });
  // Ana gets one of his, and he decides one that is nobody's.
  await give(1, [ana], [c]);
  await decideItem(at(rui, 1), label(e, '0'));
  await decideItem(at(ana, 0), label(c, '0'));
  const courseOf = async (ctx: Ctx, days = 30) =>
    (await getBurnDown(ana, { id: queue.id, reviewer: idOf(ctx), days })).course.map(
      ({ given, decided, left, open, others }) => [given, decided, left, open, others],
    );
  expect(await courseOf(rui)).toEqual([
    [0, 0, 0, 0, 0],
    [4, 1, 0, 3, 0],
    [0, 0, 1, 2, 0],
    [0, 0, 1, 1, 1],
    [0, 0, 0, 1, 0],
  ]);
  expect(await courseOf(ana)).toEqual([
    ...Array.from({ length: 3 }, () => [0, 0, 0, 0, 0]),
    [1, 0, 0, 1, 0],
    [0, 1, 0, 0, 0],
  ]);
  // A shorter window begins with what was open before it.
  expect(await getBurnDown(ana, { id: queue.id, reviewer: idOf(rui), days: 2 })).toMatchObject({
    reviewer: { name: 'Rui' },
    before: 2,
    course: [{ left: 1, open: 1, others: 1 }, { open: 1 }],
  });
  // Taken back it is open to her again, and what settles without him leaves him.
  await takeReviewBack(ana, { id: c });
  expect((await courseOf(ana)).at(-1)).toEqual([0, 0, 0, 1, 0]);
  await give(0, [], [d]);
  await give(0, [rui], [d]);
  expect((await courseOf(rui)).at(-1)).toEqual([1, 0, 1, 1, 0]);
  // Their sum is what the list of reviewers says is open.
  const { reviewers } = await listReviewers(ana, queue);
  for (const ctx of [rui, ana])
    expect((await courseOf(ctx)).at(-1)?.[3]).toBe(reviewers.find(({ id }) => id === idOf(ctx))?.assigned.open);
  // Items that go take their assignments with them.
  await queueDay.db.reviewItem.deleteMany({ where: { id: { in: [d, f] } } });
  expect((await courseOf(rui)).at(-1)?.[3]).toBe(0);
  const stranger = await callRoute('GET', '/api/review-queues/{id}/burn-down', {
    params: { id: queue.id },
    query: { reviewer: 'nobody' },
    headers: await desk.project.cookieOf('reviewer'),
  });
  expect(stranger.status).toBe(404);
});

test('items, assignments and reviews are seen and written in their project and by the system, and nowhere else', async () => {
  const { queue, items } = await filled('sight', 1);
  await assign(queue.id, [rui]);
  await decideItem(rui, label(items[0] ?? '', '0'));
  const itemId = { in: items };
  const seenBy = (scope: Scope) =>
    database().inTransaction(scope, async ({ reviewItem, reviewAssignment, review }) => [
      await reviewItem.count({ where: { id: itemId } }),
      await reviewAssignment.count({ where: { itemId } }),
      await review.count({ where: { itemId } }),
    ]);
  const { id } = desk.project;
  const those: Scope[] = ['system', { projects: [id] }, { projects: [randomUUID(), id] }];
  for (const scope of those) expect(await seenBy(scope)).toEqual([1, 1, 1]);
  for (const projects of [[], [randomUUID()]]) {
    expect(await seenBy({ projects })).toEqual([0, 0, 0]);
    const foreign = database().inTransaction({ projects }, (db) =>
      db.reviewAssignment.create({
        data: {
          ...{ id: randomUUID(), projectId: id, queueId: queue.id, itemId: items[0] ?? '' },
          ...{ personId: idOf(ana), givenAt: new Date() },
        },
      }),
    );
    await expect(foreign).rejects.toThrow(/row-level security/);
  }
});

test('known rows are mixed in blindly, measure who answers them, and make no label, test or item', async () => {
  const { queue, call } = await filled('gold', 40, { goldShare: 0.5 });
  const planted = await desk.logged(Array.from({ length: 12 }, () => SURE));
  const add = (body: object) => addGold(keeper, { id: queue.id, ...NewGoldRows.parse(body) });
  for (let row = 0; row < 12; row += 1)
    await add({ from: 'hand', row: `${planted}.${row}`, value: row < 6 ? '0' : '1' });
  await expect(add({ from: 'hand', row: `${planted}.0`, value: 'rose' })).rejects.toMatchObject({
    reason: 'unknown_class',
  });
  await expect(listGold(ana, queue)).rejects.toMatchObject({ code: 'forbidden' });
  const system = systemCtxOfTest();
  const before = await system.db.entityDestination.count({ where: { modelId: desk.model.id } });
  const known = new Set(Array.from({ length: 12 }, (_, row) => `${planted}.${row}`));
  let asked = 0;
  let decided = 0;
  let first: string | null = null;
  for (;;) {
    const { item } = await takeItem(ana, queue);
    if (!item) break;
    const isKnown = known.has(item.rowId);
    // It looks as any other: waiting, reserved, nothing revealed, and in the list.
    expect(item).toMatchObject({ state: 'open', reviewsDone: 0, revealed: null, heldUntil: expect.any(String) });
    if (isKnown && first === null) {
      first = item.id;
      const { items } = await listItems(ana, { id: queue.id, limit: 50 });
      expect(items.some(({ id }) => id === item.id)).toBe(true);
      expect((await takeItem(ana, queue)).item?.id).toBe(item.id);
      expect((await holdItem(ana, item)).id).toBe(item.id);
      await expect(getItem(rui, item)).rejects.toMatchObject({ code: 'not_found' });
      const { item: saved } = await decideItem(ana, { ...label(item.id, '2'), tookMs: 900 });
      expect(saved).toMatchObject({ state: 'settled', value: '2', own: { value: '2' } });
      await expect(decideItem(ana, label(item.id, '0'))).rejects.toMatchObject({ reason: 'reviewed' });
      await takeReviewBack(ana, item);
    }
    asked += Number(isKnown);
    decided += 1;
    await decideItem(ana, label(item.id, '0'));
  }
  expect([asked, decided]).toEqual([12, 52]);
  // Six were 0.
  const { reviewers } = await getAgreement(keeper, { id: queue.id, days: 1 });
  expect(reviewers).toMatchObject([{ name: 'Ana', reviews: 40, planted: { n: 12, right: 6 }, gold: null }]);
  expect(reviewers[0]?.planted?.low).toBeCloseTo(0.2538, 3);
  expect(await system.db.label.count({ where: { predictionId: planted } })).toBe(0);
  expect(await system.db.label.count({ where: { predictionId: call } })).toBe(40);
  expect(await system.db.reviewItem.count({ where: { predictionId: planted } })).toBe(0);
  expect(await system.db.regressionTest.count({ where: { predictionId: planted } })).toBe(0);
  expect(await system.db.entityDestination.count({ where: { modelId: desk.model.id } })).toBe(before);
  expect((await getInsight(keeper, { model: 'iris', days: 1 })).decision?.n).toBeGreaterThanOrEqual(40);
  const { rows } = await listGold(keeper, queue);
  expect(rows.reduce((sum, { answered, right }) => sum + answered * 100 + right, 0)).toBe(1206);
  await removeGold(keeper, { id: queue.id, gold: rows[0]?.id ?? '' });
  expect((await listGold(keeper, queue)).rows).toHaveLength(11);
  // From what was settled: only exam rows, each once, and none of those that somebody has reviewed is asked them.
  const exams = await system.db.reviewItem.count({ where: { queueId: queue.id, destination: 'exam' } });
  const found = await addGold(keeper, { id: queue.id, from: 'exam', most: 500 });
  expect(found.added).toBeGreaterThanOrEqual(exams);
  expect((await addGold(keeper, { id: queue.id, from: 'exam', most: 500 })).added).toBe(0);
  expect(await takeItem(ana, queue)).toEqual({ item: null });
});

test('another share of exams is for entities that are new, and moves none that was sent', async () => {
  const names = Array.from({ length: 25 }, (_, i) => `entity ${i}`);
  const queue = await desk.queueOf('shares');
  const send = async (entities: readonly string[]) => {
    const call = await desk.logged(
      entities.map(() => SURE),
      { entities },
    );
    const found: string[] = [];
    for (let row = 0; row < entities.length; row += 1)
      found.push((await sendToReview(keeper, { id: queue.id, row: `${call}.${row}` })).destination);
    return found;
  };
  const byHash = (entity: string, share: number) =>
    entityDestination(desk.model.id, { entity, rowId: '' }, share).destination;
  const before = await send(names);
  expect(before).toEqual(names.map((entity) => byHash(entity, 0.5)));
  await expect(setExamShare(ana, { projectId: desk.project.id, share: 0.1 })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await setExamShare(keeper, { projectId: desk.project.id, share: 0.1 });
  expect(await send(names)).toEqual(before);
  const fresh = names.map((name) => `new ${name}`);
  const after = await send(fresh);
  expect(after).toEqual(fresh.map((entity) => byHash(entity, 0.1)));
  expect(after.filter((one) => one === 'exam').length).toBeLessThan(12);
  // Items go, what was decided for their entities does not.
  const { db } = systemCtxOfTest();
  await db.reviewItem.deleteMany({ where: { queueId: queue.id } });
  await setExamShare(keeper, { projectId: desk.project.id, share: 0.9 });
  expect(await send([...names, ...fresh])).toEqual([...before, ...after]);
  const view = await getExamShare(ana, { projectId: desk.project.id });
  expect(view.share).toBe(0.9);
  expect(view.sent.exam + view.sent.train).toBeGreaterThanOrEqual(50);
});

test('rows are drawn by bands of an input with the chance of their band', async () => {
  const queue = await desk
    .queueOf('bands', {
      rules: {
        complaints: false,
        random: { share: 0.1, by: { column: 'X.0', bands: [{ upTo: 1, share: 1 }] } },
      },
    })
    .catch((error: { invalidParams: { reason: string }[] }) => error);
  // The queue names the inputs that there are.
  const named = 'invalidParams' in queue ? (queue.invalidParams[0]?.reason ?? '') : '';
  const column = /it has (.+?), /.exec(named)?.[1] ?? expect.fail(named);
  const drawn = await desk.queueOf('bands of an input', {
    rules: { complaints: false, random: { share: 0.1, by: { column, bands: [{ upTo: 1, share: 1 }] } } },
  });
  await desk.logged(
    Array.from({ length: 200 }, () => SURE),
    { inputs: Array.from({ length: 200 }, (_, i) => [i < 20 ? 0.5 : 5, 3, 1, 0.2]) },
  );
  await desk.fill();
  const rows = await systemCtxOfTest().db.reviewItem.findMany({ where: { queueId: drawn.id } });
  const low = rows.filter(({ stratum }) => stratum === '≤ 1');
  expect(low).toHaveLength(20);
  expect(low.every(({ inclusionProbability }) => inclusionProbability === 1)).toBe(true);
  const rest = rows.filter(({ stratum }) => stratum === null);
  // A tenth of 180, within four standard deviations of 4.
  expect(Math.abs(rest.length - 18)).toBeLessThan(17);
  expect(rest.every(({ inclusionProbability, row }) => inclusionProbability === 0.1 && row >= 20)).toBe(true);
});
