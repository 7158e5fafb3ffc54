'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { useTranslations } from '@/components/ui/use-translations';
import { peopleQueries } from './queries';
import { RetentionForm } from './retention-form';
import { SettingsHeader, type SettingsPlace } from './settings-header';

/** For how long the log is kept; `children` is what it takes on disk, for those who may see it. */
export function RetentionView({
  project,
  name,
  places,
  children,
}: {
  project: string;
  name: string;
  places: readonly SettingsPlace[];
  children: ReactNode;
}) {
  const t = useTranslations('people.retention');
  const query = useQuery(peopleQueries.retention(project));
  return (
    <>
      <SettingsHeader project={project} places={places} current="retention" />
      <QueryPanel query={query} errorTitle={t('notLoaded')}>
        {({ days }) => <RetentionForm key={days} project={project} name={name} days={days} />}
      </QueryPanel>
      {children}
    </>
  );
}
