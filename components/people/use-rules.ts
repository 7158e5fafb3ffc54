'use client';
import { useMemo } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { Email, Password, PersonName, ProjectName } from '@/lib/domain/people/schema';

/** The rules of the fields about people, with their refusals in the person's language. */
export function useRules() {
  const t = useTranslations('people.rules');
  return useMemo(
    () => ({
      name: (value: string) => PersonName.safeParse(value).success || t(value.trim() ? 'nameLong' : 'name'),
      project: (value: string) => ProjectName.safeParse(value).success || t(value.trim() ? 'projectLong' : 'project'),
      email: (value: string) =>
        Email.safeParse(value).success || (value.trim() ? t('email', { value: value.trim() }) : t('emailMissing')),
      emailGiven: (value: string) => value.trim() !== '' || t('emailMissing'),
      password: (value: string) =>
        Password.safeParse(value).success ||
        (value === '' ? t('passwordMissing') : t('password', { count: value.length })),
      given: (value: string) => value !== '' || t('passwordMissing'),
    }),
    [t],
  );
}
