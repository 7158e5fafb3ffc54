import { walkAudit } from '@/lib/platform/audit';
import type { Ctx } from '@/lib/platform/context';
import { fingerprintOf, isSigned } from './head-signature';
import type { SignedHead, TrailFault, TrailVerdict } from './schema';
import { listAllHeads } from './store-heads';

type NamedHead = SignedHead & { day: string };

/**
 * Walks the whole trail, holds it against the daily heads and against one that somebody kept outside, and says the first event that does not
 * fit. The chain alone shows changed, missing and moved events; a cut end or a trail written anew shows only against a head. Heads are held
 * to be the installation's by `ownKey`, its public key. System scope.
 */
export async function verifyTrail(
  ctx: Ctx,
  { ownKey, kept }: { ownKey: string; kept: SignedHead | null },
): Promise<TrailVerdict> {
  const own: NamedHead[] = await listAllHeads(ctx);
  const heads = kept ? [...own, { ...kept, day: kept.at.slice(0, 10) }] : own;
  const [signed, unsigned] = [heads.filter(isSigned), heads.filter((head) => !isSigned(head))];
  const known = new Set([ownKey, ...(kept && isSigned(kept) ? [kept.publicKey] : [])]);
  const { events, fault } = await walk(ctx, signed);
  const faults: TrailFault[] = [
    ...(fault ? [fault] : []),
    ...unsigned.map(({ day }): TrailFault => ({ kind: 'bad-signature', day })),
    ...signed
      .filter(({ publicKey }) => !known.has(publicKey))
      .map(({ day, publicKey }): TrailFault => ({ kind: 'other-key', day, fingerprint: fingerprintOf(publicKey) })),
  ];
  return {
    events,
    heads: heads.length,
    lastHead:
      heads
        .map(({ day }) => day)
        .sort()
        .at(-1) ?? null,
    faults,
  };
}

async function walk(ctx: Ctx, heads: readonly NamedHead[]): Promise<{ events: number; fault: TrailFault | null }> {
  const left = [...heads].sort((a, b) => Number(BigInt(a.event) - BigInt(b.event)));
  let events = 0;
  let last: string | null = null;
  for await (const { id, hash, fault } of walkAudit(ctx)) {
    const event = String(id);
    // A head of an event that the chain went past: that event is gone, and the chain was made whole behind it.
    const passed = left[0] && BigInt(left[0].event) < id ? left[0] : null;
    if (passed) return { events, fault: { kind: 'gone', event: passed.event, day: passed.day, last } };
    if (fault) return { events, fault: { kind: fault, event } };
    events += 1;
    last = event;
    while (left[0]?.event === event) {
      const head = left.shift();
      if (head && (head.hash !== hash || head.events !== events))
        return { events: events - 1, fault: { kind: 'rewritten', event, day: head.day } };
    }
  }
  const [gone] = left;
  return { events, fault: gone ? { kind: 'gone', event: gone.event, day: gone.day, last } : null };
}
