import type { Model } from '../registry/schema';
import type { Promotion } from './schema';

/** Whether somebody changed who answers calls since a promotion that is under way had its last stage. */
export function isTouched(
  { state, versionNumber, fromNumber }: Pick<Promotion, 'state' | 'versionNumber' | 'fromNumber'>,
  { champion, deployment }: Pick<Model, 'champion' | 'deployment'>,
): boolean {
  return state === 'watching'
    ? champion !== versionNumber
    : champion !== fromNumber || deployment.canary?.version !== versionNumber;
}
