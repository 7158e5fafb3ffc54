import 'server-only';
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { createTranslator } from 'use-intl/core';
import { createFormat } from '@/components/ui/format';
import type { Namespace, Texts } from '@/components/ui/texts';
import { chooseLocale, densities, nonceOf, oneOf, themes } from './locale';
import { messagesOf } from './messages';

/** Language, theme, density, time zone and script nonce of this request. Server components only. */
export const getPreferences = cache(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return {
    locale: chooseLocale(jar.get('locale')?.value, head.get('accept-language')),
    theme: oneOf(themes, jar.get('theme')?.value, 'system'),
    density: oneOf(densities, jar.get('density')?.value, 'comfortable'),
    timeZone: readTimeZone(jar.get('tz')?.value),
    nonce: nonceOf(head),
    now: new Date(),
  };
});

function readTimeZone(value: string | undefined): string {
  if (!value) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: decodeURIComponent(value) }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** `const t = await getTranslations('drift'); t('title')` in pages and other server components. */
export async function getTranslations<const Path extends string>(
  namespace: Path & Namespace<Path>,
): Promise<Texts<Path>> {
  const { locale, timeZone, now } = await getPreferences();
  const texts: Record<string, unknown> = { ...messagesOf(locale) };
  // Without a configured shape use-intl takes any key; the shape is checked by Texts.
  return createTranslator({
    locale,
    messages: texts as never,
    namespace: namespace as never,
    timeZone,
    now,
  }) as unknown as Texts<Path>;
}

/** The same formats as `useFormat()`, for server components. */
export async function getFormat() {
  return createFormat(await getPreferences());
}
