'use client';
import type { ReactNode } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { Tabs } from '@/components/ui/tabs';
import { useTranslations } from '@/components/ui/use-translations';

export type SettingsPlace = 'people' | 'keys' | 'scores' | 'webhooks' | 'gates' | 'retention' | 'erasure';

/** Title of a settings page and the way to the others that the person may open. */
export function SettingsHeader({
  project,
  places,
  current,
  actions,
}: {
  project: string;
  places: readonly SettingsPlace[];
  current: SettingsPlace;
  actions?: ReactNode;
}) {
  const t = useTranslations('people.settings');
  return (
    <>
      <PageHeader title={t(`${current}.title`)} sentence={t(`${current}.sentence`)} actions={actions} />
      {places.length > 1 ? (
        <Tabs
          label={t('label')}
          current={current}
          tabs={places.map((place) => ({
            key: place,
            label: t(`${place}.title`),
            href: `/p/${project}/settings/${place}`,
          }))}
        />
      ) : null}
    </>
  );
}
