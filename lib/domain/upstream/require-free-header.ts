import { invalidInput } from '@/lib/platform/errors';

const TAKEN = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Throws 422 for a header that the connection or the caller sets. */
export function requireFreeHeader(header: { name: string } | null): void {
  if (header && TAKEN.has(header.name.toLowerCase()))
    throw invalidInput('header.name', `${header.name} is set by each call itself; name another header`, {
      reason: 'header_taken',
    });
}
