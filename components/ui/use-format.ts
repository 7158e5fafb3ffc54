'use client';
import { useMemo } from 'react';
import { useLocale, useNow, useTimeZone } from 'use-intl';
import { createFormat, type Format } from './format';

/** Numbers, units and dates in the language and time zone of the person. */
export function useFormat(): Format {
  const language = useLocale();
  const timeZone = useTimeZone();
  const now = useNow();
  return useMemo(
    () => createFormat({ locale: language === 'pt-BR' ? 'pt-BR' : 'en', timeZone, now }),
    [language, timeZone, now],
  );
}
