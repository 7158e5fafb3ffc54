'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { DropZone } from '@/components/ui/drop-zone';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { UploadProgress } from '@/components/ui/progress';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { MAX_DATASET_BYTES, sendUpload } from './queries';
import { SaveForm } from './save-form';

/** Takes a file, then what its columns are, then saves it as a version. */
export function UploadView({
  project,
  dataset,
}: {
  project: string;
  /** The dataset that gets one more version; null for a new one. */
  dataset: { id: string; name: string } | null;
}) {
  const t = useTranslations('datasets.upload');
  const format = useFormat();
  const [sentBytes, setSentBytes] = useState(0);
  const [tooLarge, setTooLarge] = useState<string | null>(null);
  const send = useMutation({ mutationFn: (file: File) => sendUpload(project, file, setSentBytes) });
  const take = (file: File) => {
    send.reset();
    setSentBytes(0);
    const isTooLarge = file.size > MAX_DATASET_BYTES;
    const sizes = { size: format.bytes(file.size), limit: format.bytes(MAX_DATASET_BYTES) };
    setTooLarge(isTooLarge ? t('tooLarge', sizes) : null);
    if (!isTooLarge) send.mutate(file);
  };
  if (send.isSuccess)
    return <SaveForm project={project} dataset={dataset} upload={send.data} onAnother={() => send.reset()} />;
  if (send.isPending)
    return (
      <Panel>
        <div role="status">
          <UploadProgress
            name={send.variables.name}
            doneBytes={Math.min(sentBytes, send.variables.size)}
            totalBytes={send.variables.size}
            note={sentBytes >= send.variables.size ? t('reading') : undefined}
          />
        </div>
      </Panel>
    );
  return (
    <div className="flex flex-col gap-3">
      <DropZone
        title={t('drop')}
        hint={t('hint')}
        accept={['.csv', '.tsv', '.txt', '.parquet']}
        onFiles={([file]) => {
          if (file) take(file);
        }}
      />
      {tooLarge ? (
        <Note kind="bad" urgent>
          {tooLarge}
        </Note>
      ) : null}
      {send.isError ? <InlineError error={send.error} title={t('refused')} /> : null}
    </div>
  );
}
