import { createHash } from 'node:crypto';
import type { Half } from '@/lib/pure/slices/half-of-day';
import { mixBits } from '@/lib/pure/stats/mix-bits';

const DAY_MS = 86_400_000;

/**
 * Sums are kept for so many groups of entities and not for each entity, so that they stay bounded. A hash gives an entity one group for
 * ever: whole entities lie in it on all days, and groups of independent blocks are independent blocks, whose variance estimates that of
 * the entities (random groups: Wolter 2007, ch. 2). Of the interval's width 128 groups are 6 % unsure, 1 / sqrt(2 · 127).
 */
export const GROUPS = 128;

/** The group of an entity and 40 bits that tell it from others; the salt keeps hashes of one choice from being held against others. */
export function hashEntity(salt: string, value: string): { group: number; hash: number } {
  const bytes = createHash('sha256').update(`${salt}\n${value}`).digest();
  return { group: bytes.readUInt8(0) % GROUPS, hash: bytes.readUIntBE(1, 5) };
}

/** Rows of whose entity nothing is known are one block per day. */
export const groupOfDay = (dayMs: number): number => mixBits(Math.floor(dayMs / DAY_MS)) % GROUPS;

/** The half of the entities in which a group is, when slices are looked for on one and told by the other. */
export const halfOfGroup = (group: number): Half => (group % 2 === 0 ? 'found' : 'reported');
