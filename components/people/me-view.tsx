'use client';
import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { useTranslations } from '@/components/ui/use-translations';
import { MeAppearance } from './me-appearance';
import { MeKeyboard } from './me-keyboard';
import { MePassword } from './me-password';
import { MeProfile } from './me-profile';
import { MeProjects } from './me-projects';
import { MeSessions } from './me-sessions';
import { peopleQueries } from './queries';

export function MeView() {
  const t = useTranslations('people.me');
  const query = useQuery(peopleQueries.me());
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <QueryPanel query={query} errorTitle={t('notLoaded')}>
        {(me) => (
          <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-4 gap-y-8 lg:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-8">
              <MeProfile me={me} />
              {me.hasPassword ? <MePassword email={me.email} /> : null}
              <MeSessions />
            </div>
            <div className="flex min-w-0 flex-col gap-8">
              <MeAppearance />
              <MeKeyboard />
              <MeProjects me={me} />
            </div>
          </div>
        )}
      </QueryPanel>
    </>
  );
}
