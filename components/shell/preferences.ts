const yearSeconds = 31_536_000;

/** Remembers a choice of this person (`theme`, `density`, `locale`, `tz`) in a cookie the server reads on the next request. */
export function rememberPreference(name: 'theme' | 'density' | 'locale' | 'tz', value: string): void {
  const secure = window.location.protocol === 'https:' ? '; Secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http, where Implanta also runs.
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${secure}`;
}
