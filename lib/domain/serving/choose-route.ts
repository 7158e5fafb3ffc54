import { createHash } from 'node:crypto';
import type { VersionPool } from '@/lib/engine/runtime';
import type { Deployment } from '../registry/schema';

/** Who answered: the champion, the canary, the shadow, whose answers nobody gets, or what is in staging, beside all traffic. */
export type Route = 'champion' | 'canary' | 'shadow' | 'staging';

/**
 * Which of two versions answers a call. A caller that sends back the `x-route` of an earlier answer stays where it was; with
 * `splitBy: 'entity'` the entity decides, so that all calls about it go the same way, and those that were the canary's stay its own
 * while its share grows; else the lot, a number from 0 up to 1.
 */
export function chooseRoute(
  canary: NonNullable<Deployment['canary']>,
  call: { modelId: string; given: unknown; entity: string | undefined; lot: number },
): 'champion' | 'canary' {
  if (call.given === 'champion' || call.given === 'canary') return call.given;
  const byEntity = canary.splitBy === 'entity' && call.entity !== undefined;
  const share = byEntity ? shareOf(`${call.modelId}/${call.entity}`) : call.lot;
  return share < canary.percent / 100 ? 'canary' : 'champion';
}

/** A text as a number from 0 up to 1, evenly spread. */
const shareOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32LE(0) / 2 ** 32;

/**
 * The version that answers a call, and what it answers as: the one that the call named by its number, else the champion or the canary.
 * A canary that keeps crashing gets no calls that do not name it. `entity` is asked for only where it decides, because finding it means
 * parsing the call.
 */
export function chooseVersion<Version extends { pool: Pick<VersionPool, 'state'> }>(
  model: { id: string; canary: { version: Version; of: NonNullable<Deployment['canary']> } | null },
  wanted: Version,
  call: { isNamed: boolean; given: unknown; entity: () => string | undefined; lot: number },
): { version: Version; route: Route } {
  const { canary } = model;
  if (call.isNamed) return { version: wanted, route: canary?.version === wanted ? 'canary' : 'champion' };
  if (!canary || canary.version.pool.state === 'broken') return { version: wanted, route: 'champion' };
  const needsEntity = canary.of.splitBy === 'entity' && call.given !== 'champion' && call.given !== 'canary';
  const route = chooseRoute(canary.of, { ...call, modelId: model.id, entity: needsEntity ? call.entity() : undefined });
  return { version: route === 'canary' ? canary.version : wanted, route };
}
