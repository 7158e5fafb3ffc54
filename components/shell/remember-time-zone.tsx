'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useTimeZone } from 'use-intl';
import { rememberPreference } from './preferences';

/** On the first visit the server does not know the time zone; the browser tells it once. */
export function RememberTimeZone() {
  const router = useRouter();
  const known = useTimeZone();
  useEffect(() => {
    const actual = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!actual || actual === known) return;
    rememberPreference('tz', actual);
    if (document.cookie.includes('tz=')) router.refresh();
  }, [known, router]);
  return null;
}
