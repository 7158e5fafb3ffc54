import type { Ctx } from '@/lib/platform/context';
import type { Model } from './schema';

/**
 * Asked in the transaction that gives a version calls to answer. Throws where it may not; what it returns goes into the audit event. Who
 * composes promotion with tests brings it: the registry does not know tests.
 */
export type TrafficGate = (tx: Ctx, of: { model: Model; number: number }) => Promise<object | null>;
