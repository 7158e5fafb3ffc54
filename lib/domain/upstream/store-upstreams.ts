import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { Db } from '@/lib/platform/db';
import type { Learnt } from '@/lib/pure/json-service/learnt';
import type { SaidOfAnswer } from '@/lib/pure/json-service/learnt-signature';
import { Prisma, type Upstream as UpstreamTableRow } from '@/prisma/generated/client';
import { Overlay, PersonalContext } from '../registry/schema';
import { AnswerTask, LearntJson } from './schema';

/** A running service that a model stands in front of. Its secret is in it. */
export interface StoredUpstream {
  projectId: string;
  modelId: string;
  versionNumber: number;
  url: string;
  allowPrivate: boolean;
  header: { name: string; value: string } | null;
  timeoutMs: number;
  said: SaidOfAnswer;
  learnt: Learnt | null;
  callsLearnt: number;
  epoch: number;
  goalAnswers: number;
  goalPercent: number;
  countedFrom: Date;
}

const toUpstream = (row: UpstreamTableRow): StoredUpstream => ({
  projectId: row.projectId,
  modelId: row.modelId,
  versionNumber: row.versionNumber,
  url: row.url,
  allowPrivate: row.allowPrivate,
  header: row.headerName && row.headerValue ? { name: row.headerName, value: row.headerValue } : null,
  timeoutMs: row.timeoutMs,
  said: { field: row.answerField, task: AnswerTask.nullable().parse(row.answerTask) },
  learnt: LearntJson.nullable().parse(row.learnt),
  callsLearnt: row.callsLearnt,
  epoch: row.epoch,
  goalAnswers: row.goalAnswers,
  goalPercent: row.goalPercent,
  countedFrom: row.countedFrom,
});

const toColumns = (upstream: StoredUpstream) => ({
  projectId: upstream.projectId,
  versionNumber: upstream.versionNumber,
  url: upstream.url,
  allowPrivate: upstream.allowPrivate,
  headerName: upstream.header?.name ?? null,
  headerValue: upstream.header?.value ?? null,
  timeoutMs: upstream.timeoutMs,
  answerField: upstream.said.field,
  answerTask: upstream.said.task,
  learnt: upstream.learnt === null ? Prisma.DbNull : (upstream.learnt as unknown as Prisma.InputJsonValue),
  callsLearnt: upstream.callsLearnt,
  epoch: upstream.epoch,
  goalAnswers: upstream.goalAnswers,
  goalPercent: upstream.goalPercent,
  countedFrom: upstream.countedFrom,
});

export async function findUpstreamRow(ctx: Ctx, modelId: string): Promise<StoredUpstream | null> {
  const row = await ctx.db.upstream.findUnique({ where: { modelId } });
  return row ? toUpstream(row) : null;
}

/** The row, held until the transaction ends: gateways write what they learn into it. */
export async function lockUpstreamRow(db: Db, modelId: string): Promise<StoredUpstream | null> {
  await db.$queryRaw`select 1 from upstreams where model_id = ${modelId}::uuid for update`;
  const row = await db.upstream.findUnique({ where: { modelId } });
  return row ? toUpstream(row) : null;
}

export async function insertUpstreamRow(ctx: Ctx, upstream: StoredUpstream, createdBy: string): Promise<void> {
  const { modelId } = upstream;
  await ctx.db.upstream.create({ data: { modelId, createdBy, createdAt: ctx.now(), ...toColumns(upstream) } });
}

export async function updateUpstreamRow(db: Db, upstream: StoredUpstream): Promise<void> {
  await db.upstream.update({ where: { modelId: upstream.modelId }, data: toColumns(upstream) });
}

export type ServedUpstreamRow = StoredUpstream & { overlay: Overlay | null; personalContext: PersonalContext };

/** The services that a gateway hands calls on to, of one project or of all. */
export async function listUpstreamRows(db: Db, projectId?: string): Promise<ServedUpstreamRow[]> {
  const rows = await db.upstream.findMany({
    where: projectId ? { projectId } : {},
    include: { model: { include: { overlays: { orderBy: { revision: 'asc' } } } } },
  });
  return rows.map(({ model, ...row }) => {
    const overlay = model.overlays.findLast(({ versionNumber }) => versionNumber === row.versionNumber);
    return {
      ...toUpstream(row),
      overlay: overlay ? Overlay.parse(overlay.content) : null,
      personalContext: PersonalContext.parse(model.personalContext),
    };
  });
}
