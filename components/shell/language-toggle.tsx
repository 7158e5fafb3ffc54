'use client';
import { Languages } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale } from 'use-intl';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import { useTranslations } from '@/components/ui/use-translations';
import { type Locale, locales } from './locale';
import { rememberPreference } from './preferences';

/** Changes the language of this person and draws the page anew, without leaving it. */
export function useLanguageChoice() {
  const language = useLocale();
  const router = useRouter();
  const choose = (locale: Locale) => {
    rememberPreference('locale', locale);
    document.documentElement.lang = locale;
    router.refresh();
  };
  return { language, choose };
}

export function LanguageToggle() {
  const t = useTranslations('shell.language');
  const { language, choose } = useLanguageChoice();
  return (
    <Menu
      align="end"
      label={t('label')}
      trigger={<IconButton label={t('change', { language: t(language) })} icon={<Languages aria-hidden="true" />} />}
      entries={locales.map((locale) => ({
        key: locale,
        label: <span lang={locale}>{t(locale)}</span>,
        checked: locale === language,
        onSelect: () => choose(locale),
      }))}
    />
  );
}
