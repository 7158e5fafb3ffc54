import { createHash } from 'node:crypto';
import type { Deployment } from '../registry/schema';
import type { ServedModel } from './fleet';
import type { ServedVersion } from './served-version';

/** Who answered: the champion, the canary, or the shadow, whose answers nobody gets. */
export type Route = 'champion' | 'canary' | 'shadow';

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
 * The version that answers a call which names none. A canary that keeps crashing gets no calls. `entity` is asked for only where it
 * decides, because finding it means parsing the call.
 */
export function chooseVersion(
  model: ServedModel,
  champion: ServedVersion,
  call: { given: unknown; entity: () => string | undefined; lot: number },
): { version: ServedVersion; route: Route } {
  const { canary } = model;
  if (!canary || canary.version.pool.state === 'broken') return { version: champion, route: 'champion' };
  const needsEntity = canary.of.splitBy === 'entity' && call.given !== 'champion' && call.given !== 'canary';
  const route = chooseRoute(canary.of, { ...call, modelId: model.id, entity: needsEntity ? call.entity() : undefined });
  return { version: route === 'canary' ? canary.version : champion, route };
}
