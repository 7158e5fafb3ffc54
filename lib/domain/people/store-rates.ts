import 'server-only';
import type { Db } from '@/lib/platform/db';

const LEASE_MS = 4000;
/** This part of a rate is shared equally, so that a gateway to which calls move finds tokens; the rest by what each is asked for. */
const EQUALLY = 0.5;

/** Notes what a gateway is asked for and returns its share of each key's rate, from 0 to 1, among the gateways that were asked lately. */
export async function leaseRates(
  db: Db,
  holder: string,
  asked: readonly { keyId: string; wanted: number }[],
  now: Date,
): Promise<Map<string, number>> {
  const expiresAt = new Date(now.getTime() + LEASE_MS);
  const ids = asked.map(({ keyId }) => keyId);
  const wanted = asked.map((key) => Math.max(1, key.wanted));
  await db.$executeRaw`
    insert into rate_leases (key_id, holder, wanted, expires_at)
    select k, ${holder}::uuid, w, ${expiresAt} from unnest(${ids}::uuid[], ${wanted}::float8[]) as given(k, w)
    on conflict (key_id, holder) do update set wanted = excluded.wanted, expires_at = excluded.expires_at`;
  await db.rateLease.deleteMany({ where: { expiresAt: { lt: now } } });
  const sums = await db.rateLease.groupBy({
    by: ['keyId'],
    where: { keyId: { in: ids } },
    _sum: { wanted: true },
    _count: true,
  });
  const all = new Map(sums.map(({ keyId, _sum, _count }) => [keyId, { wanted: _sum.wanted ?? 0, holders: _count }]));
  return new Map(
    ids.map((keyId, i) => {
      const own = wanted[i] ?? 1;
      const { wanted: sum, holders } = all.get(keyId) ?? { wanted: own, holders: 1 };
      return [keyId, EQUALLY / holders + ((1 - EQUALLY) * own) / Math.max(own, sum)];
    }),
  );
}
