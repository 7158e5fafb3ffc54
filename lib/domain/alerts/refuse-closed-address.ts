import { isPublicAddress, literalAddress } from '@/lib/engine/webhooks';
import { env } from '@/lib/platform/env';
import { invalidInput } from '@/lib/platform/errors';

/** Throws 422 where an address names a place inside our network by number; names are looked up when something is sent. */
export function refuseClosedAddress(field: string, url: string): void {
  const literal = literalAddress(new URL(url));
  if (literal && !env().ALERT_PRIVATE_TARGETS && !isPublicAddress(literal))
    throw invalidInput(field, `${literal} is an address inside a network; give one of the open internet.`, {
      reason: 'closed_address',
    });
}
