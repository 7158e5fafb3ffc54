import 'server-only';
import { actorName, type Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { RegressionTest as TestRow } from '@/prisma/generated/client';
import { type RegressionTest, TestField } from './schema';

const KEPT_REPORTS = 10;
const IDS_A_READ = 5000;

const toTest = (row: TestRow): StoredTest => ({
  id: row.id,
  projectId: row.projectId,
  modelId: row.modelId,
  mark: Number(row.mark),
  entityHash: row.entityHash,
  rowId: `${row.predictionId}.${row.row}`,
  version: row.versionNumber,
  expected: row.expected,
  tolerance: row.tolerance,
  from: row.reviewItemId === null ? 'copy' : 'review',
  fields: TestField.array().parse(row.fields),
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
});

export interface StoredTest extends RegressionTest {
  projectId: string;
  modelId: string;
  mark: number;
  entityHash: string;
}

export interface NewTest {
  projectId: string;
  modelId: string;
  versionNumber: number;
  predictionId: string;
  row: number;
  reviewItemId: string | null;
  fields: TestField[];
  expected: string;
  tolerance: number | null;
  entityHash: string;
}

/** Counts a change of a model's tests. Changes wait for each other, so that marks are committed in their order. */
export async function markTests(tx: Ctx, of: { projectId: string; modelId: string }): Promise<bigint> {
  const [{ marks } = { marks: 0n }] = await tx.db.$queryRaw<{ marks: bigint }[]>`
    insert into regression_sets (model_id, project_id, marks) values (${of.modelId}::uuid, ${of.projectId}::uuid, 1)
    on conflict (model_id) do update set marks = regression_sets.marks + 1 returning marks`;
  return marks;
}

/** The change that the model's tests stand at; 0 where there never was one. */
export async function readMarks(ctx: Ctx, modelId: string): Promise<number> {
  return Number((await ctx.db.regressionSet.findUnique({ where: { modelId } }))?.marks ?? 0);
}

export async function insertTest(tx: Ctx, test: NewTest, mark: bigint): Promise<StoredTest> {
  const now = tx.now();
  const fields: object = test.fields;
  const data = { ...test, fields, id: uuid7(now.getTime()), mark, createdBy: actorName(tx.actor), createdAt: now };
  return toTest(await tx.db.regressionTest.create({ data }));
}

/** Takes a test out; it stays in the table with the reason. */
export async function takeOutTest(tx: Ctx, id: string, reason: string): Promise<void> {
  await tx.db.regressionTest.updateMany({
    where: { id, removedAt: null },
    data: { removedAt: tx.now(), removedBy: actorName(tx.actor), removedReason: reason },
  });
}

/** A test that was not taken out. */
export async function findTest(ctx: Ctx, id: string): Promise<StoredTest | null> {
  const row = await ctx.db.regressionTest.findFirst({ where: { id, removedAt: null } });
  return row && toTest(row);
}

export async function findTestOfRow(
  ctx: Ctx,
  of: { modelId: string; predictionId: string; row: number },
): Promise<StoredTest | null> {
  const row = await ctx.db.regressionTest.findFirst({ where: { ...of, removedAt: null } });
  return row && toTest(row);
}

/** Tests that were made of rows, those that were taken out among them. */
export async function listTestsOfRows(
  ctx: Ctx,
  projectId: string,
  rows: readonly { predictionId: string; row: number }[],
): Promise<(StoredTest & { isIn: boolean })[]> {
  const places = new Set(rows.map(({ predictionId, row }) => `${predictionId}.${row}`));
  const ids = [...new Set(rows.map(({ predictionId }) => predictionId))];
  const found: (StoredTest & { isIn: boolean })[] = [];
  for (let from = 0; from < ids.length; from += IDS_A_READ) {
    const part = await ctx.db.regressionTest.findMany({
      where: { projectId, predictionId: { in: ids.slice(from, from + IDS_A_READ) } },
    });
    for (const row of part)
      if (places.has(`${row.predictionId}.${row.row}`)) found.push({ ...toTest(row), isIn: row.removedAt === null });
  }
  return found;
}

/** Erases what tests were made of, that were taken out. */
export async function blankTests(tx: Ctx, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await tx.db.regressionTest.update({ where: { id }, data: { fields: [], entityHash: `erased/${id}` } });
}

/** The test that a review made, if it was not taken out. */
export async function findTestOfReview(ctx: Ctx, reviewItemId: string): Promise<StoredTest | null> {
  const row = await ctx.db.regressionTest.findFirst({ where: { reviewItemId, removedAt: null } });
  return row && toTest(row);
}

export async function countTests(ctx: Ctx, modelId: string): Promise<number> {
  return ctx.db.regressionTest.count({ where: { modelId, removedAt: null } });
}

/** The tests of a model, newest first. */
export async function listTestRows(
  ctx: Ctx,
  modelId: string,
  page: { cursor: string | null; limit: number },
): Promise<StoredTest[]> {
  const rows = await ctx.db.regressionTest.findMany({
    where: { modelId, removedAt: null, ...(page.cursor === null ? {} : { id: { lt: page.cursor } }) },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
  return rows.map(toTest);
}

/** Of some tests, the marks of those that are still in, by id. */
export async function listLiveMarks(ctx: Ctx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await ctx.db.regressionTest.findMany({
    where: { id: { in: [...ids] }, removedAt: null },
    select: { id: true, mark: true },
  });
  return new Map(rows.map(({ id, mark }) => [id, Number(mark)]));
}

export interface ClaimedRun {
  projectId: string;
  modelId: string;
  number: number;
  claim: string;
}

/** Leases a version in service that was not run on the tests as they are; two workers never get the same one. System scope. */
export async function claimRun(ctx: Ctx, leaseMs: number): Promise<ClaimedRun | null> {
  const now = ctx.now();
  const claim = uuid7();
  const until = new Date(now.getTime() + leaseMs);
  const [found] = await ctx.begin(
    (db) => db.$queryRaw<Omit<ClaimedRun, 'claim'>[]>`
      insert into regression_runs as r (model_id, version_number, project_id, claim, claimed_until)
      select s.model_id, v.number, s.project_id, ${claim}::uuid, ${until}
      from regression_sets s
        join versions v on v.model_id = s.model_id and v.served_by = 'runner' and v.loaded
          and v.signature -> 'reading' ->> 'task' <> 'tensors'
        left join regression_runs r on r.model_id = s.model_id and r.version_number = v.number
      where (r.marks is null or r.marks < s.marks) and (r.claimed_until is null or r.claimed_until < ${now})
        and (r.due_at is null or r.due_at <= ${now})
      order by r.due_at nulls first, v.number desc limit 1
      on conflict (model_id, version_number) do update set claim = excluded.claim, claimed_until = excluded.claimed_until
        where r.claimed_until is null or r.claimed_until < ${now}
      returning model_id as "modelId", version_number as number, project_id as "projectId"`,
  );
  return found ? { ...found, claim } : null;
}

/** Notes how far a version was run. A result of another run that knows more stays. */
export async function noteRun(
  tx: Ctx,
  of: { projectId: string; modelId: string; number: number },
  marks: number,
  dueAt: Date,
): Promise<void> {
  await tx.db.$executeRaw`
    insert into regression_runs as r (model_id, version_number, project_id, marks, due_at)
    values (${of.modelId}::uuid, ${of.number}, ${of.projectId}::uuid, ${marks}, ${dueAt})
    on conflict (model_id, version_number) do update set marks = greatest(r.marks, excluded.marks), due_at = excluded.due_at,
      failure = null, claim = null, claimed_until = null`;
}

/** What is known of a version counts no more, because it answers otherwise: the worker asks it all tests again. */
export async function testAgain(tx: Ctx, of: { modelId: string; number: number }): Promise<void> {
  await tx.db.regressionRun.updateMany({
    where: { modelId: of.modelId, versionNumber: of.number },
    data: { marks: 0, dueAt: null },
  });
}

/** Notes why a leased run gave no result, and when it is tried again. */
export async function noteFailure(ctx: Ctx, run: ClaimedRun, failure: string, dueAt: Date): Promise<void> {
  await ctx.db.regressionRun.updateMany({
    where: { modelId: run.modelId, versionNumber: run.number, claim: run.claim },
    data: { failure, dueAt, claim: null, claimedUntil: null },
  });
}

export async function findRun(
  ctx: Ctx,
  of: { modelId: string; number: number },
): Promise<{ marks: number; failure: string | null } | null> {
  const row = await ctx.db.regressionRun.findUnique({
    where: { modelId_versionNumber: { modelId: of.modelId, versionNumber: of.number } },
  });
  return row && { marks: Number(row.marks), failure: row.failure };
}

/** Reports of runs come with every change of the tests; the newest of a version are kept. */
export async function dropOldReports(tx: Ctx, of: { modelId: string; number: number }): Promise<void> {
  await tx.db.$executeRaw`
    delete from validation_reports where id in (
      select id from validation_reports where model_id = ${of.modelId}::uuid and version_number = ${of.number} and kind = 'regression'
      order by created_at desc offset ${KEPT_REPORTS})`;
}

/** Hashes of the entities that a model is tested on, or ever was: nothing may be trained on them. */
export async function listTestedEntities(ctx: Ctx, of: { projectId: string; modelId: string }): Promise<Set<string>> {
  const rows = await ctx.db.regressionTest.findMany({
    where: of,
    distinct: ['entityHash'],
    select: { entityHash: true },
  });
  return new Set(rows.map(({ entityHash }) => entityHash));
}
