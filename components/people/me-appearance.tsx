'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLanguageChoice } from '@/components/shell/language-toggle';
import { type Density, densities, type Locale, locales, oneOf, themes } from '@/components/shell/locale';
import { rememberPreference } from '@/components/shell/preferences';
import { useThemeChoice } from '@/components/shell/theme-toggle';
import { InlineError } from '@/components/ui/inline-error';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { Segmented } from '@/components/ui/segmented';
import { useTranslations } from '@/components/ui/use-translations';
import type { Me } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { peopleQueries } from './queries';

function useDensityChoice() {
  const [density, setDensity] = useState<Density>('comfortable');
  useEffect(() => setDensity(oneOf(densities, document.documentElement.dataset.density, 'comfortable')), []);
  const choose = (next: Density) => {
    document.documentElement.dataset.density = next;
    rememberPreference('density', next);
    setDensity(next);
  };
  return { density, choose };
}

/** Language, theme and density. The language is also kept with the person, for mails and other browsers. */
export function MeAppearance() {
  const t = useTranslations('people.me');
  const shell = useTranslations('shell');
  const client = useQueryClient();
  const language = useLanguageChoice();
  const theme = useThemeChoice();
  const density = useDensityChoice();
  const keep = useMutation({
    mutationFn: (locale: Locale) => api<Me>('/api/me', { method: 'PATCH', body: { locale } }),
    onSuccess: (me) => client.setQueryData(peopleQueries.me().queryKey, me),
  });
  const line = 'flex flex-wrap items-center justify-between gap-x-6 gap-y-2';
  return (
    <section aria-labelledby="me-appearance">
      <SectionHeading id="me-appearance" title={t('appearance')} hint={t('appearanceHint')} />
      <Panel className="flex flex-col gap-4">
        <div className={line}>
          <span className="text-sm font-medium">{shell('language.label')}</span>
          <Segmented
            label={shell('language.label')}
            value={language.language}
            choices={locales.map((locale) => ({
              value: locale,
              label: <span lang={locale}>{shell(`language.${locale}`)}</span>,
            }))}
            onValue={(locale) => {
              language.choose(locale);
              keep.mutate(locale);
            }}
          />
        </div>
        {keep.isError ? <InlineError error={keep.error} title={t('languageNotSaved')} /> : null}
        <div className={line}>
          <span className="text-sm font-medium">{shell('theme.label')}</span>
          <Segmented
            label={shell('theme.label')}
            value={theme.theme}
            choices={themes.map((value) => ({ value, label: shell(`theme.${value}`) }))}
            onValue={theme.choose}
          />
        </div>
        <div className={line}>
          <span className="text-sm font-medium">{shell('density.label')}</span>
          <Segmented
            label={shell('density.label')}
            value={density.density}
            choices={densities.map((value) => ({ value, label: shell(`density.${value}`) }))}
            onValue={density.choose}
          />
        </div>
      </Panel>
    </section>
  );
}
