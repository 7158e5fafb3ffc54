import { env } from '@/lib/platform/env';

/** The address under which the caller reaches this installation: the configured one, else the one of the call. */
export function requestAddress(request: Request): string {
  const configured = env().PUBLIC_URL?.replace(/\/$/, '');
  if (configured) return configured;
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  return host ? `${request.headers.get('x-forwarded-proto') ?? 'http'}://${host}` : new URL(request.url).origin;
}
