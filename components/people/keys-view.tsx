'use client';
import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import type { ApiKey, Scope } from '@/lib/domain/people/schema';
import { KeysTable } from './keys-table';
import { NewKeyDialog } from './new-key-dialog';
import { peopleQueries } from './queries';
import { RevokeKeyDialog } from './revoke-key-dialog';
import { SettingsHeader, type SettingsPlace } from './settings-header';

export function KeysView({
  project,
  scopes,
  places,
}: {
  project: string;
  /** Scopes the person may give away; empty where they may only look. */
  scopes: readonly Scope[];
  places: readonly SettingsPlace[];
}) {
  const t = useTranslations('people.keys');
  const query = useQuery(peopleQueries.keys(project));
  const [isMaking, setIsMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const mayManage = scopes.length > 0;
  const newKey = mayManage ? (
    <Button kind="main" icon={<KeyRound aria-hidden="true" />} onClick={() => setIsMaking(true)}>
      {t('new')}
    </Button>
  ) : null;
  return (
    <>
      <SettingsHeader project={project} places={places} current="keys" actions={newKey} />
      <Panel flush>
        <QueryPanel
          query={query}
          errorTitle={t('notLoaded')}
          isEmpty={({ keys }) => keys.length === 0}
          empty={
            <EmptyState
              title={t('emptyTitle')}
              command={{
                label: t('emptyCommand'),
                code: `npm run --silent admin -- key create --name notebook --scopes predict --project ${project}`,
              }}
            >
              {t('empty')}
            </EmptyState>
          }
        >
          {({ keys }) => <KeysTable keys={keys} onRevoke={mayManage ? setRevoking : null} />}
        </QueryPanel>
      </Panel>
      {mayManage ? <NewKeyDialog project={project} scopes={scopes} open={isMaking} onOpen={setIsMaking} /> : null}
      {revoking ? <RevokeKeyDialog project={project} apiKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </>
  );
}
