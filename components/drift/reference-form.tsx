'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { DropZone } from '@/components/ui/drop-zone';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { UploadProgress } from '@/components/ui/progress';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReferenceUpload } from '@/lib/domain/datasets/schema';
import { driftQueries, MAX_REFERENCE_BYTES, sendReference } from './queries';
import { ReferenceFailure } from './reference-failure';

export interface OfVersion {
  project: string;
  model: string;
  version: number;
}

/** Takes the CSV that a version was trained on; `onDone` gets what was made of it. */
export function ReferenceForm({ of, onDone }: { of: OfVersion; onDone: (upload: ReferenceUpload) => void }) {
  const t = useTranslations('drift.upload');
  const format = useFormat();
  const client = useQueryClient();
  const [sentBytes, setSentBytes] = useState(0);
  const [tooLarge, setTooLarge] = useState<string | null>(null);
  const send = useMutation({
    mutationFn: (file: File) => sendReference(of, file, setSentBytes),
    onSuccess: async (upload) => {
      onDone(upload);
      await client.invalidateQueries({ queryKey: driftQueries.all(of.project) });
    },
  });
  const take = (file: File) => {
    send.reset();
    setSentBytes(0);
    const isTooLarge = file.size > MAX_REFERENCE_BYTES;
    setTooLarge(
      isTooLarge ? t('tooLarge', { size: format.bytes(file.size), limit: format.bytes(MAX_REFERENCE_BYTES) }) : null,
    );
    if (!isTooLarge) send.mutate(file);
  };
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
        onFiles={(files) => {
          if (files[0]) take(files[0]);
        }}
      />
      {tooLarge ? (
        <Note kind="bad" urgent>
          {tooLarge}
        </Note>
      ) : null}
      {send.isError ? <ReferenceFailure error={send.error} of={of} /> : null}
    </div>
  );
}
