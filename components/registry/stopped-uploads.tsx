'use client';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { registryQueries } from './queries';
import { listRemembered, type RememberedUpload } from './remembered-uploads';
import { discardUpload } from './use-upload';

const listeners = new Set<() => void>();
const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Uploads that this browser began and did not finish: how far they are, and how to go on. */
export function StoppedUploads({
  project,
  model,
  onWatch,
}: {
  project: string;
  model?: string | undefined;
  onWatch: (uploadId: string, name: string) => void;
}) {
  const text = useSyncExternalStore(
    listen,
    () => JSON.stringify(listRemembered(localStorage)),
    () => '[]',
  );
  if (text === '[]') return null;
  const entries = listRemembered(localStorage).filter(
    (entry) => entry.project === project && (model === undefined || entry.model === model),
  );
  return entries.map((entry) => (
    <StoppedUpload
      key={entry.uploadId}
      entry={entry}
      onWatch={onWatch}
      onDiscard={() => {
        void discardUpload(project, entry.uploadId);
        for (const listener of listeners) listener();
      }}
    />
  ));
}

function StoppedUpload({
  entry,
  onWatch,
  onDiscard,
}: {
  entry: RememberedUpload;
  onWatch: (uploadId: string, name: string) => void;
  onDiscard: () => void;
}) {
  const t = useTranslations('registry.upload');
  const format = useFormat();
  const { data } = useQuery({ ...registryQueries.upload(entry.project, entry.uploadId), refetchInterval: false });
  if (!data || (data.state !== 'receiving' && data.state !== 'checking')) return null;
  const share = format.percent(data.receivedBytes / data.sizeBytes, { digits: 0 });
  return (
    <div className="mb-4">
      <Note
        kind={data.state === 'checking' ? 'busy' : 'warn'}
        title={<span className="[overflow-wrap:anywhere]">{entry.name}</span>}
        actions={
          data.state === 'checking' ? (
            <Button size="sm" onClick={() => onWatch(entry.uploadId, entry.name)}>
              {t('watchCheck')}
            </Button>
          ) : (
            <Button size="sm" onClick={onDiscard}>
              {t('discard')}
            </Button>
          )
        }
      >
        {data.state === 'checking'
          ? t('stillChecking', { model: entry.model })
          : t('stopped', { model: entry.model, share })}
      </Note>
    </div>
  );
}
