import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { Destination, EXAM_SHARE, ExamShare } from './schema';

/** Where an entity was sent for ever; null where none of its rows came into a queue yet. */
export async function findDestination(
  ctx: Ctx,
  { modelId, entityHash }: { modelId: string; entityHash: string },
): Promise<Destination | null> {
  const found = await ctx.db.entityDestination.findUnique({ where: { modelId_entityHash: { modelId, entityHash } } });
  return found && Destination.parse(found.destination);
}

/** Where entities go for ever: what was kept first stays, whatever is proposed now. By their hashes. */
export async function keepDestinations(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
  proposed: ReadonlyMap<string, Destination>,
): Promise<Map<string, Destination>> {
  const hashes = [...proposed.keys()];
  // In one order for all, so that two who fill queues of a model never wait for each other.
  const rows = JSON.stringify([...proposed].sort(([a], [b]) => (a < b ? -1 : 1)));
  await ctx.db.$executeRaw`
    insert into entity_destinations (model_id, entity_hash, project_id, destination)
    select ${of.modelId}::uuid, r ->> 0, ${of.projectId}::uuid, r ->> 1 from jsonb_array_elements(${rows}::jsonb) r
    on conflict do nothing`;
  const kept = await ctx.db.$queryRaw<{ entityHash: string; destination: string }[]>`
    select entity_hash as "entityHash", destination from entity_destinations
    where model_id = ${of.modelId}::uuid and entity_hash = any(${hashes}::text[])`;
  return new Map(kept.map(({ entityHash, destination }) => [entityHash, Destination.parse(destination)]));
}

/** The part of entities that goes to exams from now on. */
export async function findExamShare(ctx: Ctx, projectId: string): Promise<number> {
  const row = await ctx.db.project.findUnique({ where: { id: projectId }, select: { settings: true } });
  const found = z.object({ exam: ExamShare }).safeParse(row?.settings);
  return found.success ? found.data.exam.share : EXAM_SHARE;
}

export async function saveExamShare(ctx: Ctx, projectId: string, exam: ExamShare): Promise<void> {
  await ctx.db.$executeRaw`
    update projects set settings = jsonb_set(settings, '{exam}', ${JSON.stringify(exam)}::jsonb) where id = ${projectId}::uuid`;
}

/** Entities of a project that were sent, by where. */
export async function countSent(ctx: Ctx, projectId: string): Promise<{ exam: number; train: number }> {
  const [found] = await ctx.db.$queryRaw<{ exam: number; train: number }[]>`
    select (count(*) filter (where destination = 'exam'))::int as exam, (count(*) filter (where destination = 'train'))::int as train
    from entity_destinations where project_id = ${projectId}::uuid`;
  return found ?? { exam: 0, train: 0 };
}
