import { isAppError } from '@/lib/platform/errors';

/** For `catch`: null where something is not there any more; every other error goes on. */
export function nothingIfGone(error: unknown): null {
  if (isAppError(error) && error.code === 'not_found') return null;
  throw error;
}
