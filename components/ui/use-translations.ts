'use client';
import { useTranslations as useAnyTexts } from 'use-intl';
import type { Namespace, Texts } from './texts';

/** The texts of a group in the language of the person: `const t = useTranslations('people.signIn'); t('title')`. */
export function useTranslations<const Path extends string>(namespace: Path & Namespace<Path>): Texts<Path> {
  // Without a configured shape use-intl takes any key; the shape is checked here.
  return useAnyTexts(namespace) as unknown as Texts<Path>;
}
