import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { AuditHead as Row } from '@/prisma/generated/client';
import { fingerprintOf } from './head-signature';
import { type AuditHead, HEAD_FORMAT, type SignedHead } from './schema';

const toHead = (row: Row): AuditHead => ({
  format: HEAD_FORMAT,
  day: row.day.toISOString().slice(0, 10),
  at: row.at.toISOString(),
  event: String(row.eventId),
  events: row.events,
  hash: row.hash,
  publicKey: row.publicKey,
  signature: row.signature,
  fingerprint: fingerprintOf(row.publicKey),
});

const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

export async function listHeads(ctx: Ctx, limit: number): Promise<AuditHead[]> {
  return (await ctx.db.auditHead.findMany({ orderBy: { day: 'desc' }, take: limit })).map(toHead);
}

/** All heads, oldest first: one a day. */
export async function listAllHeads(ctx: Ctx): Promise<AuditHead[]> {
  return (await ctx.db.auditHead.findMany({ orderBy: { day: 'asc' } })).map(toHead);
}

export async function findHead(ctx: Ctx, day: string): Promise<AuditHead | null> {
  const row = await ctx.db.auditHead.findUnique({ where: { day: dateOf(day) } });
  return row && toHead(row);
}

/** False where the day has a head. */
export async function insertHead(ctx: Ctx, day: string, head: SignedHead): Promise<boolean> {
  const { at, event, events, hash, publicKey, signature } = head;
  const data = { at: new Date(at), eventId: BigInt(event), events, hash, publicKey, signature };
  return (await ctx.db.auditHead.createMany({ data: { ...data, day: dateOf(day) }, skipDuplicates: true })).count === 1;
}

/** The hash of an event; null where there is none of this id. */
export async function findEventHash(ctx: Ctx, event: string): Promise<string | null> {
  const row = await ctx.db.auditEvent.findUnique({ where: { id: BigInt(event) }, select: { hash: true } });
  return row?.hash ?? null;
}
