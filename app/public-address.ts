import 'server-only';
import { headers } from 'next/headers';
import { env } from '@/lib/platform/env';

/** The address under which people and programs reach this installation: the configured one, else the one of this request. */
export async function publicAddress(): Promise<string> {
  const configured = env().PUBLIC_URL?.replace(/\/$/, '');
  if (configured) return configured;
  const head = await headers();
  const host = head.get('x-forwarded-host') ?? head.get('host') ?? 'localhost:3000';
  return `${head.get('x-forwarded-proto') ?? 'http'}://${host}`;
}
