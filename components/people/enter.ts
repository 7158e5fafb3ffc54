import { rememberPreference } from '@/components/shell/preferences';
import type { Me } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';

/** Signs in by password; a browser that has no language yet takes the person's. */
export async function signInByPassword({ email, password }: { email: string; password: string }): Promise<void> {
  await api('/api/session', { method: 'POST', body: { email, password } });
  if (/(^|;\s*)locale=/.test(document.cookie)) return;
  const me = await api<Me>('/api/me').catch(() => null);
  if (me?.locale) rememberPreference('locale', me.locale);
}

/** Opens a page anew, so that nothing kept from before the change of session is shown. */
export function openAnew(path: string): void {
  window.location.assign(path);
}

/** Begins signing in with the configured provider, as next-auth 4 wants it: its token first, then the address to go to. */
export async function signInByProvider(next: string): Promise<void> {
  const { csrfToken } = await api<{ csrfToken: string }>('/api/auth/csrf');
  const response = await fetch('/api/auth/signin/oidc', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, callbackUrl: next, json: 'true' }),
  });
  const answer: unknown = await response.json();
  if (!response.ok || typeof answer !== 'object' || answer === null || !('url' in answer))
    throw new Error('the provider was not reached');
  window.location.assign(String(answer.url));
}
