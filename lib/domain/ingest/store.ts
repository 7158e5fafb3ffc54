import 'server-only';
import { createHash } from 'node:crypto';
import type { Ctx } from '@/lib/platform/context';
import { requiredEnv } from '@/lib/platform/env';
import { seal, unseal } from '@/lib/platform/seal';
import type { EventHalf } from '@/lib/pure/ingest/cloud-event';
import type { Prisma } from '@/prisma/generated/client';

/** Half calls wait this long for their other side. */
const HALF_KEPT_MS = 24 * 3_600_000;
const KEYS_A_READ = 1000;

/** A caller's id as a key of fixed length. */
export function keyOf(id: string): string {
  const text = createHash('sha256').update(id).digest('hex');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20, 32)}`;
}

/** The predictions that these ids of a model became, by id. */
export async function findIngested(tx: Ctx, modelId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const byKey = new Map(ids.map((id) => [keyOf(id), id]));
  const keys = [...byKey.keys()];
  const found = new Map<string, string>();
  for (let from = 0; from < keys.length; from += KEYS_A_READ)
    for (const row of await tx.db.ingestedRow.findMany({
      where: { modelId, key: { in: keys.slice(from, from + KEYS_A_READ) } },
      select: { key: true, predictionId: true },
    }))
      found.set(byKey.get(row.key) ?? '', row.predictionId);
  return found;
}

export async function insertIngested(
  tx: Ctx,
  of: { projectId: string; modelId: string },
  rows: readonly { id: string; predictionId: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  const pairs = rows.map(({ id, predictionId }) => [keyOf(id), predictionId]);
  await tx.db.$executeRaw`insert into ingested_rows (model_id, project_id, key, prediction_id)
    select ${of.modelId}::uuid, ${of.projectId}::uuid, (r ->> 0)::uuid, (r ->> 1)::uuid
    from json_array_elements(${JSON.stringify(pairs)}::json) r`;
}

/** Forgets halves whose other side never came, of one model or of all. */
export async function sweepHalves(tx: Ctx, modelId?: string): Promise<void> {
  const before = new Date(tx.now().getTime() - HALF_KEPT_MS);
  await tx.db.ingestHalf.deleteMany({ where: { ...(modelId ? { modelId } : {}), arrivedAt: { lt: before } } });
}

/** The other side of a call's event, taken out of the line; null where it has not come. */
export async function takeHalf(tx: Ctx, modelId: string, half: EventHalf): Promise<EventHalf | null> {
  const side = half.side === 'request' ? 'response' : 'request';
  const where = { modelId_eventId_side: { modelId, eventId: half.id, side } } as const;
  const found = await tx.db.ingestHalf.findUnique({ where });
  if (!found) return null;
  await tx.db.ingestHalf.delete({ where });
  const payload = payloadOf(found.content);
  if (payload === null)
    tx.log.warn({ modelId, side }, 'one side of a call was sealed with another secret, and is left out');
  return payload === null ? null : { place: half.place, id: half.id, side, time: found.at.toISOString(), payload };
}

/** What was kept of a half; null where it was sealed with another secret. */
function payloadOf(content: Prisma.JsonValue): unknown {
  // Halves from before they were sealed lie open.
  if (typeof content !== 'string') return content;
  const text = unseal(content, requiredEnv('INTERNAL_SECRET'));
  return text === null ? null : JSON.parse(text);
}

/** Lets one side wait, sealed, because its personal values are hidden only once it is a call; a second one of the same replaces it. */
export async function keepHalf(
  tx: Ctx,
  of: { projectId: string; modelId: string },
  half: EventHalf & { atMs: number },
): Promise<void> {
  const { projectId, modelId } = of;
  const data = {
    at: new Date(half.atMs),
    arrivedAt: tx.now(),
    content: seal(JSON.stringify(half.payload), requiredEnv('INTERNAL_SECRET')),
  };
  await tx.db.ingestHalf.upsert({
    where: { modelId_eventId_side: { modelId, eventId: half.id, side: half.side } },
    create: { projectId, modelId, eventId: half.id, side: half.side, ...data },
    update: data,
  });
}

/** Forgets the ids of rows that came before a moment: those rows are deleted by age too. */
export async function deleteIngestedBefore(ctx: Ctx, of: { projectId: string; floor: string }): Promise<void> {
  await ctx.db.ingestedRow.deleteMany({ where: { projectId: of.projectId, predictionId: { lt: of.floor } } });
}
